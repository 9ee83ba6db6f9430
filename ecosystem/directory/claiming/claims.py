"""Claims of a listing: asked for once, decided once, under the listing's lock; a link is used once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.rows import for_each
from ecosystem.directory.claiming import mails
from ecosystem.directory.claiming.errors import (
    AlreadyHeld,
    AlreadyYours,
    AskedByNobody,
    JustSent,
    LinkSpent,
    ListingGone,
    NoAddress,
    TooManyClaims,
)
from ecosystem.directory.errors import AlreadyDecided
from ecosystem.directory.models import Claim, Invitation, Listing, OrphanChase
from ecosystem.directory.owning import Owning, owners_of, owning_of

MOST_PENDING = 5
ASKED_FOR = timedelta(days=30)
REMINDED_AFTER = timedelta(days=7)
LINK_LIFE = timedelta(days=7)
BETWEEN_LINKS = timedelta(minutes=10)
FEW_LINKS, BETWEEN_MORE_LINKS = 3, timedelta(days=1)
Role = Invitation.Role


@transaction.atomic
def ask(listing: Listing, *, by: User, message: str = "") -> Claim:
    """Ask to hold a listing; asked again, it is the same claim. Its owners, or the association's team, decide."""
    locked, owning = held(listing)
    pending = Claim.objects.asked().filter(listing=locked, by=by).first()
    if pending is not None:
        return pending
    owners = owners_of(locked)
    if by in owners:
        raise AlreadyYours
    if owners and not owning.is_shared:
        raise AlreadyHeld
    owning.may_take(locked.pk, by)
    if Claim.objects.asked().filter(by=by).count() >= MOST_PENDING:
        raise TooManyClaims
    expires = timezone.now() + ASKED_FOR
    claim = Claim.objects.create(listing=locked, by=by, message=message.strip()[:1000], expires_at=expires)
    mails.tell_asked(claim, owners)
    return claim


@transaction.atomic
def decide(claim: Claim, *, by: User, accept: bool, role: str = Role.ADMIN, answer: str = "") -> Claim:
    """Accept or refuse a claim once; who asked is told, and an accepted one gives her the listing."""
    listing, owning = held(claim.listing)
    fresh = _pending(claim)
    asker = fresh.by
    if accept:
        if asker is None or not asker.is_active:
            raise AskedByNobody
        if not owning.is_shared and owners_of(listing):
            raise AlreadyHeld
        owning.give(listing.pk, asker, role)
    state = Claim.State.APPROVED if accept else Claim.State.REFUSED
    _end(fresh, state, by=by, answer=answer)
    if accept:
        settle(listing, owning)
    mails.tell_decided(fresh)
    return fresh


@transaction.atomic
def cancel(claim: Claim, *, by: User) -> Claim:
    """Take a claim back before it is decided."""
    return _end(_pending(claim), Claim.State.CANCELLED, by=by)


@transaction.atomic
def send_link(listing: Listing) -> Claim:
    """Send the link that proves the listing's own address; asked again within minutes, nothing leaves.

    Anybody may ask: after a few letters, the address gets one a day.
    """
    claim = link_for(listing, LINK_LIFE)
    wait = BETWEEN_LINKS if claim.sent_count < FEW_LINKS else BETWEEN_MORE_LINKS
    if claim.sent_at is not None and claim.sent_at > timezone.now() - wait:
        raise JustSent
    mark_sent(claim)
    mails.send_link(claim)
    return claim


@transaction.atomic
def link_for(listing: Listing, life: timedelta) -> Claim:
    """The one pending link of a listing that nobody holds, good for that long from now."""
    locked, _owning = held(listing)
    if owners_of(locked):
        raise AlreadyHeld
    if not locked.contact_email:
        raise NoAddress
    now, address = timezone.now(), locked.contact_email.strip().lower()
    pending = Claim.objects.pending().filter(listing=locked, way=Claim.Way.LINK).first()
    if pending is not None and (pending.address != address or pending.expires_at <= now):
        _end(pending, Claim.State.EXPIRED, by=None)
        pending = None
    if pending is None:
        return Claim.objects.create(listing=locked, way=Claim.Way.LINK, address=address, expires_at=now + life)
    pending.expires_at = max(pending.expires_at, now + life)
    pending.save(update_fields=["expires_at"])
    return pending


