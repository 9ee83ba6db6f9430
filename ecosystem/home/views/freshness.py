"""Confirming that a listing still holds: by the link of a mail, or from one's own space."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.errors import LinkStopped
from ecosystem.directory.fields import fields_of, label_of, of_its_kind, shown, values_of
from ecosystem.directory.freshness import confirm, may_be_confirmed
from ecosystem.directory.freshness_links import ConfirmLink, read_token
from ecosystem.directory.models import FieldOrigin, Listing
from ecosystem.directory.owners import deciders_of, owns


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the listing says today, and one button; no sign-in, and opening the page changes nothing."""
    try:
        link = read_token(token)
        listing = get_object_or_404(Listing, pk=link.listing_id)
        person = _still_theirs(link, listing)
    except LinkStopped as error:
        return render(request, "home/confirm_stopped.html", {"message": str(error)}, status=410)
    done = request.method == "POST" and may_be_confirmed(listing)
    if done:
        listing = confirm(listing, by=person)
        enqueue(INDEX_LISTING, listing.pk)
    context = {"listing": listing, "done": done, "possible": may_be_confirmed(listing), "lines": _lines(listing)}
    return render(request, "home/confirm.html", context)


@require_POST
@member_required
def confirm_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same click from one's own space; somebody else's listing is not found."""
    listing = get_object_or_404(Listing, pk=pk)
    if not owns(person_of(request), listing) or not may_be_confirmed(listing):
        raise Http404
    confirm(listing, by=person_of(request))
    enqueue(INDEX_LISTING, listing.pk)
    messages.success(request, _("%(name)s est vérifiée aujourd’hui.") % {"name": listing.name})
    return redirect("home:space")


def _still_theirs(link: ConfirmLink, listing: Listing) -> User | None:
    """The account that the link was written to; LinkStopped when it decides no longer, or when somebody else does.

    A link that went to the listing's address stops when the listing has another one.
    """
    deciders = {one.pk: one for one in deciders_of(listing)}
    if (link.user_id and link.user_id not in deciders) or (not link.user_id and deciders):
        raise LinkStopped
    address = FieldOrigin.objects.filter(listing_id=listing.pk, field="contact_email", at__date__gt=link.issued_on)
    if not link.user_id and address.exists():
        raise LinkStopped
    return deciders.get(link.user_id)


def _lines(listing: Listing) -> list[tuple[str, str]]:
    """What everybody reads of the listing, in words."""
    own = of_its_kind(listing)
    names = [name for name, field in fields_of(own).items() if not field.private]
    return [
        (label_of(own, name), text)
        for name, plain in values_of(own, names).items()
        if (text := shown(own, name, plain))
    ]
