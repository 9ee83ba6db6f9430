"""Ranked substitutes of each need, ready before anybody declines."""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Hashes, Ints
from ecosystem.matching.engine.candidates import ranks
from ecosystem.matching.engine.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Alternates:
    """Substitutes sorted by need then rank: need, person, rank (from 1), edge (position among the instance's pairs)."""

    need: Ints
    person: Ints
    rank: Ints
    edge: Ints


def alternates(
    instance: Instance, chosen: Ints, limit: int, ties: Hashes | None = None, worth: Ints | None = None
) -> Alternates:
    """For each need the `limit` best admissible people who were not chosen for it.

    By worth, which is the score where it is not given, then score, places left after the assignment, the seeded hash
    and the person's number. chosen: positions of the chosen pairs; worth (pairs,): what each is to its own need.
    """
    spare = instance.capacity - np.bincount(instance.indices[chosen], minlength=instance.people)
    free = np.ones(instance.pairs, dtype=np.bool_)
    free[chosen] = False
    edge = np.flatnonzero(free)
    rows = instance.rows()[edge]
    person = instance.indices[edge].astype(np.int64)
    hashes = np.zeros(edge.size, dtype=np.uint64) if ties is None else ties[edge]
    score = instance.scores[edge].astype(np.int64)
    best = score if worth is None else worth[edge]
    order = np.lexsort((person, hashes, -spare[person], -score, -best, rows))
    rank = ranks(rows[order])
    order, rank = order[rank < limit], rank[rank < limit]
    return Alternates(rows[order], person[order], rank + 1, edge[order])