def mark_sent(claim: Claim) -> None:
    """Count one more letter with the link."""
    claim.sent_at, claim.sent_count = timezone.now(), claim.sent_count + 1
    claim.save(update_fields=["sent_at", "sent_count"])


def link_serves(claim: Claim) -> bool:
    """Whether the link still opens the listing: unused, in time, and to the address that the listing still has."""
    listing = claim.listing
    in_time = claim.state == Claim.State.PENDING and claim.expires_at > timezone.now()
    same = claim.address == listing.contact_email.strip().lower()
    return in_time and same and listing.state not in Listing.GONE and not owners_of(listing)


@transaction.atomic
def use_link(claim: Claim, *, by: User) -> Claim:
    """The holder of the listing's own address takes it: once."""
    listing, owning = held(claim.listing)
    fresh = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    fresh.listing = listing
    if not link_serves(fresh):
        raise LinkSpent
    owning.give(listing.pk, by, Role.ADMIN)
    fresh.by = by
    fresh.save(update_fields=["by"])
    _end(fresh, Claim.State.APPROVED, by=by)
    settle(listing, owning)
    return fresh


def settle(listing: Listing, owning: Owning) -> None:
    """Somebody holds the listing now: links to it die, nobody writes to it any more, and what cannot be is told so."""
    now = timezone.now()
    ended = {"state": Claim.State.CANCELLED, "decided_at": now}
    Claim.objects.pending().filter(listing=listing, way=Claim.Way.LINK).update(**ended)
    OrphanChase.objects.open().filter(listing=listing).update(outcome=OrphanChase.Outcome.CLAIMED, ended_at=now)
    if owning.is_shared:
        return
    for other in Claim.objects.asked().filter(listing=listing).select_related("listing", "by"):
        _end(other, Claim.State.REFUSED, by=None, answer=str(AlreadyHeld.message))
        mails.tell_decided(other)
    waiting = Invitation.objects.pending().filter(listing=listing)
    waiting.update(state=Invitation.State.CANCELLED, ended_at=now, next_at=None)


def follow_claims(now: datetime) -> int:
    """Remind those who decide after a week, give up after a month; run twice, it finds nothing left to do."""
    late = Claim.objects.pending().filter(expires_at__lte=now)
    unread = Claim.objects.asked().filter(reminded_at=None, at__lte=now - REMINDED_AFTER, expires_at__gt=now)
    expired = for_each(late.order_by("pk"), lambda claim: _expire(claim, now))
    return expired + for_each(unread, lambda claim: _remind(claim, now))


@transaction.atomic
def _expire(claim: Claim, now: datetime) -> bool:
    Listing.objects.select_for_update().get(pk=claim.listing_id)
    fresh = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk).pending().first()
    if fresh is None or fresh.expires_at > now:
        return False
    _end(fresh, Claim.State.EXPIRED, by=None)
    if fresh.way == Claim.Way.REQUEST:
        mails.tell_decided(fresh)
    return True


@transaction.atomic
def _remind(claim: Claim, now: datetime) -> bool:
    fresh = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk, reminded_at=None).pending().first()
    if fresh is None:
        return False
    fresh.reminded_at = now
    fresh.save(update_fields=["reminded_at"])
    mails.remind(fresh, owners_of(fresh.listing))
    return True


def held(listing: Listing) -> tuple[Listing, Owning]:
    """The listing, locked, and how it is held; a kind that only the team writes, or a gone listing, is refused."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    owning = owning_of(locked)
    if owning is None or locked.state in Listing.GONE:
        raise ListingGone
    return locked, owning


def _pending(claim: Claim) -> Claim:
    fresh = Claim.objects.select_for_update(of=("self",)).select_related("listing", "by").get(pk=claim.pk)
    if fresh.state != Claim.State.PENDING or fresh.way != Claim.Way.REQUEST:
        raise AlreadyDecided
    return fresh


def _end(claim: Claim, state: str, *, by: User | None, answer: str = "") -> Claim:
    claim.state, claim.decided_by, claim.decided_at = state, by, timezone.now()
    claim.answer = answer.strip()[:500]
    claim.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return claim
