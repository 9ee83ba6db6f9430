"""The one door through which a listing is written: locked, compared, dated, signed, and held where a curator must read.

Every change becomes a Version (what was, what is) and a FieldOrigin (whose word it is). Nothing is overwritten that
somebody else changed meanwhile: StaleEdit says which fields, with both texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.errors import AlreadyDecided, ListingGone, StaleEdit
from ecosystem.directory.fields import Field, Plain, fields_of, values_of
from ecosystem.directory.models import FieldOrigin, Listing, Origin, Revision, Version

_L = TypeVar("_L", bound=Listing)
Changes = dict[str, list[Plain]]
"""Before and after, by field."""
TRAILS = 10
"""Revisions, the latest, in which an old form is looked for."""


@dataclass(frozen=True, slots=True)
class Written(Generic[_L]):
    """What a write did: what is on the page now, and what waits for a curator."""

    listing: _L
    changed: Changes = field(default_factory=dict)
    held: Changes = field(default_factory=dict)


@transaction.atomic
def write_listing(
    listing: _L,
    values: Mapping[str, Any],
    *,
    by: User | None,
    origin: str = Origin.OWNER,
    base_version: int | None = None,
    reason: str = "",
    ref: str = "",
) -> Written[_L]:
    """Write the given fields under the listing's lock.

    `values` are as a form cleans them or in plain form. With `base_version`, what its author did not change since that
    version is left as it is now, and a field that both changed raises StaleEdit. On a listing that was put on line,
    sensitive fields that somebody else than a curator writes wait in a Revision.
    """
    locked = lock(listing)
    fields = fields_of(locked)
    wanted = {name: fields[name].plain(type(locked), value) for name, value in values.items()}
    now = values_of(locked, list(wanted))
    pending = Revision.objects.pending().filter(listing_id=locked.pk).first()
    if base_version is not None and base_version <= locked.version:
        wanted = _own_changes(locked, wanted, now, base_version, pending)
    held: Changes = {}
    if must_be_read(locked, by):
        held = _hold(locked, pending, {name: wanted[name] for name in wanted if fields[name].sensitive}, now, by)
        wanted = {name: value for name, value in wanted.items() if not fields[name].sensitive}
    elif pending is not None and origin == Origin.OWNER:
        _hold(locked, pending, {name: now[name] for name in wanted}, now, by)
    changed = {name: [now[name], value] for name, value in wanted.items() if value != now[name]}
    if changed:
        _store(locked, {name: after for name, (_before, after) in changed.items()})
        _record(locked, changed, by=by, origin=origin, reason=reason, ref=ref)
    return Written(locked, changed, held)


def lock(listing: _L) -> _L:
    """The listing read anew and held until the end of the transaction."""
    model: Any = type(listing)
    found: _L = model._base_manager.select_for_update().get(pk=listing.pk)
    return found


def must_be_read(listing: Listing, by: User | None) -> bool:
    """Whether what this person changes in the sensitive fields waits for a curator: a hidden page may come back."""
    was_read = listing.state in {Listing.State.PUBLISHED, Listing.State.HIDDEN}
    return was_read and by is not None and not by.is_curator


def with_pending(listing: _L) -> _L:
    """The listing as its author left it: the page's values with what waits for a curator; not to be saved."""
    pending = Revision.objects.pending().filter(listing_id=listing.pk).first()
    if pending:
        for name, value in pending.values.items():
            if name in fields_of(listing):
                fields_of(listing)[name].store(listing, value)
    return listing


def pending_values(listing: Listing) -> dict[str, Plain]:
    """What waits for a curator, by field."""
    pending = Revision.objects.pending().filter(listing_id=listing.pk).first()
    return dict(pending.values) if pending else {}


@transaction.atomic
def withdraw_pending(listing: _L, *, by: User) -> Written[_L]:
    """Take back what waits for a curator: the page keeps its words, and so does the form."""
    locked = lock(listing)
    waiting = [name for name in pending_values(locked) if name in fields_of(locked)]
    return write_listing(locked, values_of(locked, waiting), by=by)


def values_at(listing: Listing, number: int) -> dict[str, Plain]:
    """What the listing said in that version, found by undoing what was written since."""
    values = values_of(listing)
    for version in listing.versions.filter(number__gt=number).order_by("-number"):
        values.update({name: before for name, (before, _after) in version.changes.items() if name in values})
    return values


