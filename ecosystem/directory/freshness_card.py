"""What an owner reads in her space about the age of her listing, and whether one click is asked of her."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ecosystem.directory.freshness import hidden_unanswered, hides_at, stale_after
from ecosystem.directory.models import FreshnessAsk, Listing


@dataclass(frozen=True, slots=True)
class Freshness:
    """`hides_at` once the owner has been asked; `is_due` from half the promised delay on, or when it is hidden."""

    is_hidden: bool
    is_due: bool
    hides_at: datetime | None


def freshness_of(listing: Listing, now: datetime | None = None) -> Freshness | None:
    """None for a listing that no click of its owner would change; two queries at most."""
    if hidden_unanswered(listing):
        return Freshness(is_hidden=True, is_due=True, hides_at=None)
    since = listing.verified_at or listing.published_at
    if not listing.is_public or since is None:
        return None
    ask = FreshnessAsk.objects.open().filter(listing=listing.pk).first()
    is_due = ask is not None or since < (now or timezone.now()) - stale_after() / 2
    return Freshness(is_hidden=False, is_due=is_due, hides_at=hides_at(ask) if ask else None)
