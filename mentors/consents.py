"""What follows at once when a mentor takes back her leave to publish, or changes her mind on being proposed."""

from typing import Any

from django.utils import timezone

from ecosystem.accounts.consents import Purpose, consent_moved
from ecosystem.accounts.models import User
from ecosystem.directory.actions import take_off
from mentors.models import Mentor


def listen() -> None:
    """Called once, when the apps are ready."""
    consent_moved.connect(_consent_moved, dispatch_uid="mentors.consents")


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **_: Any) -> None:
    if purpose == Purpose.MATCHING:
        Mentor.objects.filter(user=user).update(places_moved_at=timezone.now())
    if purpose == Purpose.PUBLISH and not given:
        for mine in Mentor.objects.live().filter(user=user):
            take_off(mine, by=user)
