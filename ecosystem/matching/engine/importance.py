"""What counts for a need, in five steps: the order of its own substitutes, and of nothing else.

A part of step 3 keeps its points, of step 1 it counts for nothing, of step 5 for four times as much; the sum orders the
people whom the need may be proposed. Scores, pairs and places stay what the round's weights made them.
"""

import numpy as np

from ecosystem.matching.engine.arrays import Ints, Points
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.terms import expected

NEUTRAL = 3
FACTORS = np.array([0, 0, 1, 2, 4, 8], dtype=np.int64)
"""Halves of a part's points, by step; the first one is never used."""


def checked_importance(steps: Ints | None, shape: tuple[int, int]) -> Ints | None:
    """The steps as whole numbers 1..5, (needs, parts); None where no need says anything. Raises BadProblem."""
    if steps is None:
        return None
    table = np.asarray(steps)
    if table.shape != shape or table.dtype.kind not in "iu" or not ((table >= 1) & (table <= 5)).all():
        raise BadProblem(f"importance: expected {shape} whole numbers from 1 to 5")
    return None if (table == NEUTRAL).all() else table.astype(np.int64)


def own_order(market: Instance, points: Points, steps: Ints | None, chance: Ints | None = None) -> Ints:
    """What each pair is worth to its own need, (pairs,), any whole unit: compared inside one need, never across.

    market: the pairs with their values, which order the needs that say nothing; points (pairs, parts) hundredths;
    steps (needs, parts) 1..5; chance (people,) ten-thousandths, as in the values.
    """
    worth: Ints = market.scores.astype(np.int64)
    if steps is None:
        return worth
    rows = market.rows()
    speaks = (steps != NEUTRAL).any(axis=1)[rows]
    weighed = (points.astype(np.int64) * FACTORS[steps[rows]]).sum(axis=1)
    own = expected(weighed, market.indices.astype(np.int64), chance)
    return np.where(speaks, own, worth)
