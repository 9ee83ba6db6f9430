"""Moves of a listing: locked, re-read, checked, dated and signed."""

from collections.abc import Sequence
from typing import Any, Literal

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.dispatch import Signal
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.core.text import fold
from ecosystem.directory.models import CapacityChange, Listing, ListingMove, NeverAgain, Rival, Stake
from ecosystem.directory.writing import record_picture

ListingVerb = Literal["submit", "request_changes", "publish", "hide", "archive"]

INDEX_LISTING = "ecosystem.directory.tasks.index_listing"
"""The task to enqueue after a change of what the search reads of one listing."""
INDEX_CHANGES = "ecosystem.directory.tasks.index_changes"
"""The task to enqueue after a change of many."""
MOVED = ("state", "submitted_at", "published_at", "verified_at", "verified_by", "verified_how")
"""The columns that a move may change."""
listing_moved = Signal()
"""Sent after a listing changed state, with `listing`, `from_state` and `to_state`."""
pause_moved = Signal()
"""Sent in the transaction in which a person's pause changes, with `listing`, `before` and `after` (last days)."""


@transaction.atomic
def move_listing(
    listing: Listing, verb: ListingVerb, *, by: User | None, reason: str = "", fields: Sequence[str] = ()
) -> Listing:
    """Move a listing along one transition, under a lock; a move that its state does not allow raises IllegalMove.

    `fields` are those that a curator asks to correct.
    """
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    before = str(locked.state)
    try:
        getattr(locked, verb)()
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    if verb == "publish":
        locked.verified_by = by
    locked.save(update_fields=[*MOVED, "updated_at"])
    ListingMove.objects.create(
        listing=locked, from_state=before, to_state=locked.state, by=by, reason=reason, fields=list(fields)
    )
    listing_moved.send(Listing, listing=locked, from_state=before, to_state=locked.state)
    for field in (*MOVED, "updated_at"):
        setattr(listing, field, getattr(locked, field))
    return listing


TAKEN_BACK = _("Accord de publication retiré.")


def take_off(listing: Listing, *, by: User) -> None:
    """Whoever takes back her leave to publish is off line at once, and out of the queue; a draft stays a draft."""
    verbs: dict[str, ListingVerb] = {Listing.State.PUBLISHED: "hide", Listing.State.SUBMITTED: "request_changes"}
    if verb := verbs.get(str(listing.state)):
        move_listing(listing, verb, by=by, reason=str(TAKEN_BACK))


def free_slug(kind: str, name: str, *, taken: set[str] | None = None) -> str:
    """A readable address that no listing of the kind has yet: `calanque-robotics`, then `calanque-robotics-2`."""
    base = slugify(fold(name))[:120] or kind
    used = (
        taken
        if taken is not None
        else set(Listing.objects.filter(kind=kind, slug__startswith=base).values_list("slug", flat=True))
    )
    slug, count = base, 1
    while slug in used:
        count += 1
        slug = f"{base}-{count}"
    if taken is not None:
        taken.add(slug)
    return slug


def save_under_a_free_slug(listing: Listing) -> None:
    """Write a new listing; an address that somebody took between the look and the write gives way to the next one."""
    for last in (False, False, False, False, True):
        listing.slug = free_slug(listing.KIND, listing.name)
        try:
            with transaction.atomic():
                listing.save()
            return
        except IntegrityError:
            if last or not Listing.objects.filter(kind=listing.KIND, slug=listing.slug).exists():
                raise


@transaction.atomic
def set_logo(listing: Listing, logo: File[bytes] | None, *, by: User | None = None) -> Listing:
    """Show another logo, or none; the file of the former one goes once the change is sure."""
    locked = Listing.objects.select_for_update().get(pk=listing.pk)
    storage, former = locked.logo.storage, locked.logo.name
    locked.logo = logo or ""
    locked.save(update_fields=["logo", "updated_at"])
    record_picture(locked, former or "", locked.logo.name or "", by=by)
    listing.logo, listing.version = locked.logo, locked.version
    if former:
        transaction.on_commit(lambda: storage.delete(former))
    return locked


@transaction.atomic
def declare_stake(
    listing: Listing,
    *,
    by: User | None,
    company_name: str,
    company_siren: str = "",
    percent: Any = None,
    source: str = "",
) -> Stake:
    """Shares that a mentor or a funder holds, once a company: the last word counts."""
    values = _company(company_siren) | {"percent": percent, "source": source, "declared_by": by}
    stake, _created = Stake.objects.update_or_create(
        listing_id=listing.pk, company_name=company_name.strip(), defaults=values
    )
    return stake


@transaction.atomic
def declare_rival(listing: Listing, *, by: User | None, company_name: str, company_siren: str = "") -> Rival:
    """A competitor that a startup names, once a company."""
    values = _company(company_siren) | {"declared_by": by}
    rival, _created = Rival.objects.update_or_create(
        listing_id=listing.pk, company_name=company_name.strip(), defaults=values
    )
    return rival


@transaction.atomic
def declare_never_again(listing: Listing, *, by: User | None, other: Listing) -> NeverAgain:
    """A listing does not want to be proposed another again; said twice, it is written once."""
    wish, _created = NeverAgain.objects.get_or_create(
        listing_id=listing.pk, other_id=other.pk, defaults={"declared_by": by}
    )
    return wish


def record_capacity(listing: Listing, *, before: int, after: int) -> None:
    """Keep what a mentor or a funder changed of its capacity; the same number again is no change."""
    if before != after:
        CapacityChange.objects.create(listing_id=listing.pk, before=before, after=after)


def forget_tie(tie: Model) -> None:
    """Take a declaration back: it counts no more from the next round on."""
    tie.delete()


def _company(siren: str) -> dict[str, Any]:
    """The SIREN, and the listing of the startup that bears it if there is one."""
    bearer = Listing.objects.live().filter(kind=Listing.Kind.STARTUP, siren=siren).first() if siren else None
    return {"company_siren": siren, "company": bearer}
