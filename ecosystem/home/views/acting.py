"""Opening somebody's space to help her: whom, why, and back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.acting import DURATION, SESSION_KEY, end_all, openable, start_acting
from ecosystem.accounts.models import ActingAs
from ecosystem.core.access import curator_required, member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.home.forms import ActingForm, PeopleForm
from ecosystem.home.views.mail_texts import DELIVERY

PEOPLE_PER_PAGE = 30


@require_safe
@never_cache
@curator_required
def people(request: HttpRequest) -> HttpResponse:
    """Those whose space the team may open, by name."""
    form = PeopleForm(request.GET)
    page = Paginator(form.found(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/people.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be seen, by whom it will be known, and why it is asked; a team member's space is not found."""
    user = get_object_or_404(openable(), pk=pk)
    form = ActingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acting = start_acting(user, by=person_of(request), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            request.session[SESSION_KEY] = acting.pk
            enqueue(DELIVERY)
            return redirect("home:space")
    past = ActingAs.objects.filter(user=user).select_related("by")[:5]
    context = {"form": form, "person": user, "past": past, "minutes": int(DURATION.total_seconds() // 60)}
    return render(request, "home/acting.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_required
def leave(request: HttpRequest) -> HttpResponse:
    """Back to one's own account; pressed twice, the second time finds nothing left to do."""
    person = person_of(request)
    end_all(person)
    if request.session.pop(SESSION_KEY, None) is not None:
        messages.success(
            request, _("Vous êtes de nouveau dans votre espace. La personne voit votre visite dans son compte.")
        )
    return redirect("home:space")
