"""Who reads what is not public of a listing: its own people, those whom two yeses put in touch, and the team.

Each opening by somebody else than its own people is written down, for them to read.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing, Opening

OPEN_FOR = timedelta(minutes=30)
"""How long what was opened stays readable on the page; after that it is opened, and written down, anew."""
Together = Callable[[Any, User], bool]


class Audience(StrEnum):
    """Four ways of reading one page."""

    VISITOR = "visitor"
    MATCHED = "matched"
    OWNER = "owner"
    STAFF = "staff"


_together: list[Together] = []


def register_together(together: Together) -> None:
    """Say, when an app is ready, how to know that two yeses put a listing and a person in touch."""
    if together not in _together:
        _together.append(together)


def audience_of(listing: Listing, user: User | AnonymousUser, *, is_owner: Callable[[User], bool]) -> Audience:
    """How this person reads the listing; whoever owns it is an owner before anything else."""
    if not isinstance(user, User) or not user.is_active:
        return Audience.VISITOR
    if is_owner(user):
        return Audience.OWNER
    if user.is_curator:
        return Audience.STAFF
    return Audience.MATCHED if any(one(listing, user) for one in _together) else Audience.VISITOR


@transaction.atomic
def record_opening(listing: Listing, what: str, *, by: User, reason: str = "") -> Opening:
    """Write down that somebody reads what is not public; the same person within the half hour counts once."""
    Listing.objects.select_for_update().get(pk=listing.pk)
    before = _lately(listing, by).filter(what=what).first()
    return before or Opening.objects.create(listing_id=listing.pk, what=what, by=by, reason=reason[:300])


def opened_lately(listing: Listing, by: User) -> set[str]:
    """What the person opened less than half an hour ago, and may still read."""
    return set(_lately(listing, by).values_list("what", flat=True))


def openings_of(listing: Listing) -> QuerySet[Opening]:
    """Who opened what, the latest first."""
    return Opening.objects.filter(listing_id=listing.pk).select_related("by")


def _lately(listing: Listing, by: User) -> QuerySet[Opening]:
    return Opening.objects.filter(listing_id=listing.pk, by=by, at__gte=timezone.now() - OPEN_FOR)
