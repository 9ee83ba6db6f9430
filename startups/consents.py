"""What follows at once when a founder takes back her leave to publish: only what nobody else administers is hidden."""

from typing import Any

from ecosystem.accounts.consents import Purpose, consent_moved
from ecosystem.accounts.models import User
from ecosystem.directory.actions import take_off
from startups.models import Member, Startup


def listen() -> None:
    """Called once, when the apps are ready."""
    consent_moved.connect(_consent_moved, dispatch_uid="startups.consents")


def alone_in(user: User) -> list[Startup]:
    """The startups that the person administers and that no other active account does."""
    others = Member.objects.filter(role=Member.Role.ADMIN, user__is_active=True).exclude(user=user)
    return list(Startup.objects.live().administered_by(user).exclude(pk__in=others.values("startup")).order_by("pk"))


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **_: Any) -> None:
    if purpose == Purpose.PUBLISH and not given:
        for startup in alone_in(user):
            take_off(startup, by=user)