@transaction.atomic
def restore_version(
    listing: _L, number: int, *, by: User, fields: Sequence[str] | None = None, reason: str = ""
) -> Written[_L]:
    """Bring the listing, or some of its fields, back to what a version said; that is a new version."""
    former = values_at(lock(listing), number)
    chosen = {name: value for name, value in former.items() if fields is None or name in fields}
    return write_listing(listing, chosen, by=by, origin=Origin.STAFF, reason=reason, ref=f"version:{number}")


@transaction.atomic
def decide_revision(
    revision: Revision, listing: _L, *, by: User, fields: Iterable[str] | None = None, message: str = ""
) -> Written[_L]:
    """Put on line the fields that the curator accepts (all without `fields`), and close the revision."""
    locked = lock(listing)
    revision = Revision.objects.select_for_update().get(pk=revision.pk, listing_id=locked.pk)
    if revision.state != Revision.State.PENDING:
        raise AlreadyDecided
    if locked.state in Listing.GONE:
        raise ListingGone
    names = list(revision.values) if fields is None else [name for name in revision.values if name in set(fields)]
    accepted = {name: revision.values[name] for name in names}
    revision.accepted_fields = names
    revision.decided_by, revision.decided_at, revision.message = by, timezone.now(), message[:1000]
    revision.state = _outcome(len(names), len(revision.values))
    _note_trail(locked, revision, {name: [] for name in revision.values})
    revision.save()
    ref = f"revision:{revision.pk}"
    before = values_of(locked, names)
    changed = {name: [before[name], value] for name, value in accepted.items() if before[name] != value}
    if changed:
        _store(locked, {name: after for name, (_before, after) in changed.items()})
        _record(locked, changed, by=revision.by, origin=Origin.OWNER, reason=message[:500], ref=ref)
    else:
        _renumber(locked)
    return Written(locked, changed)


@contextmanager
def recording(listing: Listing, *, by: User | None, origin: str, reason: str = "", ref: str = "") -> Iterator[None]:
    """Whatever the block writes of an existing listing by other ways (the back office) enters its history too."""
    with transaction.atomic():
        before = values_of(lock(listing))
        yield
        fresh = type(listing)._base_manager.get(pk=listing.pk)
        after = values_of(fresh)
        changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
        if changed:
            _record(fresh, changed, by=by, origin=origin, reason=reason, ref=ref)
            listing.version = fresh.version


def record_picture(listing: Listing, former: str, name: str, *, by: User | None) -> None:
    """Keep in the history that the logo changed; the former file itself is not kept."""
    if former != name:
        _record(listing, {"logo": [former, name]}, by=by, origin=Origin.OWNER)


def record_many(
    written: Mapping[int, Changes], *, by: User | None, origin: str, reason: str = "", ref: str = ""
) -> None:
    """Keep in the history what a batch wrote, in a constant number of statements; the rows must be locked."""
    numbers = dict(Listing.objects.filter(pk__in=written).values_list("pk", "version"))
    now = timezone.now()
    kept = {"by": by, "at": now, "origin": origin, "ref": ref}
    Version.objects.bulk_create(
        [
            Version(listing_id=pk, number=numbers[pk] + 1, changes=changes, reason=reason, **kept)
            for pk, changes in written.items()
        ],
        batch_size=500,
    )
    FieldOrigin.objects.bulk_create(
        [FieldOrigin(listing_id=pk, field=name, **kept) for pk, changes in written.items() for name in changes],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["listing", "field"],
        update_fields=["origin", "at", "by", "ref"],
    )
    pks = list(written)
    for start in range(0, len(pks), 500):
        part = Listing.objects.filter(pk__in=pks[start : start + 500])
        part.update(version=F("version") + 1)


def _own_changes(
    locked: Listing, wanted: Mapping[str, Plain], now: Mapping[str, Plain], base_version: int, pending: Revision | None
) -> dict[str, Plain]:
    """What the author herself changed since the version that she read; StaleEdit where somebody else did too.

    She read the page's words, or what waited for a curator then: the form shows these.
    """
    base = values_at(locked, base_version) | _waiting_at(locked, base_version)
    today = dict(now) | {name: value for name, value in (pending.values if pending else {}).items() if name in now}
    mine = {name: value for name, value in wanted.items() if value != base[name]}
    clashes = {
        name: (base[name], today[name], value)
        for name, value in mine.items()
        if today[name] != base[name] and today[name] != value
    }
    if clashes:
        raise StaleEdit(clashes, version=locked.version, mine=mine)
    return mine


