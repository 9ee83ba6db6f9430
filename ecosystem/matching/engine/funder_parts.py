"""The parts of a funders' round: sector, stage, ticket, place, activity, circle.

A funder with a track record is scored on it, part by part where the deals say something; the others on their thesis.
"""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, Singles, dense, row_of, row_sizes
from ecosystem.matching.engine.facts import FunderNeeds, FunderPeople, check_together
from ecosystem.matching.engine.habits import HABITS, Habits
from ecosystem.matching.engine.mentor_parts import SECTOR_EXACT, SECTOR_PARENT, SECTOR_SPREAD, groups
from ecosystem.matching.engine.nearness import band_fit, closeness, distances_km, habit, unit_vectors
from ecosystem.matching.engine.parts import PARTS, Kind, PartValues
from ecosystem.matching.engine.record_kernels import (
    ALIKE,
    AMOUNT,
    CONSTANTS,
    PLACE,
    SECTOR,
    STAGE,
    resemblances,
    summed,
)
from ecosystem.matching.engine.track_record import TrackRecord, track_record

TICKET_REACH = 4.0
"""A declared ticket still earns something up to four times outside its bounds."""
COUNTRY_SHARE, REGION_SHARE = 0.5, 0.5
"""Of a declared place."""


@dataclass(frozen=True, slots=True, eq=False)
class FunderModel:
    """Funders' facts as dense tables, columns are people: the same for every block.

    sector_fit (sectors, sectors) and stage_fit (stages, stages): 0..1, how much a deal of the one says of the other.
    """

    needs: FunderNeeds
    people: FunderPeople
    record: TrackRecord
    sectors: Singles
    parents: Singles
    stages: Bools
    countries: Bools
    places: Floats
    group_of: Singles
    sector_fit: Floats
    stage_fit: Floats
    habits: Habits

    def part_values(self, start: int, stop: int) -> PartValues:
        """The six parts of needs start..stop-1 against everybody, in the order of PARTS."""
        block = PartValues.blank(len(PARTS[Kind.FUNDERS]), stop - start, self.people.capacity.size)
        sums = self.sums(start, stop)
        block.put(0, *self._sector(start, stop, sums[SECTOR]))
        block.put(1, *self._stage(start, stop, sums[STAGE]))
        block.put(2, *self._ticket(start, stop, sums[AMOUNT]))
        block.put(3, *self._place(start, stop, sums[PLACE]))
        block.put(4, *self._activity(stop - start))
        block.put(5, *self._circle(start, stop, sums[ALIKE], block.values[3]))
        return block

    def sums(self, start: int, stop: int) -> Floats:
        """By facet, the weight of the deals that resemble needs start..stop-1, (5, needs, people)."""
        record, block = self.record, slice(start, stop)
        sectors = np.zeros((stop - start, self.sector_fit.shape[0]))
        for row in range(start, stop):
            sectors[row - start] = self.asked_fit(row)
        stages, amounts = _rows(self.stage_fit, self.needs.stage[block]), np.log(self.needs.amount[block])
        people, person = self.people.capacity.size, self.people.deals.person[record.rows]
        places, found = _places(self.needs)[block], (record.codes, record.log_amount, self._constants())
        sums: Floats = summed(people, person, record.weight, sectors, stages, amounts, places, *found)
        return sums

    def resemblances(self, need: int, person: int) -> tuple[Ints, Floats]:
        """What `sums` adds up for one pair: the rows of Deals that count, and each one's resemblances (rows, 5)."""
        record, needs = self.record, self.needs
        mine = np.flatnonzero(self.people.deals.person[record.rows] == person)
        stage, amount = _rows(self.stage_fit, needs.stage[need : need + 1])[0], float(np.log(needs.amount[need]))
        of_need = (self.asked_fit(need), stage, amount, _places(needs)[need])
        found: Floats = resemblances(*of_need, record.codes[mine], record.log_amount[mine], self._constants())
        return record.rows[mine], found

    def _constants(self) -> Floats:
        return np.array([getattr(self.habits, name) for name in CONSTANTS], dtype=np.float64)

    def _habit(self, done: Floats, known: Floats, grain: float) -> Floats:
        return habit(done, known + self.habits.caution, grain)

    def asked_fit(self, need: int) -> Floats:
        """How much a deal of each sector says of the sectors of one need, 0..1, (sectors,)."""
        asked = row_of(self.needs.sectors, need)
        fit: Floats = self.sector_fit[asked].max(axis=0, initial=0.0)
        return fit

    def _sector(self, start: int, stop: int, done: Floats) -> tuple[Floats, Bools]:
        asked = dense(self.needs.sectors[start:stop])
        sizes = row_sizes(self.needs.sectors)[start:stop]
        in_groups = (asked @ self.group_of > 0).astype(np.float32)
        exact = (asked @ self.sectors).astype(np.float64)
        spread = SECTOR_EXACT + SECTOR_SPREAD * exact / np.maximum(sizes, 1)[:, None]
        declared = np.where(exact > 0, spread, np.where(in_groups @ self.parents > 0, SECTOR_PARENT, 0.0))
        known = self.record.sector_known
        values = np.where(known > 0, self._habit(done, known, self.habits.grain_sector), declared)
        return values, _either(sizes == 0, (known == 0) & (row_sizes(self.people.sectors) == 0))

    def _stage(self, start: int, stop: int, done: Floats) -> tuple[Floats, Bools]:
        stage, known = self.needs.stage[start:stop], self.record.stage_known
        if not self.stages.size:
            return np.zeros((stage.size, known.size)), np.ones((stage.size, known.size), dtype=np.bool_)
        values = np.where(known > 0, self._habit(done, known, self.habits.grain_stage), self.stages[stage])
        return values, _either(stage < 0, (known == 0) & (row_sizes(self.people.stages) == 0))

    def _ticket(self, start: int, stop: int, done: Floats) -> tuple[Floats, Bools]:
        amount, known = self.needs.amount[start:stop], self.record.amount_known
        declared = self.ticket_fit(start, stop)
        silent = np.isnan(self.people.ticket_min) & np.isnan(self.people.ticket_max)
        values = np.where(known > 0, self._habit(done, known, self.habits.grain_amount), declared)
        return values, _either(np.isnan(amount), (known == 0) & silent)

    def ticket_fit(self, start: int, stop: int) -> Floats:
        """How the amounts of needs start..stop-1 fit the declared tickets, 0..1, (needs, people); 0 if not stated."""
        return band_fit(self.needs.amount[start:stop], self.people.ticket_min, self.people.ticket_max, TICKET_REACH)

    def _place(self, start: int, stop: int, done: Floats) -> tuple[Floats, Bools]:
        country, region = self.needs.country[start:stop], self.needs.region[start:stop]
        here = unit_vectors(self.needs.lat[start:stop], self.needs.lon[start:stop])
        in_country = self.countries[country] & (country >= 0)[:, None]
        same_region = (region[:, None] == self.people.region[None, :]) & (region >= 0)[:, None]
        near = np.maximum(same_region, closeness(distances_km(here, self.places)))
        declared = COUNTRY_SHARE * in_country + REGION_SHARE * near
        known = self.record.place_known
        share = self._habit(done, self.record.known, self.habits.grain_place)  # a deal without a place was elsewhere
        values = np.where(known > 0, share, declared)
        somewhere = ~np.isnan(self.places[0]) | (self.people.region >= 0) | (row_sizes(self.people.countries) > 0)
        return values, _either(~self.placed(start, stop), (known == 0) & ~somewhere)

    def placed(self, start: int, stop: int) -> Bools:
        """Which of needs start..stop-1 say where they are."""
        needs = self.needs
        stated = (needs.country >= 0) | (needs.region >= 0) | (needs.city >= 0) | ~np.isnan(needs.lat + needs.lon)
        return stated[start:stop]

    def _activity(self, needs: int) -> tuple[Floats, Bools]:
        busy = np.full(self.record.pace.size, self.habits.busy_pace)
        values = np.minimum(habit(self.record.pace, busy, self.habits.grain_pace), 1.0)
        shape = (needs, values.size)
        return np.broadcast_to(values, shape), np.broadcast_to(~self.record.dated, shape)

    def _circle(self, start: int, stop: int, alike: Floats, place: Floats) -> tuple[Floats, Bools]:
        """The share of the partners' deals as a habit, less where `place` has told it already, (needs, people)."""
        partners = self.record.partners
        of_partners = np.ascontiguousarray((partners @ self.alike_shares(alike).T).T)
        values = habit(of_partners, np.ones(partners.shape[0]), self.habits.grain_circle)
        values *= 1.0 - self.habits.overlap * place
        return values, _either(self.silent(start, stop), row_sizes(partners) == 0)

    def alike_shares(self, alike: Floats) -> Floats:
        """Of what each person did, the share that is alike to each need, from the sums, both (needs, people)."""
        shares: Floats = alike / (self.record.known + self.habits.caution)
        return shares

    def silent(self, start: int, stop: int) -> Bools:
        """Which of needs start..stop-1 say nothing that a deal can resemble."""
        needs = self.needs
        said = (needs.stage >= 0) | ~np.isnan(needs.amount) | (row_sizes(needs.sectors) > 0)
        return ~(said | (_places(needs) >= 0).any(axis=1))[start:stop]


