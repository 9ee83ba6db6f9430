"""What follows at once when a funder takes back her leave to publish."""

from typing import Any

from ecosystem.accounts.consents import Purpose, consent_moved
from ecosystem.accounts.models import User
from ecosystem.directory.actions import take_off
from funders.models import Funder


def listen() -> None:
    """Called once, when the apps are ready."""
    consent_moved.connect(_consent_moved, dispatch_uid="funders.consents")


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **_: Any) -> None:
    if purpose == Purpose.PUBLISH and not given:
        for mine in Funder.objects.live().filter(user=user):
            take_off(mine, by=user)
