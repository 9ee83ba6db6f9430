"""Listings from rows: known ones are found again, changed only where the file says otherwise; new ones go in bulk."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.curation.report import Outcome
from ecosystem.curation.rows.listings import ListingRow
from ecosystem.curation.writing.batches import Job, Result, changed_row
from ecosystem.curation.writing.history import Origins, plain_change, record_batch, slugs_of
from ecosystem.curation.writing.owned import COORDINATES, may_fill, owned_among
from ecosystem.curation.writing.recognising import Finder, Met
from ecosystem.curation.writing.slugs import Slugs
from ecosystem.directory.bulk import bulk_insert, touch_listings
from ecosystem.directory.fields import fields_of
from ecosystem.directory.models import Listing, ListingMove, Sector

DERIVED = ("sort_name", "search_text", "updated_at")
MOVED = ("state", "submitted_at", "published_at", "verified_at")


class Follower(Protocol):
    """What a kind writes besides its listings."""

    def lock(self, pks: Sequence[int], /) -> None:
        """Hold what hangs on these known listings before they are written."""

    def __call__(self, taken: Sequence[tuple[Any, Any, Result]], owned: set[int], origins: Origins, /) -> None:
        """Write for the rows that were taken, knowing who keeps what, and note it in their results."""


class ListingWriter:
    """Writes the listings of one kind: the file's word wins over the database's, but not over an owner's."""

    def __init__(
        self, model: Any, job: Job, follower: Follower | None = None, only_when_empty: frozenset[str] = frozenset()
    ) -> None:
        self.model = model
        self.only_when_empty = only_when_empty
        self.job = job
        self.follower = follower
        self.slugs = Slugs(job.kind)
        self.finder = Finder(model, job)

    def write(self, rows: Sequence[ListingRow]) -> list[Result]:
        """One result a row; a row that names a listing already met in this file is refused."""
        known = self.find(rows)
        results = self._refusals(rows, known)
        fresh = [place for place, result in enumerate(results) if result is None and known[place] is None]
        old = [place for place, result in enumerate(results) if result is None and known[place] is not None]
        made = self.create([rows[place] for place in fresh])
        for place, listing in zip(fresh, made, strict=True):
            known[place], results[place] = listing, Result(Outcome.CREATED, pk=listing.pk, is_new=True)
        owned, origins = self._hold(known, old)
        changed = self.update([(rows[place], known[place]) for place in old], owned, origins)
        for place in old:
            results[place] = changed[known[place].pk]
        final = [result for result in results if result is not None]
        taken = [item for item in zip(rows, known, final, strict=True) if item[2].outcome is not Outcome.REFUSED]
        if self.follower:
            before = {item.pk for item in final if item.outcome is Outcome.UPDATED}
            self.follower(taken, owned, origins)
            touch_listings([item.pk for item in final if item.outcome is Outcome.UPDATED and item.pk not in before])
        record_batch(self.job, taken, origins)
        return final

    def _hold(self, known: list[Any], old: Sequence[int]) -> tuple[set[int], Origins]:
        """Lock the known listings and read them anew; which of them have an owner, and whose word their fields are."""
        pks = [known[place].pk for place in old]
        owned = owned_among(self.job.kind, pks)
        if self.follower:
            self.follower.lock(pks)
        if pks:
            rows = self.model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk")
            held = {listing.pk: listing for listing in rows}
            for place in old:
                known[place] = held[known[place].pk]
        return owned, Origins(pks)

    def settle(self, results: Sequence[Result]) -> None:
        """Remember, once the batch is written, what must not be written twice."""
        for result in results:
            if result.pk is not None:
                self.job.seen.add(result.pk)

    def find(self, rows: Sequence[ListingRow]) -> list[Any]:
        """The listing that each row speaks of, or None."""
        return self.finder.find(rows)

    def _refusals(self, rows: Sequence[ListingRow], known: Sequence[Any]) -> list[Result | None]:
        """Rows met already, rows of an archived listing, rows whose SIREN another live listing bears."""
        sirens = {row.siren for row in rows if row.siren}
        bearers: dict[str, tuple[int | None, str]] = {}
        if sirens:
            same = Listing.objects.live().filter(kind=self.job.kind, siren__in=sirens)
            bearers = {siren: (pk, name) for siren, pk, name in same.values_list("siren", "pk", "name")}
        met = Met()
        results: list[Result | None] = []
        for row, listing in zip(rows, known, strict=True):
            reason = self._refusal(row, listing, met, bearers)
            results.append(Result(Outcome.REFUSED, reason) if reason else None)
            if not reason:
                met.add(row, listing)
                if row.siren and row.siren not in bearers:
                    bearers[row.siren] = (listing.pk if listing else None, row.name)
        return results

    def _refusal(self, row: ListingRow, listing: Any, met: Met, bearers: dict[str, tuple[int | None, str]]) -> str:
        if met.has(row, listing) or (listing is not None and listing.pk in self.job.seen):
            return _("Cette fiche est déjà décrite plus haut dans le fichier.")
        if listing is not None and listing.state in Listing.GONE:
            return _("Cette fiche est archivée.")
        bearer = bearers.get(row.siren or "")
        if bearer and (listing is None or bearer[0] != listing.pk):
            return _("Le SIREN %(siren)s est déjà celui de « %(name)s ».") % {"siren": row.siren, "name": bearer[1]}
        return ""

    def create(self, rows: Sequence[ListingRow]) -> list[Any]:
        """New listings with their sectors, published or drafts."""
        listings = []
        for row, slug in zip(rows, self.slugs.give([row.name for row in rows]), strict=True):
            listing = self.model(
                slug=slug, source=self.job.source, source_ref=row.source_ref, created_by=self.job.by, **row.facts()
            )
            if self.job.publish:
                listing.submit()
                listing.publish()
            listings.append(listing)
        bulk_insert(listings)
        link_sectors([(listing.pk, row.sectors or []) for listing, row in zip(listings, rows, strict=True)])
        if self.job.publish:
            self._sign(listings)
        return listings

    def update(self, pairs: Sequence[tuple[ListingRow, Any]], owned: set[int], origins: Origins) -> dict[int, Result]:
        """Bring known listings to what the file says; what became of each, and what was left as it was written."""
        sectors = sectors_of([listing.pk for _row, listing in pairs])
        columns: set[str] = set()
        changed: dict[int, Any] = {}
        results: dict[int, Result] = {}
        published = []
        links: dict[int, list[int]] = {}
        for row, listing in pairs:
            result = results[listing.pk] = Result(Outcome.UNCHANGED, pk=listing.pk)
            differing = self._apply(row, listing, result, owned=owned, origins=origins)
            present = sectors.get(listing.pk, set())
            if row.sectors is not None and set(row.sectors) != present:
                if (present and listing.pk in owned) or origins.keep(listing.pk, "sectors"):
                    result.kept += 1
                else:
                    links[listing.pk] = row.sectors
                    differing.append("updated_at")
            if self.job.publish and listing.state == Listing.State.DRAFT and listing.source == self.job.source:
                listing.submit()
                listing.publish()
                published.append(listing)
                differing.extend(MOVED)
            if differing:
                changed[listing.pk] = listing
                columns.update(differing)
                result.outcome = Outcome.UPDATED
        self._store(list(changed.values()), columns)
        self._link(links, sectors, results)
        self._sign(published)
        return results

    def _link(
        self, links: Mapping[int, Sequence[int]], former: Mapping[int, set[int]], results: Mapping[int, Result]
    ) -> None:
        """Replace the sectors of these listings, and note both lists for the history."""
        if not links:
            return
        Listing.sectors.through._default_manager.filter(listing_id__in=list(links)).delete()
        link_sectors(list(links.items()))
        slugs = slugs_of(Sector, {pk for pks in [*links.values(), *former.values()] for pk in pks})
        for pk, chosen in links.items():
            before = sorted(slugs[one] for one in former.get(pk, ()))
            results[pk].changes["sectors"] = [before, sorted(slugs[one] for one in chosen)]

    def _store(self, listings: Sequence[Any], columns: set[str]) -> None:
        """Write the columns that differ, dated by the batch: the index reads what changed since its last time."""
        now = timezone.now()
        for listing in listings:
            listing.prepare()
            listing.updated_at = now
        if listings:
            self.model._default_manager.bulk_update(listings, sorted({*columns, *DERIVED}), batch_size=200)

    def _apply(self, row: ListingRow, listing: Any, result: Result, *, owned: set[int], origins: Origins) -> list[str]:
        """Set what differs and note it; the names of those columns. What the owner or the team wrote is left."""
        differing = []
        beside: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        keeps_place = origins.keep(listing.pk, "city")
        for name, value in row.facts().items():
            column = self.model._meta.get_field(name)
            before, after = column.get_prep_value(getattr(listing, name)), column.get_prep_value(value)
            if before == after:
                continue
            is_theirs = origins.keep(listing.pk, name) or (keeps_place and name in COORDINATES)
            if is_theirs or (listing.pk in owned and not may_fill(listing, name, row.city)):
                result.kept += name not in COORDINATES
            elif name not in self.only_when_empty or not getattr(listing, name):
                if name in fields_of(self.job.kind):
                    result.changes[name] = plain_change(listing, name, getattr(listing, name), value)
                else:
                    beside[0][name], beside[1][name] = before, after
                setattr(listing, name, value)
                differing.append(name)
        if beside[1]:
            result.extras.append(changed_row(listing, *beside))
        return differing

    def _sign(self, listings: Sequence[Any]) -> None:
        """The two moves that an import makes when it publishes, signed."""
        steps = [(Listing.State.DRAFT, Listing.State.SUBMITTED), (Listing.State.SUBMITTED, Listing.State.PUBLISHED)]
        ListingMove.objects.bulk_create(
            [
                ListingMove(
                    listing_id=listing.pk,
                    from_state=before,
                    to_state=after,
                    at=self.job.now,
                    by=self.job.by,
                    reason=self.job.reason,
                )
                for listing in listings
                for before, after in steps
            ],
            batch_size=2000,
        )


def sectors_of(pks: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    links = Listing.sectors.through._default_manager.filter(listing_id__in=pks)
    for listing, sector in links.values_list("listing_id", "sector_id"):
        found.setdefault(listing, set()).add(sector)
    return found


def link_sectors(pairs: Sequence[tuple[int, Sequence[int]]]) -> None:
    through = Listing.sectors.through
    rows = [through(listing_id=listing, sector_id=sector) for listing, sectors in pairs for sector in sectors]
    through._default_manager.bulk_create(rows, batch_size=2000)
