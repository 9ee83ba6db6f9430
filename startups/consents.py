"""What a founder agrees to by sending her listing, and what follows at once when she takes her leave back."""

from typing import Any

from ecosystem.accounts.consents import Purpose, agree, consent_moved, has_refused
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


def note_agreements(user: User, startup: Startup) -> None:
    """What sending the listing plainly says yes to, noted for whoever of its team sends it."""
    if not startup.members.filter(user=user).exists():
        return
    raising = [Purpose.RAISE] if startup.is_raising or startup.deck else []
    agree(user, Purpose.PUBLISH, Purpose.MATCHING, *raising, where="envoi", space="founder")


def raise_is_refused(startup: Startup) -> bool:
    """One of those who administer the listing took her leave back: nobody else opens the raise sheet nor the deck."""
    admins = User.objects.filter(memberships__startup=startup.pk, memberships__role=Member.Role.ADMIN, is_active=True)
    return any(has_refused(user, Purpose.RAISE) for user in admins)


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **_: Any) -> None:
    if purpose == Purpose.PUBLISH and not given:
        for startup in alone_in(user):
            take_off(startup, by=user)
