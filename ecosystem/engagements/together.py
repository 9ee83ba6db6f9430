"""Whether two yeses put a person and a listing in touch, and nothing ended it since."""

from typing import Any

from ecosystem.accounts.models import User
from ecosystem.directory.audience import register_together
from ecosystem.directory.models import Listing
from ecosystem.engagements.models import Engagement, Introduction


def are_together(listing: Any, user: User) -> bool:
    """A mentor at work with a startup, a funder introduced to it, or the startup's team with one of them."""
    engagements = Engagement.objects.active()
    introductions = Introduction.objects.exclude(state=Introduction.State.PASSED)
    if listing.kind == Listing.Kind.STARTUP:
        mentors = engagements.filter(need__startup=listing.pk, mentor__user=user)
        return mentors.exists() or introductions.filter(need__startup=listing.pk, funder__user=user).exists()
    if listing.kind == Listing.Kind.MENTOR:
        return engagements.filter(mentor=listing.pk, need__startup__members__user=user).exists()
    if listing.kind == Listing.Kind.FUNDER:
        return introductions.filter(funder=listing.pk, need__startup__members__user=user).exists()
    return False


def register() -> None:
    """Called once, when the apps are ready."""
    register_together(are_together)
