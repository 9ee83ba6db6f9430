"""Evidence that a matching is optimal, found without the solver: prices whose bound equals the matching's value.

The value of a matching is bonus * needs served + total score, with bonus = most pairs * highest score + 1: no total of
scores outweighs one more need served. As a linear programme (x a pair, y "need i is served"):

    max  sum s x + bonus sum y
    s.t.  sum_j x_ij <= d_i (price u_i),  sum_i x_ij <= c_j (price v_j),  y_i <= sum_j x_ij (price t_i),  x, y in 0..1

For any prices u, v, t >= 0 the dual gives  sum d u + sum c v + sum max(0, bonus - t) + sum max(0, s - u - v + t),
which no matching exceeds. Only q = u - t matters for a need: u = max(0, q), t = max(0, -q). The best prices are
shortest distances from the root in the residual network of the matching (Bellman and Ford); they exist exactly when it
is optimal, and then the gap is 0. For a worse matching the corrections never settle; the last prices still give a true
bound, above its value.
"""

from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Ints, first, whole
from ecosystem.matching.engine.errors import BadPairs
from ecosystem.matching.engine.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Whole numbers only, scores in hundredths.

    primal: bonus * covered + objective; objective: total score; dual_bound >= any matching's value; gap = dual_bound -
    primal; need_price q (needs,) = u - t, person_price v (people,) >= 0; need_load, person_load: pairs of each.
    """

    primal: int
    objective: int
    covered: int
    bonus: int
    dual_bound: int
    gap: int
    need_price: Ints
    person_price: Ints
    need_load: Ints
    person_load: Ints

    @property
    def optimal(self) -> bool:
        """Whether the matching is proven best."""
        return self.gap == 0

    @property
    def score_bound(self) -> int:
        """With the coverage of this matching, no total score is above this many hundredths."""
        return self.dual_bound - self.bonus * self.covered


def certify(instance: Instance, need: Ints, person: Ints) -> Certificate:
    """Check a matching given as pairs and prove how far it can be from the optimum.

    need, person: (chosen,). Raises BadPairs for a pair that is not admissible or given twice, or a load over its limit.
    """
    edge = _checked_edges(instance, need, person)
    rows = instance.rows()
    need_load = np.bincount(rows[edge], minlength=instance.needs)
    person_load = np.bincount(instance.indices[edge], minlength=instance.people)
    _check_loads("need", need_load, instance.demand)
    _check_loads("person", person_load, instance.capacity)
    bonus = _bonus(instance)
    need_price, person_price = _Residual(instance, edge, bonus).prices()
    objective, covered = int(instance.scores[edge].sum()), int((need_load > 0).sum())
    primal = bonus * covered + objective
    bound = dual_bound(instance, bonus, need_price, person_price)
    return Certificate(
        primal, objective, covered, bonus, bound, bound - primal, need_price, person_price, need_load, person_load
    )


def dual_bound(instance: Instance, bonus: int, need_price: Ints, person_price: Ints) -> int:
    """What no matching can exceed, for any whole prices: need_price (needs,) = u - t, person_price (people,) >= 0."""
    over = np.maximum(need_price, 0)
    slack = instance.scores - np.repeat(need_price, np.diff(instance.indptr)) - person_price[instance.indices]
    return (
        int((instance.demand * over).sum())
        + int((instance.capacity * person_price).sum())
        + int(np.maximum(bonus - np.maximum(-need_price, 0), 0)[instance.demand > 0].sum())
        + int(np.maximum(slack, 0).sum())
    )


def _bonus(instance: Instance) -> int:
    most_pairs = min(
        int(np.minimum(instance.demand, np.diff(instance.indptr)).sum()),
        int(np.minimum(instance.capacity, np.bincount(instance.indices, minlength=instance.people)).sum()),
    )
    return most_pairs * int(instance.scores.max(initial=0)) + 1


def _checked_edges(instance: Instance, need: Ints, person: Ints) -> Ints:
    need = whole("need", need, error=BadPairs)
    person = whole("person", person, error=BadPairs)
    if need.size != person.size:
        raise BadPairs(f"{need.size} needs for {person.size} people")
    edge = instance.edge_ids(need, person)
    if (edge < 0).any():
        pair = first(edge < 0)
        raise BadPairs(f"pair {pair}: need {need[pair]} and person {person[pair]} are not admissible together")
    edge = np.sort(edge)
    if (edge[1:] == edge[:-1]).any():
        pair = edge[first(edge[1:] == edge[:-1])]
        raise BadPairs(f"need {instance.rows()[pair]} and person {instance.indices[pair]} are chosen twice")
    return edge


def _check_loads(side: str, load: Ints, limit: Ints) -> None:
    if (load > limit).any():
        row = first(load > limit)
        raise BadPairs(f"{side} {row}: {load[row]} pairs, at most {limit[row]} allowed")


class _Residual:
    """The residual network of a matching, and distances in it by label correction over whole arrays at a time."""

    def __init__(self, instance: Instance, edge: Ints, bonus: int) -> None:
        self.instance, self.bonus = instance, bonus
        rows = instance.rows()
        self.chosen_need, self.chosen_person = rows[edge], instance.indices[edge]
        self.chosen_score = instance.scores[edge]
        need_load = np.bincount(self.chosen_need, minlength=instance.needs)
        person_load = np.bincount(self.chosen_person, minlength=instance.people)
        self.served = need_load > 0
        self.unserved = ~self.served & (instance.demand > 0)
        self.several, self.room = need_load > 1, self.served & (need_load < instance.demand)
        self.loaded, self.spare = person_load > 0, person_load < instance.capacity
        free = np.ones(instance.pairs, dtype=np.bool_)
        free[edge] = False
        self.by_person = np.flatnonzero(free)
        self.by_person = self.by_person[np.argsort(instance.indices[self.by_person], kind="stable")]
        self.need_of, self.gain_of = rows[self.by_person], instance.scores[self.by_person]
        degrees = np.bincount(instance.indices[self.by_person], minlength=instance.people)
        self.starts = np.concatenate([[0], np.cumsum(degrees)])

    def prices(self) -> tuple[Ints, Ints]:
        """Prices of needs (q = u - t) and people (v), settled if the matching is optimal, else as far as they came."""
        instance = self.instance
        need, person, root = np.zeros(instance.needs, np.int64), np.zeros(instance.people, np.int64), 0
        changed = np.ones(instance.people, dtype=np.bool_)
        lowest = -(2 * self.bonus + int(instance.scores.max(initial=0)) * (min(instance.needs, instance.people) + 2))
        for _ in range(instance.needs + instance.people + 2):
            before, root_before = person.copy(), root
            self._through_pairs(need, person, changed)
            root = self._to_root(need, person, root)
            self._from_root(need, person, root)
            np.minimum.at(person, self.chosen_person, need[self.chosen_need] + self.chosen_score)
            changed = person < before
            settled = not changed.any() and root == root_before
            if settled or root < lowest or person.min(initial=0) < lowest:
                break
        return root - need, np.maximum(person - root, 0)

    def _through_pairs(self, need: Ints, person: Ints, changed: Bools) -> None:
        """Relax the free pairs of the people whose distance fell."""
        movers = np.flatnonzero(changed)
        lengths = self.starts[movers + 1] - self.starts[movers]
        if 2 * movers.size > changed.size:
            np.minimum.at(need, self.need_of, np.repeat(person, np.diff(self.starts)) - self.gain_of)
            return
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        pairs = np.repeat(self.starts[movers], lengths) + offsets
        np.minimum.at(need, self.need_of[pairs], np.repeat(person[movers], lengths) - self.gain_of[pairs])

    def _to_root(self, need: Ints, person: Ints, root: int) -> int:
        return min(
            root,
            int(person[self.loaded].min(initial=root)),
            int(need[self.unserved].min(initial=root + self.bonus)) - self.bonus,
            int(need[self.room].min(initial=root)),
        )

    def _from_root(self, need: Ints, person: Ints, root: int) -> None:
        person[self.spare] = np.minimum(person[self.spare], root)
        need[self.served] = np.minimum(need[self.served], root + self.bonus)
        need[self.several] = np.minimum(need[self.several], root)