def _waiting_at(locked: Listing, number: int) -> dict[str, Plain]:
    """What the forms of that version showed in the place of the page's words."""
    known = fields_of(locked)
    found: dict[str, Plain] = {}
    latest = list(Revision.objects.filter(listing_id=locked.pk).order_by("-pk")[:TRAILS])
    for revision in reversed(latest):
        for name in [name for name in revision.values | revision.trail if name in known]:
            steps = [(at, waited) for pk, at, waited in revision.trail.get(name, []) if pk == locked.pk]
            seen = [waited for at, waited in steps if at <= number]
            if not steps and revision.state == Revision.State.PENDING:
                seen = [[revision.values[name]]]
            if seen and seen[-1]:
                found[name] = seen[-1][0]
            elif seen:
                found.pop(name, None)
    return found


def _hold(
    locked: Listing, pending: Revision | None, wanted: Mapping[str, Plain], now: Mapping[str, Plain], by: User | None
) -> Changes:
    """Keep sensitive changes for a curator, in the one revision that waits; a field set back leaves it.

    The listing takes a new number, so that forms opened before are known as such.
    """
    if pending is None:
        pending = Revision(listing_id=locked.pk, values={}, base={}, by=by)
    before, values, base = dict(pending.values), dict(pending.values), dict(pending.base)
    for name, value in wanted.items():
        values.pop(name, None)
        base.pop(name, None)
        if value != now[name]:
            values[name], base[name] = value, now[name]
    if values == before:
        return {}
    pending.values, pending.base, pending.by = values, base, by
    if not values:
        pending.state, pending.decided_at, pending.decided_by = Revision.State.WITHDRAWN, timezone.now(), by
    moved = [name for name in wanted if values.get(name, now[name]) != before.get(name, now[name])]
    _note_trail(locked, pending, {name: [values[name]] if name in values else [] for name in moved})
    _renumber(locked)
    pending.save()
    return {name: [base[name], value] for name, value in values.items()}


def _note_trail(locked: Listing, revision: Revision, waits: Mapping[str, list[Plain]]) -> None:
    """Note what waits from the next number on, in the place of the page's words: one value a field, or none."""
    for name, waited in waits.items():
        revision.trail.setdefault(name, []).append([locked.pk, locked.version + 1, waited])


def _renumber(locked: Listing) -> None:
    locked.version += 1
    Listing.objects.filter(pk=locked.pk).update(version=locked.version)


def _store(locked: Listing, values: Mapping[str, Plain]) -> None:
    fields: dict[str, Field] = fields_of(locked)
    for name, value in values.items():
        fields[name].store(locked, value)
    locked.save()
    for name, value in values.items():
        fields[name].relate(locked, value)


def _record(
    listing: Listing, changes: Changes, *, by: User | None, origin: str, reason: str = "", ref: str = ""
) -> None:
    """A version, the origin of each field, and who said so last."""
    number = listing.version + 1
    Version.objects.create(
        listing_id=listing.pk, number=number, by=by, origin=origin, reason=reason, ref=ref, changes=changes
    )
    for name in changes:
        kept = {"origin": origin, "at": timezone.now(), "by": by, "ref": ref}
        FieldOrigin.objects.update_or_create(listing_id=listing.pk, field=name, defaults=kept)
    listing.version = number
    written = ["version", "updated_at"]
    if origin == Origin.OWNER and listing.is_public:
        listing.verified_at, listing.verified_by, listing.verified_how = timezone.now(), by, Listing.Check.EDITED
        written += ["verified_at", "verified_by", "verified_how"]
    Listing.objects.filter(pk=listing.pk).update(
        **{name: getattr(listing, name) for name in written if name != "updated_at"}, updated_at=timezone.now()
    )


def _outcome(accepted: int, asked: int) -> str:
    if not accepted:
        return Revision.State.REFUSED
    return Revision.State.ACCEPTED if accepted == asked else Revision.State.PARTLY
