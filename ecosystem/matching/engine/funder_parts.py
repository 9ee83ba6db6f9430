"""The parts of a funders' round: sector, stage, ticket, place, activity.

A funder with a track record is scored on it, part by part where the deals say something; the others on their thesis.
"""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, Singles, dense, row_sizes
from ecosystem.matching.engine.facts import FunderNeeds, FunderPeople, check_together
from ecosystem.matching.engine.mentor_parts import SECTOR_EXACT, SECTOR_PARENT, SECTOR_SPREAD, groups
from ecosystem.matching.engine.nearness import band_fit, closeness, distances_km, shares, unit_vectors
from ecosystem.matching.engine.parts import PARTS, Kind, PartValues
from ecosystem.matching.engine.track_record import TrackRecord, track_record

CAUTION = 3.0
"""Imaginary deals of no kind that are added before a share is taken."""
RELATED = 0.5
"""A past deal in the same group of sectors, or one stage away, counts for half."""
TICKET_REACH = 4.0
"""A declared ticket still earns something up to four times outside its bounds."""
USUAL_REACH = 10.0
"""The same for the usual band of past amounts, which are whole rounds and vary more."""
COUNTRY_SHARE, REGION_SHARE = 0.5, 0.5
RECENCY_SHARE, PACE_SHARE = 0.5, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FunderModel:
    """Funders' facts as dense tables, columns are people: the same for every block."""

    needs: FunderNeeds
    people: FunderPeople
    record: TrackRecord
    sectors: Singles
    parents: Singles
    done_parents: Floats
    stages: Bools
    countries: Bools
    places: Floats
    group_of: Singles

    def part_values(self, start: int, stop: int) -> PartValues:
        """The five parts of needs start..stop-1 against everybody, in the order of PARTS."""
        block = PartValues.blank(len(PARTS[Kind.FUNDERS]), stop - start, self.people.capacity.size)
        block.put(0, *self._sector(start, stop))
        block.put(1, *self._stage(start, stop))
        block.put(2, *self._ticket(start, stop))
        block.put(3, *self._place(start, stop))
        block.put(4, *self._activity(stop - start))
        return block

    def _sector(self, start: int, stop: int) -> tuple[Floats, Bools]:
        asked = dense(self.needs.sectors[start:stop])
        sizes = row_sizes(self.needs.sectors)[start:stop]
        in_groups = (asked @ self.group_of > 0).astype(np.float32)
        exact = (asked @ self.sectors).astype(np.float64)
        spread = SECTOR_EXACT + SECTOR_SPREAD * exact / np.maximum(sizes, 1)[:, None]
        declared = np.where(exact > 0, spread, np.where(in_groups @ self.parents > 0, SECTOR_PARENT, 0.0))
        done = asked.astype(np.float64) @ self.record.sectors.counts
        related = in_groups.astype(np.float64) @ self.done_parents - done
        known = self.record.sectors.known
        values = np.where(known > 0, shares(done + RELATED * related, known, CAUTION), declared)
        return values, _either(sizes == 0, (known == 0) & (row_sizes(self.people.sectors) == 0))

    def _stage(self, start: int, stop: int) -> tuple[Floats, Bools]:
        stage = self.needs.stage[start:stop]
        counts, known = self.record.stages.counts, self.record.stages.known
        if not counts.size:
            return np.zeros((stage.size, known.size)), np.ones((stage.size, known.size), dtype=np.bool_)
        beside = np.zeros_like(counts)
        beside[1:] += counts[:-1]
        beside[:-1] += counts[1:]
        done = counts[stage] + RELATED * beside[stage]
        values = np.where(known > 0, shares(done, known, CAUTION), self.stages[stage])
        return values, _either(stage < 0, (known == 0) & (row_sizes(self.people.stages) == 0))

    def _ticket(self, start: int, stop: int) -> tuple[Floats, Bools]:
        amount = self.needs.amount[start:stop]
        usual = ~np.isnan(self.record.band_low)
        done = band_fit(amount, self.record.band_low, self.record.band_high, USUAL_REACH)
        declared = self.ticket_fit(start, stop)
        silent = np.isnan(self.people.ticket_min) & np.isnan(self.people.ticket_max)
        return np.where(usual, done, declared), _either(np.isnan(amount), ~usual & silent)

    def ticket_fit(self, start: int, stop: int) -> Floats:
        """How the amounts of needs start..stop-1 fit the declared tickets, 0..1, (needs, people); 0 if not stated."""
        return band_fit(self.needs.amount[start:stop], self.people.ticket_min, self.people.ticket_max, TICKET_REACH)

    def _place(self, start: int, stop: int) -> tuple[Floats, Bools]:
        country, region = self.needs.country[start:stop], self.needs.region[start:stop]
        here = unit_vectors(self.needs.lat[start:stop], self.needs.lon[start:stop])
        in_country = self.countries[country] & (country >= 0)[:, None]
        same_region = (region[:, None] == self.people.region[None, :]) & (region >= 0)[:, None]
        near = np.maximum(same_region, closeness(distances_km(here, self.places)))
        known = self.record.countries.known + self.record.regions.known
        home = _rows(self.record.countries.counts, country)
        city = _rows(self.record.regions.counts, region)
        by_country = shares(home, self.record.countries.known, CAUTION)
        by_region = shares(city, self.record.regions.known, CAUTION)
        done = COUNTRY_SHARE * by_country + REGION_SHARE * by_region
        declared = COUNTRY_SHARE * in_country + REGION_SHARE * near
        somewhere = ~np.isnan(self.places[0]) | (self.people.region >= 0) | (row_sizes(self.people.countries) > 0)
        placed = (country >= 0) | (region >= 0) | ~np.isnan(here[0])
        return np.where(known > 0, done, declared), _either(~placed, (known == 0) & ~somewhere)

    def _activity(self, needs: int) -> tuple[Floats, Bools]:
        values = RECENCY_SHARE * self.record.recency + PACE_SHARE * self.record.pace
        shape = (needs, values.size)
        return np.broadcast_to(values, shape), np.broadcast_to(~self.record.dated, shape)


