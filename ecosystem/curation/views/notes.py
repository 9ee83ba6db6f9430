"""Notes, tags and the person who follows a listing: written from any page of the team, which is opened again."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.text import whole, written
from ecosystem.directory import noting
from ecosystem.directory.models import Listing, Note, Tag


@require_POST
@curator_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a few words about the listing."""
    listing = get_object_or_404(Listing, pk=pk)
    if noting.add_note(listing, written(request.POST.get("text", "")), by=cast(User, request.user)) is None:
        messages.error(request, _("Écrivez la note avant de l’enregistrer."))
    else:
        messages.success(request, _("La note est gardée."))
    return redirect(_back(request, listing))


@require_POST
@curator_required
def remove_note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Take one's own note away."""
    user = cast(User, request.user)
    note = get_object_or_404(Note.objects.select_related("listing"), pk=note_pk, listing_id=pk, by=user)
    noting.remove_note(note, by=user)
    messages.success(request, _("La note est effacée."))
    return redirect(_back(request, note.listing))


@require_POST
@curator_required
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a tag, or take one away."""
    listing = get_object_or_404(Listing, pk=pk)
    if taken := whole(request.POST.get("retirer", "")):
        noting.untag_listing(listing, get_object_or_404(Tag, pk=taken, listings=listing.pk))
    elif noting.tag_listing(listing, written(request.POST.get("nom", ""))) is None:
        messages.error(request, _("Écrivez l’étiquette avant de l’ajouter."))
    return redirect(_back(request, listing))


@require_POST
@curator_required
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who follows the listing."""
    listing = get_object_or_404(Listing, pk=pk)
    chosen = whole(request.POST.get("personne", ""))
    person = get_object_or_404(User, pk=chosen) if chosen else None
    if person is not None and not person.is_curator:
        raise Http404
    noting.assign_listing(listing, person, by=cast(User, request.user))
    said = _("%(name)s suit cette fiche.") % {"name": person} if person else _("Plus personne ne suit cette fiche.")
    messages.success(request, said)
    return redirect(_back(request, listing))


def _back(request: HttpRequest, listing: Listing) -> str:
    """The page that the form came from, if it is one of this site."""
    target = request.POST.get("retour", "")
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return reverse("curation:history", args=[listing.pk])
