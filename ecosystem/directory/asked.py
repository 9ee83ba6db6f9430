"""What the team last asked an owner to correct, for her space: the words, and the fields by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ecosystem.directory.models import Listing, Revision


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction that waits for the owner."""

    message: str
    fields: Sequence[str]
    at: datetime


def asked_of(listing: Listing) -> Asked | None:
    """The correction that is asked of a listing now: before it is published, or of what its owner changed since."""
    if listing.state == Listing.State.CHANGES_REQUESTED:
        move = listing.moves.filter(to_state=Listing.State.CHANGES_REQUESTED).last()
        return Asked(move.reason, move.fields, move.at) if move else None
    waiting = Revision.objects.pending().filter(listing_id=listing.pk).exclude(asked_at=None).first()
    if waiting and waiting.asked_at and waiting.updated_at <= waiting.asked_at:
        return Asked(waiting.message, waiting.asked_fields, waiting.asked_at)
    return None