def funder_model(needs: FunderNeeds, people: FunderPeople, habits: Habits = HABITS) -> FunderModel:
    """Prepare the facts of a funders' round for scoring; raises BadFacts when the two do not go together."""
    check_together(needs, people)
    record = track_record(people.deals, people.capacity.size, needs.sector_parent.size, habits)
    group_of = groups(needs.sector_parent)
    sectors = dense(people.sectors)
    stages = np.arange(people.stages.shape[1])
    apart = np.abs(stages[:, None] - stages[None, :])
    return FunderModel(
        needs=needs,
        people=people,
        record=record,
        sectors=sectors.T.copy(),
        parents=(sectors @ group_of > 0).T.astype(np.float32),
        stages=people.stages.toarray().T.copy(),
        countries=_padded(people.countries.toarray().T),
        places=unit_vectors(people.lat, people.lon),
        group_of=group_of,
        sector_fit=np.maximum(record.sector_fit, habits.related * (group_of @ group_of.T)),
        stage_fit=np.where(apart == 0, 1.0, np.where(apart == 1, habits.beside, 0.0)),
        habits=habits,
    )


def _padded(table: Bools) -> Bools:
    """One empty last row, which -1 (not stated) selects."""
    return np.vstack([table, np.zeros((1, table.shape[1]), dtype=np.bool_)])


def _rows(fits: Floats, chosen: Ints) -> Floats:
    """The chosen rows of a table, zeros for -1 (not stated)."""
    if not fits.shape[0]:
        return np.zeros((chosen.size, fits.shape[1]))
    return np.where((chosen >= 0)[:, None], fits[chosen], 0.0)


def _places(needs: FunderNeeds) -> Ints:
    """City, region and country, (needs, 3)."""
    return np.stack([needs.city, needs.region, needs.country], axis=1)


def _either(needs: Bools, people: Bools) -> Bools:
    return needs[:, None] | people[None, :]
