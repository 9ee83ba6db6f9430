"""A startup's own pages: its listing and its team, written by the people who belong to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING, move_listing
from ecosystem.directory.ties import ties_page
from ecosystem.directory.writing import withdraw_pending
from startups.actions import submit_startup
from startups.consents import note_agreements
from startups.models import Startup
from startups.rules import can_edit_startup


def startup_or_404(request: HttpRequest, pk: int) -> Startup:
    """The startup, if the person may write its listing; for anybody else it does not exist."""
    startup = get_object_or_404(Startup.objects.live(), pk=pk)
    if not can_edit_startup(person_of(request), startup):
        raise Http404
    return startup


@member_required
def own(request: HttpRequest) -> HttpResponse:
    """Where « Ma fiche » leads: the listing that the person writes, or a new one."""
    mine = Startup.objects.live().administered_by(person_of(request)).order_by("pk").first()
    return redirect("startups:edit", mine.pk) if mine else redirect("startups:create")


@require_POST
@member_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the listing to the curators."""
    try:
        startup = submit_startup(startup_or_404(request, pk), by=person_of(request))
        note_agreements(person_of(request), startup)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre fiche est envoyée. L’équipe la relit sous deux jours ouvrés."))
    return redirect("startups:edit", pk)


@require_POST
@member_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what waits for a curator; done already, it stays done."""
    withdraw_pending(startup_or_404(request, pk), by=person_of(request))
    messages.success(request, _("Vos changements en attente sont retirés : la fiche en ligne ne bouge pas."))
    return redirect("startups:edit", pk)


@require_POST
@member_required
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published listing off line."""
    try:
        move_listing(startup_or_404(request, pk), "hide", by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        enqueue(INDEX_LISTING, pk)
        messages.success(request, _("Votre fiche est masquée : elle n’apparaît plus dans l’annuaire."))
    return redirect("startups:edit", pk)


@member_required
def ties(request: HttpRequest, pk: int) -> HttpResponse:
    """Competitors, and people not to be proposed again."""
    return ties_page(request, startup_or_404(request, pk), space="founder")
