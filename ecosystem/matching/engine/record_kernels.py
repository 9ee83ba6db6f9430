"""The inner loop of the track record: needs against past deals, deal after deal, in the order of the rows.

What is not stated is -1 or NaN, and resembles nothing. `codes` of deals are rows of sector, stage, city, region and
country; `places` of needs are rows of city, region and country; `constants` are those of `CONSTANTS`, in that order.
"""

import numpy as np

from ecosystem.matching.engine.arrays import Floats, Ints
from ecosystem.matching.engine.compiled import compiled

SECTOR, STAGE, AMOUNT, PLACE, ALIKE = range(5)
"""The order in which resemblances are given."""
CONSTANTS = (
    "city", "region", "country", "reach", "base_sector", "base_stage", "base_amount", "base_place", "least_alike",
)  # fmt: skip
"""Fields of Habits."""


@compiled
def _resemblance(
    sector_fit: Floats,
    stage_fit: Floats,
    amount: float,
    places: Ints,
    codes: Ints,
    log_amount: float,
    constants: Floats,
    found: Floats,
) -> None:
    """Write the five resemblances of one need and one deal into `found`."""
    found[0] = sector_fit[codes[0]] if codes[0] >= 0 else 0.0
    found[1] = stage_fit[codes[1]] if codes[1] >= 0 else 0.0
    gap = abs(amount - log_amount) / constants[3]
    found[2] = 1.0 - gap if gap < 1.0 else 0.0  # a missing amount makes a gap of NaN, which is not below 1
    found[3] = 0.0
    for level in range(3):
        if places[level] >= 0 and places[level] == codes[2 + level]:
            found[3] = constants[level]
            break
    alike = 1.0
    for facet in range(4):
        alike *= constants[4 + facet] + (1.0 - constants[4 + facet]) * found[facet]
    found[4] = alike if alike >= constants[8] else 0.0


@compiled
def resemblances(
    sector_fit: Floats,
    stage_fit: Floats,
    amount: float,
    places: Ints,
    codes: Ints,
    log_amount: Floats,
    constants: Floats,
) -> Floats:
    """How each deal resembles one need, (deals, 5) of 0..1: by sector, stage, amount, place, and as a whole.

    sector_fit (sectors,) and stage_fit (stages,) are those of the need, amount its logarithm, places (3,), codes
    (deals, 5). Amounts resemble in a straight line from 1 to 0, when their logarithms are `reach` apart; as a whole:
    the product of the four, each raised to at least its base, 0 where it is under `least_alike`.
    """
    found = np.zeros((log_amount.size, 5))
    for deal in range(log_amount.size):
        _resemblance(sector_fit, stage_fit, amount, places, codes[deal], log_amount[deal], constants, found[deal])
    return found


@compiled
def summed(
    people: int,
    person: Ints,
    weight: Floats,
    sector_fit: Floats,
    stage_fit: Floats,
    amount: Floats,
    places: Ints,
    codes: Ints,
    log_amount: Floats,
    constants: Floats,
) -> Floats:
    """The weighted sum of the resemblances of each person's deals to each need, (5, needs, people).

    person, weight (deals,); sector_fit (needs, sectors), stage_fit (needs, stages), amount (needs,), places (needs, 3);
    the rest as in `resemblances`.
    """
    sums = np.zeros((5, amount.size, people))
    found = np.zeros(5)
    for need in range(amount.size):
        for deal in range(person.size):
            _resemblance(
                sector_fit[need], stage_fit[need], amount[need], places[need],
                codes[deal], log_amount[deal], constants, found,
            )  # fmt: skip
            for facet in range(5):
                if found[facet] > 0.0:
                    sums[facet, need, person[deal]] += weight[deal] * found[facet]
    return sums
