"""A person's own calendar: the page where she opens, renews and closes its address, and the file behind it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import CalendarKey
from ecosystem.core.access import member_required
from ecosystem.core.ical import calendar_response
from ecosystem.home.agenda import agenda_of, close_agenda, open_agenda, person_at, token_of
from ecosystem.ui.navigation import space_of


@member_required
def agenda(request: HttpRequest) -> HttpResponse:
    """The address is secret: whoever holds it reads the calendar, and nothing else."""
    person = person_of(request)
    if request.method == "POST":
        if request.POST.get("close"):
            close_agenda(person)
            messages.success(request, _("Votre agenda est fermé : son adresse ne répond plus."))
        else:
            open_agenda(person)
            messages.success(request, _("Votre adresse est prête. L’ancienne, s’il y en avait une, ne répond plus."))
        return redirect("home:agenda")
    key = CalendarKey.objects.filter(user=person).first()
    address = settings.SITE_URL + reverse("home:agenda_feed", args=[token_of(key)]) if key else ""
    context = {
        "key": key,
        "address": address,
        "subscription": f"webcal://{address.partition('://')[2]}",
        "space": space_of(request),
    }
    return render(request, "home/agenda.html", context)


@require_safe
def agenda_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For an agenda that signs in nowhere: the address is the key."""
    person = person_at(token)
    if person is None:
        raise Http404
    response = calendar_response(request, agenda_of(person), "escale.ics", cache="private, no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
