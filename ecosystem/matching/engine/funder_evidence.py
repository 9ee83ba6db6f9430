"""What earned each part of a funder's score: past deals where there are some, the declared thesis elsewhere."""

from functools import lru_cache

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, row_of
from ecosystem.matching.engine.evidence import (
    MOST_REFS,
    NONE,
    NOT_STATED,
    Finding,
    rows_as_sets,
    sector_finding,
    stage_finding,
)
from ecosystem.matching.engine.funder_parts import TICKET_REACH, FunderModel
from ecosystem.matching.engine.nearness import band_fit, closeness, distances_km, unit_vectors
from ecosystem.matching.engine.record_kernels import ALIKE, AMOUNT, PLACE, SECTOR, STAGE
from ecosystem.matching.engine.track_record import YEAR_DAYS


class FunderEvidence:
    """Looks up, for one pair, the facts behind the values of `FunderModel`.

    Codes from deals (refs: rows of Deals, the first deal of the person in each company, latest first; count of total:
    companies): deals_in_sector, deals_in_group (a sector of the group, or one that the same people finance),
    deals_at_stage, deals_near_stage, deals_near_amount, deals_in_city, deals_in_region, deals_in_country,
    active_recently, active_before. From the partners (refs: people, those who weigh most first; count of total:
    partners): partners_alike. From the thesis: sector_exact, sector_parent, stage_accepted, ticket_inside,
    ticket_near, same_region, near_place, country_in_thesis. And not_stated, none.
    """

    def __init__(self, model: FunderModel) -> None:
        self.model = model
        self.asked = rows_as_sets(model.needs.sectors)
        self.sectors = rows_as_sets(model.people.sectors)
        self.stages = rows_as_sets(model.people.stages)
        self.countries = rows_as_sets(model.people.countries)
        self.group = model.needs.sector_parent.tolist()
        self._partner_shares = lru_cache(maxsize=8)(self._shares)

    def findings(self, need: int, person: int) -> tuple[Finding, ...]:
        """One finding per part, in the order of PARTS."""
        rows, alike = self.model.resemblances(need, person)
        age = self.model.people.deals.age_days[rows]
        order = np.lexsort((age, age < 0))
        rows, alike = rows[order], alike[order]
        return (
            self._sector(need, person, rows, alike[:, SECTOR]),
            self._stage(need, person, rows, alike[:, STAGE]),
            self._ticket(need, person, rows, alike[:, AMOUNT]),
            self._place(need, person, rows, alike[:, PLACE]),
            self._activity(rows),
            self._circle(need, person),
        )

    def _sector(self, need: int, person: int, rows: Ints, alike: Floats) -> Finding:
        asked = self.asked[need]
        done = self.model.people.deals.sector[rows]
        if not asked:
            return Finding(NOT_STATED)
        if not (done >= 0).any():
            return sector_finding(asked, self.sectors[person], self.group)
        same = np.isin(done, list(asked))
        return _from_deals(rows, done >= 0, (("deals_in_sector", same), ("deals_in_group", alike > 0)))

    def _stage(self, need: int, person: int, rows: Ints, alike: Floats) -> Finding:
        stage = int(self.model.needs.stage[need])
        done = self.model.people.deals.stage[rows]
        if stage < 0:
            return Finding(NOT_STATED)
        if not (done >= 0).any():
            return stage_finding(stage, self.stages[person])
        return _from_deals(rows, done >= 0, (("deals_at_stage", done == stage), ("deals_near_stage", alike > 0)))

    def _ticket(self, need: int, person: int, rows: Ints, alike: Floats) -> Finding:
        amount = self.model.needs.amount[need]
        low, high = self.model.people.ticket_min[person], self.model.people.ticket_max[person]
        if np.isnan(amount):
            return Finding(NOT_STATED)
        stated = ~np.isnan(self.model.people.deals.amount_eur[rows])
        if stated.any():
            return _from_deals(rows, stated, (("deals_near_amount", alike > 0),))
        if np.isnan(low) and np.isnan(high):
            return Finding(NOT_STATED)
        if not (amount < low or amount > high):
            return Finding("ticket_inside")
        return Finding("ticket_near") if _reaches(amount, low, high, TICKET_REACH) else Finding(NONE)

    def _place(self, need: int, person: int, rows: Ints, alike: Floats) -> Finding:
        needs, people = self.model.needs, self.model.people
        country, region, city = int(needs.country[need]), int(needs.region[need]), int(needs.city[need])
        here = unit_vectors(needs.lat[need : need + 1], needs.lon[need : need + 1])
        if not self.model.placed(need, need + 1)[0]:
            return Finding(NOT_STATED)
        in_region, in_city = people.deals.region[rows], people.deals.city[rows]
        stated = (people.deals.country[rows] >= 0) | (in_region >= 0) | (in_city >= 0)
        if stated.any():
            there, around = (in_city == city) & (city >= 0), (in_region == region) & (region >= 0)
            ways = (("deals_in_city", there), ("deals_in_region", around), ("deals_in_country", alike > 0))
            return _from_deals(rows, stated, ways)
        place = self.model.places[:, person : person + 1]
        if people.region[person] < 0 and np.isnan(place[0, 0]) and not self.countries[person]:
            return Finding(NOT_STATED)
        if region >= 0 and region == people.region[person]:
            return Finding("same_region", (region,), 1, 1)
        if closeness(distances_km(here, place))[0, 0] > 0:
            return Finding("near_place")
        return Finding("country_in_thesis", (country,), 1, 1) if country in self.countries[person] else Finding(NONE)

    def _activity(self, rows: Ints) -> Finding:
        age = self.model.people.deals.age_days[rows]
        dated = age >= 0
        if not dated.any():
            return Finding(NOT_STATED)
        return _from_deals(rows, dated, (("active_recently", dated & (age < YEAR_DAYS)), ("active_before", dated)))

    def _circle(self, need: int, person: int) -> Finding:
        met = row_of(self.model.record.partners, person)
        if self.model.silent(need, need + 1)[0] or not met.size:
            return Finding(NOT_STATED)
        start, stop = self.model.record.partners.indptr[person : person + 2]
        part = self.model.record.partners.data[start:stop] * self._partner_shares(need)[met]
        best = met[np.lexsort((met, -part))][: int((part > 0).sum())]
        if not best.size:
            return Finding(NONE)
        return Finding("partners_alike", tuple(best[:MOST_REFS].tolist()), int(best.size), int(met.size))

    def _shares(self, need: int) -> Floats:
        """Of what each person did, the share that is alike to the need."""
        shares: Floats = self.model.alike_shares(self.model.sums(need, need + 1)[ALIKE])[0]
        return shares


def _from_deals(rows: Ints, known: Bools, ways: tuple[tuple[str, Bools], ...]) -> Finding:
    """The first way in which some deals earned something; each row is another company."""
    for code, mask in ways:
        if mask.any():
            return Finding(code, tuple(rows[mask][:MOST_REFS].tolist()), int(mask.sum()), int(known.sum()))
    return Finding(NONE)


def _reaches(amount: float, low: float, high: float, reach: float) -> bool:
    return bool(band_fit(np.array([amount]), np.array([low]), np.array([high]), reach)[0, 0] > 0)
