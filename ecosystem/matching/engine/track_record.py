"""What funders have done: counts of past deals by sector, stage and place, usual amounts, recency and pace."""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints
from ecosystem.matching.engine.facts import Deals

YEAR_DAYS = 365
BUSY_YEAR = 50
"""Deals in the last year from which the pace counts in full."""
BAND = (25.0, 75.0)
"""Percentiles of past amounts that make the usual band."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """How often each person did each thing: counts (things, people), and known (people,) deals where it is stated."""

    counts: Floats
    known: Ints


@dataclass(frozen=True, slots=True, eq=False)
class TrackRecord:
    """The deals of every person, summed up; people without a deal have zeros, and NaN for their band.

    band_low, band_high: EUR, the middle half of past amounts; dated: the date of some deal is known; recency and pace:
    0..1, of the dated deals alone, shape (people,).
    """

    dated: Bools
    sectors: Tally
    stages: Tally
    countries: Tally
    regions: Tally
    band_low: Floats
    band_high: Floats
    recency: Floats
    pace: Floats


def tally(person: Ints, thing: Ints, people: int, things: int) -> Tally:
    """Count each thing of each person; a thing of -1 is not stated and not counted."""
    stated = thing >= 0
    cells = thing[stated] * people + person[stated]
    counts = np.bincount(cells, minlength=things * people).reshape(things, people).astype(np.float64)
    return Tally(counts, np.bincount(person[stated], minlength=people).astype(np.int64))


def track_record(deals: Deals, people: int, *, sectors: int, stages: int, countries: int, regions: int) -> TrackRecord:
    """Sum up the deals of `people` persons over taxonomies of the given sizes."""
    low, high = _bands(deals, people)
    dated = deals.age_days >= 0
    person, age = deals.person[dated], deals.age_days[dated]
    latest = np.full(people, np.inf)
    np.minimum.at(latest, person, age.astype(np.float64))
    lately = np.bincount(person[age < YEAR_DAYS], minlength=people)
    return TrackRecord(
        dated=np.bincount(person, minlength=people) > 0,
        sectors=tally(deals.person, deals.sector, people, sectors),
        stages=tally(deals.person, deals.stage, people, stages),
        countries=tally(deals.person, deals.country, people, countries),
        regions=tally(deals.person, deals.region, people, regions),
        band_low=low,
        band_high=high,
        recency=np.exp2(-latest / YEAR_DAYS),
        pace=np.minimum(np.log1p(lately) / np.log1p(BUSY_YEAR), 1.0),
    )


def _bands(deals: Deals, people: int) -> tuple[Floats, Floats]:
    """The 25th and 75th percentile (nearest rank) of each person's stated amounts, NaN without any."""
    stated = ~np.isnan(deals.amount_eur)
    person, amount = deals.person[stated], deals.amount_eur[stated]
    order = np.lexsort((amount, person))
    amount = amount[order]
    sizes = np.bincount(person, minlength=people)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    low, high = np.full(people, np.nan), np.full(people, np.nan)
    some = sizes > 0
    for target, percent in ((low, BAND[0]), (high, BAND[1])):
        rank = np.ceil(percent / 100 * sizes[some]).astype(np.int64) - 1
        target[some] = amount[starts[some] + np.maximum(rank, 0)]
    return low, high
