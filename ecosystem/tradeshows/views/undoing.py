"""Bringing back a presence that was just taken off, for the startup's own page and for the team's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from ecosystem.accounts.access import person_of
from ecosystem.core.errors import Refused
from ecosystem.core.undoing import removal_at, take_removal
from ecosystem.directory.models import Listing
from ecosystem.tradeshows.actions import say_attendance
from ecosystem.tradeshows.models import Attendance, Edition


def said_of(one: Attendance) -> dict[str, Any]:
    """What brings a presence back."""
    exhibits = one.state == Attendance.State.EXHIBITING
    where = {"edition": one.edition_id, "listing": one.listing_id}
    return where | {"exhibits": exhibits, "on_shared_stand": one.on_shared_stand}


def removed_from(request: HttpRequest, place: str) -> tuple[Edition, Listing] | None:
    """What was just taken off that page, as long as it can come back."""
    said = removal_at(request, place)
    if said is None:
        return None
    edition = Edition.objects.filter(pk=said["edition"]).select_related("tradeshow").first()
    listing = Listing.objects.live().filter(pk=said["listing"]).first()
    return (edition, listing) if edition and listing else None


def say_again(request: HttpRequest, place: str) -> None:
    """As it was; a place of the shared stand that was given to somebody else meanwhile is refused in words."""
    removed, said = removed_from(request, place), take_removal(request, place)
    if removed is None or said is None:
        return
    exhibits, shared = said["exhibits"], said["on_shared_stand"]
    try:
        say_attendance(*removed, exhibits=exhibits, by=person_of(request), on_shared_stand=shared)
    except Refused as error:
        messages.error(request, str(error))