def funder_model(needs: FunderNeeds, people: FunderPeople) -> FunderModel:
    """Prepare the facts of a funders' round for scoring; raises BadFacts when the two do not go together."""
    check_together(needs, people)
    regions = max(int(needs.region.max(initial=-1)), int(people.deals.region.max(initial=-1))) + 1
    record = track_record(
        people.deals,
        people.capacity.size,
        sectors=needs.sector_parent.size,
        stages=people.stages.shape[1],
        countries=people.countries.shape[1],
        regions=regions,
    )
    group_of = groups(needs.sector_parent)
    sectors = dense(people.sectors)
    return FunderModel(
        needs=needs,
        people=people,
        record=record,
        sectors=sectors.T.copy(),
        parents=(sectors @ group_of > 0).T.astype(np.float32),
        done_parents=group_of.T.astype(np.float64) @ record.sectors.counts,
        stages=people.stages.toarray().T.copy(),
        countries=_padded(people.countries.toarray().T),
        places=unit_vectors(people.lat, people.lon),
        group_of=group_of,
    )


def _padded(table: Bools) -> Bools:
    """One empty last row, which -1 (not stated) selects."""
    return np.vstack([table, np.zeros((1, table.shape[1]), dtype=np.bool_)])


def _rows(counts: Floats, chosen: Ints) -> Floats:
    """The chosen rows of the counts, zeros for -1 (not stated)."""
    if not counts.shape[0]:
        return np.zeros((chosen.size, counts.shape[1]))
    return np.where((chosen >= 0)[:, None], counts[chosen], 0.0)


def _either(needs: Bools, people: Bools) -> Bools:
    return needs[:, None] | people[None, :]
