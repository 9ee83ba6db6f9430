"""Invitations: one that waits for a person and a place, answered once, chased twice, then closed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.rows import for_each
from ecosystem.directory.claiming import mails
from ecosystem.directory.claiming.claims import held, settle
from ecosystem.directory.claiming.errors import (
    AlreadyHeld,
    AlreadyInvited,
    JustSent,
    LinkSpent,
    SentEnough,
    TooManyInvitations,
    TooManyToday,
)
from ecosystem.directory.models import Invitation, Listing
from ecosystem.directory.owning import owners_of

MOST_PENDING = 20
MOST_A_DAY = 50
MOST_SENDINGS = 5
BETWEEN_SENDINGS = timedelta(minutes=10)
ONE_DAY = timedelta(days=1)
LADDER = (timedelta(days=20), timedelta(days=90), timedelta(days=120))
"""When an invitation without an answer is written again, again, and closed: counted from the day it was made."""
Target = Invitation.Target


@transaction.atomic
def invite(
    *,
    target: str,
    email: str,
    by: User,
    listing: Listing | None = None,
    role: str = Invitation.Role.ADMIN,
    name: str = "",
    language: str = "fr",
    word: str = "",
) -> tuple[Invitation, bool]:
    """Invite a person once: where she is invited already, that invitation is given back and nothing leaves."""
    address, place = email.strip().lower(), None
    if listing is not None:
        place, _owning = held(listing)
        refuse_if_in(place, target, address)
    else:
        User.objects.select_for_update().get(pk=by.pk)
    waiting = Invitation.objects.pending().filter(listing=place)
    if place is None:
        waiting = waiting.filter(target=target)
    if found := waiting.filter(email=address).first():
        return found, False
    if place is not None and waiting.count() >= MOST_PENDING:
        raise TooManyInvitations
    now = timezone.now()
    if not by.is_curator and Invitation.objects.filter(by=by, at__gt=now - ONE_DAY).count() >= MOST_A_DAY:
        raise TooManyToday
    made = Invitation.objects.create(
        target=target,
        listing=place,
        role=role,
        email=address,
        name=name.strip()[:120],
        language=language,
        word=word.strip()[:500],
        by=by,
        at=now,
        sent_at=now,
        next_at=now + LADDER[0],
    )
    mails.send_invitation(made)
    return made, True


def refuse_if_in(listing: Listing, target: str, email: str) -> None:
    """Nobody is invited where she is already, nor to a listing that is one person's and has one."""
    owners = owners_of(listing)
    if any(owner.email == email for owner in owners):
        raise AlreadyInvited
    if target == Target.OWNER and owners:
        raise AlreadyHeld


@transaction.atomic
def send_again(invitation: Invitation) -> Invitation:
    """Write the same invitation once more, at most every ten minutes and five times in all."""
    fresh = _pending(invitation)
    now = timezone.now()
    if fresh.sent_at > now - BETWEEN_SENDINGS:
        raise JustSent
    if fresh.sent_count >= MOST_SENDINGS:
        raise SentEnough
    fresh.sent_at, fresh.sent_count = now, fresh.sent_count + 1
    fresh.save(update_fields=["sent_at", "sent_count"])
    mails.send_invitation(fresh)
    return fresh


@transaction.atomic
def cancel(invitation: Invitation) -> Invitation:
    """Take an invitation back: its link is worth nothing any more."""
    return _end(_pending(invitation), Invitation.State.CANCELLED)


@transaction.atomic
def decline(invitation: Invitation) -> Invitation:
    """The invited person says no: nobody writes to her about it again."""
    return _end(_pending(invitation), Invitation.State.DECLINED)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Invitation:
    """The account that opens the link joins, once; the listing is locked before the invitation, as everywhere."""
    if invitation.listing is None:
        fresh = _pending(invitation)
    else:
        listing, owning = held(invitation.listing)
        fresh = _pending(invitation)
        if fresh.target == Target.OWNER and not owning.is_shared and owners_of(listing):
            raise AlreadyHeld
        owning.give(listing.pk, by, fresh.role)
        if fresh.role == Invitation.Role.ADMIN:
            settle(listing, owning)
    fresh.accepted_by = by
    fresh.save(update_fields=["accepted_by"])
    return _end(fresh, Invitation.State.ACCEPTED)


def follow_invitations(now: datetime) -> int:
    """Write again after twenty and ninety days, close after a hundred and twenty; twice, it finds nothing to do."""
    return for_each(Invitation.objects.due(now), lambda invitation: _follow(invitation, now))


@transaction.atomic
def _follow(invitation: Invitation, now: datetime) -> bool:
    fresh = Invitation.objects.select_for_update(of=("self",)).due(now).filter(pk=invitation.pk).first()
    if fresh is None:
        return False
    gone = fresh.listing is not None and fresh.listing.state in Listing.GONE
    passed = sum(now >= fresh.at + step for step in LADDER)
    if gone or fresh.chased_count >= 2 or passed == len(LADDER):
        _end(fresh, Invitation.State.CLOSED)
        return True
    fresh.chased_count, fresh.next_at = max(fresh.chased_count + 1, passed), fresh.at + LADDER[passed]
    fresh.save(update_fields=["chased_count", "next_at"])
    mails.chase_invitation(fresh)
    return True


def _pending(invitation: Invitation) -> Invitation:
    fresh = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if fresh.state != Invitation.State.PENDING:
        raise LinkSpent
    return fresh


def _end(invitation: Invitation, state: str) -> Invitation:
    invitation.state, invitation.ended_at, invitation.next_at = state, timezone.now(), None
    invitation.save(update_fields=["state", "ended_at", "next_at"])
    return invitation
