"""Which listing a row speaks of, and which rows of one file speak of the same one."""

from collections.abc import Mapping, Sequence
from typing import Any

from ecosystem.core.text import fold, sort_key
from ecosystem.curation.rows.listings import ListingRow
from ecosystem.curation.writing.batches import Job
from ecosystem.directory.models import Listing


def name_key(name: str, city: str) -> tuple[str, str]:
    return fold(name), fold(city)


def identity(row: ListingRow, listing: Any) -> Any:
    """One key for all the rows of a trade show: its listing, else what it is known by."""
    if listing is not None:
        return listing.pk
    if row.source_ref:
        return "ref", row.source_ref
    return ("siren", row.siren) if row.siren else name_key(row.name, row.city or "")


class Finder:
    """Finds the listing of a row: by the source's reference, else by SIREN, else by name and town.

    A source that gives references tells its own listings apart: a reference that is new never takes a listing that has
    another one in the same source, nor one that another reference of this file has taken.
    """

    def __init__(self, model: Any, job: Job) -> None:
        self.model = model
        self.job = job

    def find(self, rows: Sequence[ListingRow]) -> list[Any]:
        """The listing of each row, or None, in a constant number of queries."""
        by_ref = self._by_reference({row.source_ref for row in rows if row.source_ref})
        others = [row for row in rows if row.source_ref not in by_ref]
        by_siren, by_name = self._by_siren(others), self._by_name(others)
        taken = {listing.pk: ref for ref, listing in by_ref.items()}
        found = []
        for row in rows:
            listing = by_ref.get(row.source_ref)
            if listing is None:
                listing = self._same_siren(row, by_siren) or self._same_name(row, by_name, taken)
                if listing is not None and row.source_ref:
                    taken[listing.pk] = self._remember(row, listing)
            found.append(listing)
        return found

    def _remember(self, row: ListingRow, listing: Any) -> str:
        """The listing keeps the reference of its first source; this import knows the other one until it ends."""
        self.job.references[row.source_ref] = listing.pk
        return row.source_ref

    def _by_reference(self, refs: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if not refs:
            return found
        manager = self.model._default_manager
        pks = {ref: self.job.references[ref] for ref in refs if ref in self.job.references}
        listings = manager.in_bulk(list(pks.values())) if pks else {}
        found = {ref: listings[pk] for ref, pk in pks.items() if pk in listings}
        own = manager.filter(source=self.job.source, source_ref__in=refs)
        return found | {listing.source_ref: self._kept(listing) for listing in own}

    def _kept(self, listing: Any) -> Any:
        """A listing that was merged into another speaks of that one."""
        while listing.state == Listing.State.MERGED:
            listing = self.model._default_manager.get(pk=listing.merged_into_id)
        return listing

    def _by_siren(self, rows: Sequence[ListingRow]) -> dict[str, Any]:
        sirens = {row.siren for row in rows if row.siren}
        return {listing.siren: listing for listing in self._live().filter(siren__in=sirens)} if sirens else {}

    def _by_name(self, rows: Sequence[ListingRow]) -> dict[tuple[str, str], list[Any]]:
        """The oldest first."""
        found: dict[tuple[str, str], list[Any]] = {}
        names = {sort_key(row.name) for row in rows}
        if names:
            for listing in self._live().filter(sort_name__in=names).order_by("pk"):
                found.setdefault(name_key(listing.name, listing.city), []).append(listing)
        return found

    def _live(self) -> Any:
        return self.model._default_manager.live()

    def _has_other_reference(self, row: ListingRow, listing: Any) -> bool:
        return bool(row.source_ref and listing.source_ref and listing.source == self.job.source)

    def _same_siren(self, row: ListingRow, by_siren: Mapping[str, Any]) -> Any:
        listing = by_siren.get(row.siren or "")
        return None if listing is None or self._has_other_reference(row, listing) else listing

    def _same_name(
        self, row: ListingRow, by_name: Mapping[tuple[str, str], Sequence[Any]], taken: Mapping[int, str]
    ) -> Any:
        """The oldest of that name and town that no other SIREN or reference tells apart, the same reference first."""
        same = [
            listing
            for listing in by_name.get(name_key(row.name, row.city or ""), ())
            if not (row.siren and listing.siren and listing.siren != row.siren)
            and not self._has_other_reference(row, listing)
            and not (row.source_ref and (listing.pk in taken or listing.pk in self.job.seen))
        ]
        return next((listing for listing in same if listing.source_ref == row.source_ref), next(iter(same), None))


class Met:
    """The rows of a batch that were taken, by all that a later row of the file may share with them."""

    def __init__(self) -> None:
        self._keys: set[Any] = set()

    def has(self, row: ListingRow, listing: Any) -> bool:
        """Whether the row repeats one that was taken: a SIREN on one of the two only does not tell them apart."""
        name = name_key(row.name, row.city or "")
        if listing is not None:
            return listing.pk in self._keys
        if row.source_ref:
            return ("ref", row.source_ref) in self._keys
        if row.siren:
            return ("siren", row.siren) in self._keys or ("without siren", name) in self._keys
        return ("name", name) in self._keys

    def add(self, row: ListingRow, listing: Any) -> None:
        name = name_key(row.name, row.city or "")
        self._keys.add(("name", name))
        if listing is not None:
            self._keys.add(listing.pk)
        if row.source_ref:
            self._keys.add(("ref", row.source_ref))
        if row.siren:
            self._keys.add(("siren", row.siren))
        elif not row.source_ref:
            self._keys.add(("without siren", name))
