"""Two listings become one: what the other said and had goes to the one that is kept, and can come back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.actions import listing_moved
from ecosystem.directory.fields import Plain, of_its_kind, values_of
from ecosystem.directory.following import bring_back, follow
from ecosystem.directory.merge_errors import (
    AlreadyGone,
    AlreadyUndone,
    CannotComeBack,
    KeepThePublished,
    NotAPair,
    TooLate,
    UndoTheLaterFirst,
)
from ecosystem.directory.models import FieldOrigin, Listing, ListingMove, Merge, Origin
from ecosystem.directory.writing import write_listing

UNDO_DAYS = 30
merging = Signal()
"""Sent before the two listings are locked, with `kept` and `gone` (pks) and `kind`: to refuse, or to lock first."""


@transaction.atomic
def merge_listings(kept: Listing, gone: Listing, *, values: Mapping[str, Plain], by: User, reason: str = "") -> Merge:
    """Merge `gone` into `kept`, which then says `values` (plain, by field); all or nothing."""
    if kept.pk == gone.pk or kept.kind != gone.kind:
        raise NotAPair
    merging.send(Listing, kept=kept.pk, gone=gone.pk, kind=kept.kind)
    kept, gone = _locked(kept, gone)
    if kept.state in Listing.GONE or gone.state in Listing.GONE:
        raise AlreadyGone
    if gone.is_public and not kept.is_public:
        raise KeepThePublished
    merge = Merge(kept_id=kept.pk, gone_id=gone.pk, by=by, reason=reason.strip()[:500], former_state=gone.state)
    gone.merge(Listing(pk=kept.pk))
    _keep_state(gone, merge.former_state, by=by, reason=merge.reason)
    merge.save()
    _take_values(merge, kept, gone, values, by)
    merge.moved = follow(kept, gone)
    merge.save(update_fields=["changes", "origins", "moved"])
    listing_moved.send(Listing, listing=gone, from_state=merge.former_state, to_state=str(gone.state))
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: User) -> Merge:
    """Bring the merged listing back with all that it had; what was written since on the other one stays there."""
    merging.send(Listing, kept=merge.kept_id, gone=merge.gone_id, kind=merge.kept.kind)
    kept, gone = _locked(merge.kept, merge.gone)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if refusal := why_not_undone(merge):
        raise refusal
    if gone.state != Listing.State.MERGED or gone.merged_into_id != kept.pk:
        raise AlreadyUndone
    _give_values_back(merge, kept, by)
    gone.unmerge(merge.former_state)
    try:
        with transaction.atomic():
            _keep_state(gone, Listing.State.MERGED, by=by, reason=merge.reason)
    except IntegrityError as error:
        raise CannotComeBack from error
    bring_back(kept, gone, merge.moved)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    listing_moved.send(Listing, listing=gone, from_state=Listing.State.MERGED, to_state=str(gone.state))
    return merge


def why_not_undone(merge: Merge) -> Exception | None:
    """What stands in the way of undoing, as far as the merges alone tell."""
    if merge.undone_at:
        return AlreadyUndone()
    if merge.at < timezone.now() - timedelta(days=UNDO_DAYS):
        return TooLate()
    later = Merge.objects.standing().filter(pk__gt=merge.pk)
    if later.filter(kept=merge.kept_id).exists() or later.filter(gone=merge.kept_id).exists():
        return UndoTheLaterFirst()
    return None


def final(listing: Listing) -> Listing:
    """The listing into which this one went, however many merges on."""
    seen: set[int | None] = set()
    while listing.merged_into is not None and listing.pk not in seen:
        seen.add(listing.pk)
        listing = listing.merged_into
    return listing


def family_of(listing: Listing) -> list[int]:
    """The keys of the listing and of all that went into it: their pasts are read together."""
    found, step = [listing.pk], [listing.pk]
    while step:
        step = list(Listing.objects.filter(merged_into__in=step).exclude(pk__in=found).values_list("pk", flat=True))
        found += step
    return found


def _locked(kept: Listing, gone: Listing) -> tuple[Any, Any]:
    """Both as their own class, read anew and held in the order of their keys."""
    model: Any = type(of_its_kind(kept))
    rows = model._base_manager.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[kept.pk], found[gone.pk]


def _keep_state(gone: Listing, before: str, *, by: User, reason: str) -> None:
    Listing.objects.filter(pk=gone.pk).update(state=gone.state, merged_into=gone.merged_into, updated_at=timezone.now())
    ListingMove.objects.create(listing_id=gone.pk, from_state=before, to_state=gone.state, by=by, reason=reason)


def _take_values(merge: Merge, kept: Any, gone: Any, values: Mapping[str, Plain], by: User) -> None:
    """Write what was chosen; a value of the merged listing keeps its origin, so that no file overwrites an owner."""
    former = {one.field: one for one in FieldOrigin.objects.filter(listing_id=kept.pk, field__in=values)}
    written = write_listing(kept, values, by=by, origin=Origin.STAFF, reason=merge.reason, ref=f"merge:{merge.pk}")
    merge.changes = written.changed
    theirs = {one.field: one for one in FieldOrigin.objects.filter(listing_id=gone.pk, field__in=written.changed)}
    said = values_of(gone, list(written.changed))
    for name, (_before, after) in written.changed.items():
        before = former.get(name)
        merge.origins[name] = before and {"origin": before.origin, "by_id": before.by_id, "ref": before.ref}
        if (one := theirs.get(name)) and said[name] == after:
            row = FieldOrigin.objects.filter(listing_id=kept.pk, field=name)
            row.update(origin=one.origin, at=one.at, by_id=one.by_id)


def _give_values_back(merge: Merge, kept: Any, by: User) -> None:
    """The fields that nobody wrote since say again what they said before."""
    now = values_of(kept, list(merge.changes))
    back = {name: before for name, (before, after) in merge.changes.items() if now[name] == after}
    write_listing(kept, back, by=by, origin=Origin.STAFF, reason=merge.reason, ref=f"merge:{merge.pk}")
    for name in back:
        row = FieldOrigin.objects.filter(listing_id=kept.pk, field=name)
        former = merge.origins.get(name)
        row.update(**former) if former else row.delete()
