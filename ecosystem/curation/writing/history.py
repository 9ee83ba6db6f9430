"""What an import leaves in the history of listings, and the fields that somebody's word keeps from it."""

from collections.abc import Collection, Sequence
from typing import Any

from ecosystem.curation.report import Outcome
from ecosystem.curation.rows.listings import ListingRow
from ecosystem.curation.writing.batches import Job, Result
from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import FieldOrigin, Origin, Sector, Skill
from ecosystem.directory.writing import Changes, record_many

KEPT = (Origin.OWNER, Origin.STAFF)
"""A file never writes over what these said."""


class Origins:
    """Whose word the fields of some known listings are."""

    def __init__(self, pks: Collection[int]) -> None:
        self._rows: dict[int, dict[str, list[Any]]] = {}
        if pks:
            rows = FieldOrigin.objects.filter(listing__in=pks)
            for pk, name, origin, ref, by, at in rows.values_list("listing", "field", "origin", "ref", "by", "at"):
                self._rows.setdefault(pk, {})[name] = [origin, ref, by, at.isoformat()]

    def keep(self, pk: int, name: str) -> bool:
        """Whether the owner or the team wrote the field last."""
        return self._rows.get(pk, {}).get(name, [""])[0] in KEPT

    def of(self, pk: int, names: Collection[str]) -> dict[str, list[Any]]:
        """What an undo gives back: origin, reference, author and date, by field."""
        known = self._rows.get(pk, {})
        return {name: known[name] for name in names if name in known}


def plain_change(listing: Any, name: str, before: Any, after: Any) -> list[Any]:
    """Two values of a field as the history writes them."""
    field, model = fields_of(listing)[name], type(listing)
    return [field.plain(model, before), field.plain(model, after)]


def slugs_of(model: type[Sector] | type[Skill], pks: Collection[int]) -> dict[int, str]:
    """The slugs of some terms, by key."""
    return dict(model._default_manager.filter(pk__in=pks).values_list("pk", "slug")) if pks else {}


def record_batch(job: Job, taken: Sequence[tuple[ListingRow, Any, Result]], origins: Origins) -> None:
    """Write versions for the listings that changed and origins for those that are new, in a few statements."""
    changed: dict[int, Changes] = {}
    fresh = []
    for row, listing, result in taken:
        if result.outcome is Outcome.CREATED:
            fresh += [FieldOrigin(listing_id=listing.pk, field=name, **_word(job)) for name in stated(row, listing)]
            continue
        if result.changes:
            changed[listing.pk] = result.changes
            result.former = origins.of(listing.pk, result.changes)
    FieldOrigin.objects.bulk_create(fresh, batch_size=2000)
    if changed:
        record_many(changed, by=job.by, origin=Origin.IMPORT, reason=job.reason, ref=job.ref)


def stated(row: ListingRow, listing: Any) -> list[str]:
    """The fields of the history that a row says something of."""
    said = {**row.facts(), "sectors": row.sectors, "skills": getattr(row, "skills", None)}
    return [name for name in fields_of(listing) if said.get(name) not in (None, "", [])]


def _word(job: Job) -> dict[str, Any]:
    return {"origin": Origin.IMPORT, "by": job.by, "ref": job.ref, "at": job.now}
