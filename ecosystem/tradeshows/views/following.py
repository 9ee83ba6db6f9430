"""Following a show: in one's own calendar, and by mail when its dates are confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.tradeshows.actions import follow_show, leave_show
from ecosystem.tradeshows.models import TradeShow


@member_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """The page asks, its button acts: twice is once."""
    show, person = get_object_or_404(TradeShow.objects.public(), slug=slug), person_of(request)
    if request.method == "POST":
        if request.POST.get("follow") == "yes":
            follow_show(show, by=person)
            messages.success(request, _("Vous suivez %(show)s.") % {"show": show})
        else:
            leave_show(show, by=person)
            messages.success(request, _("Vous ne suivez plus %(show)s.") % {"show": show})
        return redirect(show.get_absolute_url())
    context = {"show": show, "follows": show.followers.filter(user=person).exists()}
    return render(request, "tradeshows/follow.html", context)
