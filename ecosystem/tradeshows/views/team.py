"""Who goes to an edition, as the association's team keeps it: the shared stand, and those who said nothing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.undoing import note_removal
from ecosystem.tradeshows.actions import say_attendance, withdraw_attendance
from ecosystem.tradeshows.forms import StandForm
from ecosystem.tradeshows.models import Edition
from ecosystem.tradeshows.views.undoing import removed_from, said_of, say_again

PER_PAGE = 50


@curator_required
def presences(request: HttpRequest, pk: int) -> HttpResponse:
    """The startups of an edition, and one more."""
    edition = get_object_or_404(Edition.objects.select_related("tradeshow"), pk=pk)
    form = StandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        listing, shared = form.cleaned_data["listing"], form.cleaned_data["on_shared_stand"]
        try:
            say_attendance(edition, listing, exhibits=form.exhibits, by=person_of(request), on_shared_stand=shared)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(startup)s est notée.") % {"startup": listing})
            return redirect("tradeshows:presences", pk)
    said = edition.attendances.select_related("listing", "said_by").order_by("-on_shared_stand", "said_at", "pk")
    page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
    taken = edition.attendances.filter(on_shared_stand=True).count()
    context = {"edition": edition, "form": form, "page": page, "taken": taken, "today": timezone.localdate()}
    context["removed"] = removed_from(request, f"presences:{pk}")
    return render(request, "tradeshows/team/presences.html", context)


@require_POST
@curator_required
def remove(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """The startup does not go; its place on the stand is free again."""
    edition = get_object_or_404(Edition, pk=pk)
    one = get_object_or_404(edition.attendances, pk=said)
    note_removal(request, f"presences:{pk}", said_of(one))
    withdraw_attendance(one)
    return redirect("tradeshows:presences", pk)


@require_POST
@curator_required
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The startup that was just taken off the edition, as it was noted."""
    get_object_or_404(Edition, pk=pk)
    say_again(request, f"presences:{pk}")
    return redirect("tradeshows:presences", pk)
