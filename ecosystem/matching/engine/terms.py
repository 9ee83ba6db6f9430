"""Declared terms: they change the value of a pair, which the assignment maximises, never its score, which is shown.

value = expected + priority, in whole hundredths of a point:
  expected = score x chance of a yes, rounded half up; the score itself when the round does not use chances;
  priority = points of the need, 0 to MOST_PRIORITY, for the last rounds that left it without anyone; 0 when off.
Both terms are stored with the pair, so that anybody can add them up again. With both off the value is the score.
"""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Ints, frozen, whole
from ecosystem.matching.engine.at_once import CERTAIN
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.instance import FULL_SCORE, Instance

MOST_PRIORITY = 500
"""Hundredths: 5 points, so that memory decides between neighbours and never lifts a poor pair over a good one."""

A_MISSED_ROUND = 200
"""Hundredths that each round without anyone adds, the latest ones in a row: 2, 4, then 5 points."""

MOST_VALUE = FULL_SCORE + MOST_PRIORITY
"""No value is higher."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The declared terms of a round, checked once; None where the round does not use one.

    priority (needs,): hundredths 0..MOST_PRIORITY; chance (people,): ten-thousandths 0..CERTAIN. Raises BadProblem.
    """

    priority: Ints | None
    chance: Ints | None

    @classmethod
    def checked(cls, needs: int, people: int, priority: Ints | None, chance: Ints | None) -> "Terms":
        """The same, of the right lengths and within their limits; raises BadProblem, which names the row."""
        return cls(
            _limited("priority", priority, needs, MOST_PRIORITY),
            _limited("chance", chance, people, CERTAIN),
        )


def priorities(missed: Ints) -> Ints:
    """Hundredths 0..MOST_PRIORITY for each need, from the rounds in a row that left it without anyone, (needs,)."""
    capped = np.minimum(np.asarray(missed, dtype=np.int64), MOST_PRIORITY // A_MISSED_ROUND + 1)
    points: Ints = np.clip(capped * A_MISSED_ROUND, 0, MOST_PRIORITY)
    return points


def expected(scores: Ints, indices: Ints, chance: Ints | None) -> Ints:
    """Score x chance of each pair, rounded half up to hundredths, (pairs,); the scores themselves without chances.

    scores (pairs,) hundredths 0..10000, indices (pairs,) person of each pair, chance (people,) ten-thousandths.
    """
    if chance is None:
        return scores
    product: Ints = (scores * chance[indices] + CERTAIN // 2) // CERTAIN
    return product


def values(scores: Ints, rows: Ints, indices: Ints, priority: Ints | None = None, chance: Ints | None = None) -> Ints:
    """What the assignment maximises: value of each pair in whole hundredths, 0..MOST_VALUE, (pairs,).

    rows (pairs,) need of each pair, indices (pairs,) person of each pair; priority (needs,), chance (people,). With
    both None the very scores come back. Whole numbers all along: the same on every machine.
    """
    found = expected(scores, indices, chance)
    return found if priority is None else found + priority[rows]


def valued(instance: Instance, priority: Ints | None, chance: Ints | None) -> Instance:
    """The same market with values in the place of scores, in hundredths: what is assigned, certified and ranked.

    The instance itself where neither term is used. priority (needs,), chance (people,), checked by `Terms`.
    """
    if priority is None and chance is None:
        return instance
    scores = instance.scores.astype(np.int64)
    found = values(scores, instance.rows(), instance.indices.astype(np.int64), priority, chance)
    changed = frozen(found.astype(instance.scores.dtype))
    return Instance.of_checked(instance.indptr, instance.indices, changed, instance)


def _limited(name: str, values_: Ints | None, size: int, most: int) -> Ints | None:
    if values_ is None:
        return None
    checked = whole(name, values_, high=most, error=BadProblem)
    if checked.size != size:
        raise BadProblem(f"{name}: {checked.size} rows, expected {size}")
    return checked
