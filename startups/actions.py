"""What people do with startups and needs: locked, re-read, checked, dated and signed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.core.rows import for_each
from ecosystem.directory.actions import move_listing, save_under_a_free_slug
from ecosystem.directory.bulk import touch_listings
from ecosystem.directory.completeness import PUBLISHABLE, completeness_of
from ecosystem.directory.models import Listing, Sector
from ecosystem.directory.taken import unless_siren_is_taken
from ecosystem.directory.writing import Written, write_listing
from startups.errors import (
    ListingIncomplete,
    ListingTooThin,
    NeedAlreadyReturned,
    NeedIncomplete,
    NeedIsHistory,
    NeedNotRead,
    NeedOverdue,
    TooManyOpenNeeds,
)
from startups.mails import tell_returned
from startups.models import Member, Need, NeedMove, NeedReview, Startup
from startups.rules import can_edit_need, is_need_complete, is_need_overdue, missing_fields

NeedVerb = Literal["open", "serve", "close", "expire", "reopen"]
OPENED_FROM = {"open": {Need.State.DRAFT}, "reopen": {Need.State.CLOSED, Need.State.EXPIRED}}
"""From where a startup opens a need itself, complete and within its number of open needs."""

need_moved = Signal()
"""Sent after a need changed state, with `need`, `from_state` and `to_state`."""
need_closing = Signal()
"""Sent before a need is closed and locked, with `need`: what hangs on it is locked first, as answers do."""


@transaction.atomic
def create_startup(*, by: User, sectors: Iterable[Sector] = (), **fields: Any) -> Startup:
    """Write a new listing as a draft, its author as first admin; the same form sent twice writes one draft."""
    User.objects.select_for_update().get(pk=by.pk)
    drafts = Startup.objects.administered_by(by).filter(state=Listing.State.DRAFT, name=fields["name"])
    if sent_before := drafts.first():
        return update_startup(sent_before, by=by, sectors=sectors, **fields)
    startup = Startup(created_by=by, **fields)
    with unless_siren_is_taken(startup, startup.siren):
        save_under_a_free_slug(startup)
    startup.sectors.set(sectors)
    Member.objects.create(startup=startup, user=by, name=public_name(by), role=Member.Role.ADMIN)
    return startup


def update_startup(
    startup: Startup,
    *,
    by: User,
    sectors: Iterable[Sector] | None = None,
    base_version: int | None = None,
    **fields: Any,
) -> Startup:
    """Write the given fields of a listing; its address and its state stay, and a curator reads sensitive ones first."""
    return write_startup(
        startup, fields if sectors is None else {**fields, "sectors": sectors}, by=by, base_version=base_version
    ).listing


def write_startup(
    startup: Startup, values: Mapping[str, Any], *, by: User, base_version: int | None = None, **how: Any
) -> Written[Startup]:
    """Write fields through the one door; SirenTaken where another live startup bears the number."""
    with unless_siren_is_taken(startup, str(values.get("siren") or startup.siren)):
        return write_listing(startup, values, by=by, base_version=base_version, **how)


@transaction.atomic
def submit_startup(startup: Startup, *, by: User) -> Startup:
    """Hand a complete listing to the curators; ListingIncomplete names what is missing."""
    missing = missing_fields(startup)
    if missing:
        raise ListingIncomplete(missing)
    full = completeness_of(startup)
    if not full.is_enough:
        raise ListingTooThin(full.percent, PUBLISHABLE, full.missing[0].label)
    move_listing(startup, "submit", by=by)
    return startup


@transaction.atomic
def add_member(startup: Startup, *, name: str, title: str = "") -> Member:
    """Show a person of the team on the listing; she needs no account for that."""
    return Member.objects.create(startup=startup, name=name, title=title)


@transaction.atomic
def create_need(
    startup: Startup, *, by: User, sectors: Iterable[Sector] = (), draft_key: str = "", **fields: Any
) -> Need:
    """Write a need as a draft: nobody reads it before it is opened; the same form sent again writes the same draft."""
    Startup.objects.select_for_update(of=("self",)).get(pk=startup.pk)
    kept = Need.objects.filter(draft_key=draft_key).first() if draft_key else None
    if kept is not None and kept.startup_id == startup.pk:
        return update_need(kept, by=by, sectors=sectors, **fields)
    if kept is not None:  # the form went from one startup to another
        draft_key = ""
    need = Need.objects.create(startup=startup, draft_key=draft_key or None, **fields)
    need.sectors.set(sectors)
    return need


@transaction.atomic
def update_need(need: Need, *, by: User, sectors: Iterable[Sector] | None = None, **fields: Any) -> Need:
    """Write the given fields of a need that lives; an open one stays complete, and its startup is read anew.

    One that the team returned comes back to the team, and into the rounds.
    """
    locked = Need.objects.select_for_update().get(pk=need.pk)
    if not can_edit_need(locked):
        raise NeedIsHistory
    for name, value in fields.items():
        setattr(locked, name, value)
    if locked.state == Need.State.OPEN:
        _refuse_unless_ready(locked)
        locked.review = Need.Review.WAITING
    locked.save()
    if sectors is not None:
        locked.sectors.set(sectors)
    if locked.state == Need.State.OPEN:
        touch_listings([locked.startup_id])
    return locked


def open_need(need: Need, *, by: User) -> Need:
    """Open a complete need whose date is to come: the next round may serve it."""
    return move_need(need, "open", by=by)


def close_need(need: Need, *, by: User, reason: str = "") -> Need:
    """Close a need: no round serves it any more."""
    return move_need(need, "close", by=by, reason=reason)


@transaction.atomic
def reopen_need(need: Need, *, by: User | None, deadline_on: date | None = None, reason: str = "") -> Need:
    """Open again a need that ended, with another date: the next round may serve it anew."""
    Startup.objects.select_for_update(of=("self",)).get(pk=need.startup_id)
    locked = Need.objects.select_for_update().get(pk=need.pk)
    locked.deadline_on = deadline_on
    locked.save(update_fields=["deadline_on"])
    return move_need(locked, "reopen", by=by, reason=reason)


@transaction.atomic
def move_need(need: Need, verb: NeedVerb, *, by: User | None, reason: str = "") -> Need:
    """Move a need along one transition, under a lock; a move that its state does not allow raises IllegalMove.

    Its startup is dated anew: the search reads the open needs with the listing, and the beat what was dated since.
    """
    if verb == "close":
        need_closing.send(Need, need=need)
    is_asked = need.state in OPENED_FROM.get(verb, ())
    if is_asked:
        Startup.objects.select_for_update(of=("self",)).get(pk=need.startup_id)
    locked = Need.objects.select_for_update().get(pk=need.pk)
    before = str(locked.state)
    if is_asked and before in OPENED_FROM[verb]:
        _refuse_unless_ready(locked)
        if by is not None and not by.is_curator:
            _refuse_above_the_cap(locked)
    try:
        getattr(locked, verb)()
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save(update_fields=["state", "opened_at", "closed_at", "review"])
    touch_listings([locked.startup_id])
    NeedMove.objects.create(need=locked, from_state=before, to_state=locked.state, by=by, reason=reason[:500])
    need_moved.send(Need, need=locked, from_state=before, to_state=locked.state)
    for field in ("state", "opened_at", "closed_at", "review"):
        setattr(need, field, getattr(locked, field))
    return need


@transaction.atomic
def review_need(need: Need, *, verdict: str, by: User, **said: Any) -> NeedReview:
    """The team keeps an open need, or returns it for one reason: out of the rounds until its startup edits it."""
    locked = Need.objects.select_for_update(of=("self",)).select_related("startup").get(pk=need.pk)
    if locked.state != Need.State.OPEN:
        raise NeedNotRead
    if locked.review == Need.Review.RETURNED:
        raise NeedAlreadyReturned
    found = NeedReview.objects.create(need=locked, verdict=verdict, by=by, **said)
    locked.review = Need.Review.RETURNED if found.is_return else Need.Review.KEPT
    locked.save(update_fields=["review"])
    touch_listings([locked.startup_id])
    if found.is_return:
        tell_returned(found)
    return found


def expire_overdue_needs(on: date) -> int:
    """Expire every open need whose date is past; the number of those that were. One that fails holds no other."""
    return for_each(Need.objects.overdue(on).order_by("pk"), lambda need: _expire(need, on))


@transaction.atomic
def _expire(need: Need, on: date) -> bool:
    """False when somebody closed it, or gave it a later date, in the meantime."""
    still = Need.objects.select_for_update(of=("self",)).overdue(on).filter(pk=need.pk).first()
    if still is None:
        return False
    move_need(still, "expire", by=None)
    return True


def public_name(user: User) -> str:
    """The name under which a person appears in a team: never her whole address."""
    return user.full_name or user.email.split("@")[0]


def _refuse_unless_ready(need: Need) -> None:
    if not is_need_complete(need):
        raise NeedIncomplete
    if is_need_overdue(need, timezone.localdate()):
        raise NeedOverdue


def _refuse_above_the_cap(need: Need) -> None:
    """The caller holds the lock of the startup, so that two needs opened at once see each other."""
    most = settings.MOST_OPEN_NEEDS
    if Need.objects.open().filter(startup=need.startup_id).exclude(pk=need.pk).count() >= most:
        raise TooManyOpenNeeds(most)
