"""The constants by which past deals are read; `python -m bench.quality_tune` fits them on years of real deals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """How deals are weighted and compared. Shares, bases and fits lie in 0..1; times are days.

    memory_days: a deal this old counts for half as a habit, and a deal without a date counts as this old;
    pace_days: the same for the pace, since who financed last spring finances this autumn;
    crowd, pace_crowd: a deal among n funders of a round counts n ** -crowd, as who shares every round is less sure to
    take one; caution: imaginary deals of no kind added before a share is taken, as one deal is not a habit;
    related: worth of a deal in the same declared group of sectors; beside: of one a stage away;
    sector_power, sector_caution: how sharply, and how carefully, two sectors count as close when the same people
    finance both; close: under this closeness they are strangers; reach: amounts stop resembling when their logarithms
    are so far apart; city, region, country: worth of a deal in the same place, where only that much is shared;
    base_*: what is left of a whole resemblance when one facet differs; least_alike: under this a deal is not alike;
    grain_*: the share of a person's deals from which a habit begins to count, which compares shares by their order of
    size; busy_pace: the pace that counts in full; partner_caution: meetings with nobody added to those with partners;
    overlap, below 1: what the circle loses where the place is full, as partners mostly finance in the same places.
    """

    memory_days: float = 1_735.0
    pace_days: float = 210.0
    crowd: float = 0.5
    pace_crowd: float = 1.44
    caution: float = 1.0
    related: float = 0.5
    beside: float = 0.3
    sector_power: float = 1.25
    sector_caution: float = 0.06
    close: float = 0.05
    reach: float = 2.0
    city: float = 1.0
    region: float = 0.32
    country: float = 0.005
    base_sector: float = 0.0
    base_stage: float = 0.25
    base_amount: float = 0.47
    base_place: float = 0.08
    least_alike: float = 0.0
    grain_sector: float = 0.019
    grain_stage: float = 0.08
    grain_amount: float = 0.08
    grain_place: float = 0.023
    grain_circle: float = 0.00125
    grain_pace: float = 0.0048
    busy_pace: float = 50.0
    partner_caution: float = 0.78
    overlap: float = 0.4


HABITS = Habits()
