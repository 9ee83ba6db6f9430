"""What earned each part of a funder's score: past deals where there are some, the declared thesis elsewhere."""

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Ints
from ecosystem.matching.engine.evidence import (
    MOST_REFS,
    NONE,
    NOT_STATED,
    Finding,
    rows_as_sets,
    sector_finding,
    stage_finding,
)
from ecosystem.matching.engine.funder_parts import TICKET_REACH, USUAL_REACH, FunderModel
from ecosystem.matching.engine.nearness import band_fit, closeness, distances_km, unit_vectors
from ecosystem.matching.engine.track_record import YEAR_DAYS


class FunderEvidence:
    """Looks up, for one pair, the facts behind the values of `FunderModel`.

    Codes from deals (refs: rows of Deals, one a company, latest first; count of total: companies): deals_in_sector,
    deals_in_group, deals_at_stage, deals_near_stage, ticket_usual_band, ticket_near_band, deals_in_region,
    deals_in_country, active_recently, active_before. From the thesis: sector_exact, sector_parent, stage_accepted,
    ticket_inside, ticket_near, same_region, near_place, country_in_thesis. And not_stated, none.
    """

    def __init__(self, model: FunderModel) -> None:
        self.model = model
        self.asked = rows_as_sets(model.needs.sectors)
        self.sectors = rows_as_sets(model.people.sectors)
        self.stages = rows_as_sets(model.people.stages)
        self.countries = rows_as_sets(model.people.countries)
        self.group = model.needs.sector_parent.tolist()
        deals = model.people.deals
        self.latest_first = np.lexsort((deals.age_days, deals.age_days < 0, deals.person))
        sizes = np.bincount(deals.person, minlength=model.people.capacity.size)
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        self.companies = np.where(deals.company < 0, -1 - np.arange(deals.company.size), deals.company)

    def findings(self, need: int, person: int) -> tuple[Finding, ...]:
        """One finding per part, in the order of PARTS."""
        deals = self.latest_first[self.starts[person] : self.starts[person + 1]]
        return (
            self._sector(need, person, deals),
            self._stage(need, person, deals),
            self._ticket(need, person, deals),
            self._place(need, person, deals),
            self._activity(deals),
        )

    def _sector(self, need: int, person: int, rows: Ints) -> Finding:
        asked = self.asked[need]
        done = self.model.people.deals.sector[rows]
        if not asked:
            return Finding(NOT_STATED)
        if not (done >= 0).any():
            return sector_finding(asked, self.sectors[person], self.group)
        groups = {self.group[sector] for sector in asked}
        group = self.model.needs.sector_parent[done]
        same = np.isin(done, list(asked))
        related = (done >= 0) & np.isin(group, list(groups))
        return self._from_deals(rows, done >= 0, (("deals_in_sector", same), ("deals_in_group", related)))

    def _stage(self, need: int, person: int, rows: Ints) -> Finding:
        stage = int(self.model.needs.stage[need])
        done = self.model.people.deals.stage[rows]
        if stage < 0:
            return Finding(NOT_STATED)
        if not (done >= 0).any():
            return stage_finding(stage, self.stages[person])
        beside = (done >= 0) & (np.abs(done - stage) == 1)
        return self._from_deals(rows, done >= 0, (("deals_at_stage", done == stage), ("deals_near_stage", beside)))

    def _ticket(self, need: int, person: int, rows: Ints) -> Finding:
        amount = self.model.needs.amount[need]
        low, high = self.model.people.ticket_min[person], self.model.people.ticket_max[person]
        usual_low, usual_high = self.model.record.band_low[person], self.model.record.band_high[person]
        if np.isnan(amount):
            return Finding(NOT_STATED)
        if not np.isnan(usual_low):
            stated = ~np.isnan(self.model.people.deals.amount_eur[rows])
            inside = usual_low <= amount <= usual_high
            code = "ticket_usual_band" if inside else "ticket_near_band"
            return (
                self._from_deals(rows, stated, ((code, stated),))
                if _reaches(amount, usual_low, usual_high, USUAL_REACH)
                else Finding(NONE)
            )
        if np.isnan(low) and np.isnan(high):
            return Finding(NOT_STATED)
        if not (amount < low or amount > high):
            return Finding("ticket_inside")
        return Finding("ticket_near") if _reaches(amount, low, high, TICKET_REACH) else Finding(NONE)

    def _place(self, need: int, person: int, rows: Ints) -> Finding:
        needs, people = self.model.needs, self.model.people
        country, region = int(needs.country[need]), int(needs.region[need])
        here = unit_vectors(needs.lat[need : need + 1], needs.lon[need : need + 1])
        if country < 0 and region < 0 and np.isnan(here[0, 0]):
            return Finding(NOT_STATED)
        in_country, in_region = people.deals.country[rows], people.deals.region[rows]
        stated = (in_country >= 0) | (in_region >= 0)
        if stated.any():
            same = (in_region == region) & (region >= 0)
            home = (in_country == country) & (country >= 0)
            return self._from_deals(rows, stated, (("deals_in_region", same), ("deals_in_country", home)))
        there = self.model.places[:, person : person + 1]
        if people.region[person] < 0 and np.isnan(there[0, 0]) and not self.countries[person]:
            return Finding(NOT_STATED)
        if region >= 0 and region == people.region[person]:
            return Finding("same_region", (region,), 1, 1)
        if closeness(distances_km(here, there))[0, 0] > 0:
            return Finding("near_place")
        return Finding("country_in_thesis", (country,), 1, 1) if country in self.countries[person] else Finding(NONE)

    def _activity(self, rows: Ints) -> Finding:
        age = self.model.people.deals.age_days[rows]
        dated = age >= 0
        if not dated.any():
            return Finding(NOT_STATED)
        return self._from_deals(rows, dated, (("active_recently", dated & (age < YEAR_DAYS)), ("active_before", dated)))

    def _from_deals(self, rows: Ints, known: Bools, ways: tuple[tuple[str, Bools], ...]) -> Finding:
        """The first way in which some deals earned something, by the companies financed, each by its latest deal."""
        for code, mask in ways:
            if mask.any():
                latest = self._one_a_company(rows[mask])
                return Finding(code, tuple(latest[:MOST_REFS]), len(latest), len(self._one_a_company(rows[known])))
        return Finding(NONE)

    def _one_a_company(self, rows: Ints) -> list[int]:
        """Of deals in an order, the first of each company, in that order."""
        found: dict[int, int] = {}
        for row, company in zip(rows.tolist(), self.companies[rows].tolist(), strict=True):
            found.setdefault(company, row)
        return list(found.values())


def _reaches(amount: float, low: float, high: float, reach: float) -> bool:
    return bool(band_fit(np.array([amount]), np.array([low]), np.array([high]), reach)[0, 0] > 0)
