"""Evidence that a matching is optimal, found without the solver: prices whose bound equals the matching's value.

The value of a matching is W_c * needs served + W_f * needs at their floor + total score. W_f = most pairs * highest
score + 1 and W_c = needs * W_f + most pairs * highest score + 1 (W_f is 0 without floors, W_c without coverage): no
total outweighs one more need at its floor, nor all of that one more need served. As a linear programme (x a pair,
y "need i is served", z "need i has a pair of at least its floor"):

    max  sum s x + W_c sum y + W_f sum z
    s.t.  sum_j x_ij <= d_i (price u_i),  l_j <= sum_i x_ij <= c_j (price v_j, below 0 only through l_j),
          y_i <= sum_j x_ij (price t_i),  z_i <= sum of the good x_ij (price w_i),  x, y, z in 0..1

For any prices u, t, w >= 0 and v the dual gives

    sum d max(q, 0) + sum (c max(v, 0) + l min(v, 0)) + sum max(0, W_c - max(-q, 0)) + sum max(0, W_f - w)
    + sum over pairs max(0, s - q + w [good] - v)        with q = u - t; a locked pair counts without the max;
    a balance rule of at least k pairs adds its price to each of them, and -k times its price

which no matching exceeds. The best prices are shortest distances from the root in the residual network of the matching
(Bellman and Ford); they exist exactly when it is optimal, and then the gap is 0. For a worse matching the corrections
never settle; the last prices still give a true bound, above its value.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from ecosystem.matching.engine.arrays import Codes, Ints, first, whole
from ecosystem.matching.engine.errors import BadInstance, BadPairs
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.price_kernels import CHOSEN, GOOD, LOCKED, by_person, settle, slack_of_pairs

Labels: TypeAlias = tuple[Ints, Ints, Ints, Ints]
"""Of people, needs, the needs' floors, and the root alone."""
EXACT = 2**61
"""Labels stay below this, so that no arithmetic of 64 bits overflows."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of needs (q), people (v), floors (w) and balance rules, whole numbers in the instance's units."""

    need: Ints
    person: Ints
    floor: Ints
    rule: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Whole prices and the bound that they give, in the measure of the weights.

    weights: what a covered need, a need at its floor and a unit of value count for.
    """

    weights: tuple[int, int, int]
    prices: Prices
    bound: int


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Whole numbers only, in the instance's units (hundredths of a point).

    primal: bonus * covered + floor_bonus * above_floor + objective; objective: total; dual_bound >= any matching's
    value; gap = dual_bound - primal; need_price q (needs,) = u - t, person_price v (people,), floor_price w (needs,);
    need_load, person_load: pairs of each.
    """

    primal: int
    objective: int
    covered: int
    above_floor: int
    bonus: int
    floor_bonus: int
    dual_bound: int
    gap: int
    need_price: Ints
    person_price: Ints
    floor_price: Ints
    need_load: Ints
    person_load: Ints
    rule_price: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    levels: tuple[Proof, ...] = ()

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """One proof of everything; under balance rules one of coverage, one of floors and one of the total."""
        prices = Prices(self.need_price, self.person_price, self.floor_price, self.rule_price)
        return self.levels or (Proof((self.bonus, self.floor_bonus, 1), prices, self.dual_bound),)

    @property
    def optimal(self) -> bool:
        """Whether the matching is proven best."""
        return self.gap == 0

    @property
    def score_bound(self) -> int:
        """With the coverage and the floors of this matching, no total is above this many units."""
        return self.dual_bound - self.bonus * self.covered - self.floor_bonus * self.above_floor


def certify(instance: Instance, need: Ints, person: Ints, goal: Goal | None = None) -> Certificate:
    """Check a matching given as pairs and prove how far it can be from the optimum.

    need, person: (chosen,). Raises BadPairs for a pair that is not admissible or given twice, a load outside its
    limits, or a lock that is not kept; BadGoal when the goal does not fit. Balance rules have no price here.
    """
    checked = (goal or Goal()).checked(instance)
    return certify_edges(instance, _checked_edges(instance, need, person), checked)


def certify_edges(instance: Instance, edge: Ints, goal: Goal, start: Ints | None = None) -> Certificate:
    """The same for positions of pairs and a checked goal; start: prices of people from which labels begin."""
    matching = Matching(instance, edge, goal)
    prices, _settled = matching.prices(start)
    return matching.certificate(prices)


def priorities(instance: Instance, edge: Ints, goal: Goal) -> Proof | None:
    """The proof that no matching covers more needs, nor with as many brings more to their floor; nothing if one does.

    Its weights are small, whatever the size of the instance: a covered need weighs more than all floors together.
    """
    nothing = Instance.of_checked(instance.indptr, instance.indices, np.zeros_like(instance.scores), instance)
    above = int(goal.floor is not None)
    weights = (instance.needs * above + 1 if goal.coverage else 0), above
    matching = Matching(nothing, edge, goal, weights, marks_of(instance, goal))
    prices, settled = matching.prices()
    proof = matching.certificate(prices)
    return Proof((*weights, 0), prices, proof.dual_bound) if settled and proof.optimal else None


def weights_of(instance: Instance, goal: Goal) -> tuple[int, int]:
    """W_c and W_f, which make coverage, floor and total an order; raises BadInstance beyond 64 bits."""
    most_pairs = min(
        int(np.minimum(instance.demand, np.diff(instance.indptr)).sum()),
        int(np.minimum(instance.capacity, np.bincount(instance.indices, minlength=instance.people)).sum()),
    )
    total = most_pairs * int(instance.scores.max(initial=0)) + 1
    floor_bonus = total if goal.floor is not None else 0
    bonus = instance.needs * floor_bonus + total if goal.coverage else 0
    if 4 * (bonus + instance.needs * floor_bonus + total) >= EXACT:
        highest = int(instance.scores.max(initial=0))
        raise BadInstance(f"{most_pairs} pairs with scores up to {highest} and floors pass 64 bits")
    return bonus, floor_bonus


def dual_bound(
    instance: Instance, goal: Goal, prices: Prices, weights: tuple[int, int], marks: Codes | None = None
) -> int:
    """What no matching can exceed, for any whole prices: q, v (below 0 only with a minimum load), w and rules >= 0."""
    marks = marks_of(instance, goal) if marks is None else marks
    bonus, floor_bonus = weights
    least = np.zeros(instance.people, np.int64) if goal.min_load is None else goal.min_load
    values, ruled = instance.scores, 0
    for rule, price in zip(goal.balance, prices.rule.tolist(), strict=False):
        values = values.astype(np.int64)
        values[rule.edge] += price
        ruled += rule.least * price
    high, low = slack_of_pairs(
        instance.indptr, instance.indices, values, marks, prices.need, prices.person, prices.floor
    )
    at_floor = 0
    if goal.floor is not None:
        at_floor = _sum(np.maximum(floor_bonus - prices.floor, 0)[(goal.floor > 0) & (instance.demand > 0)])
    return (
        _sum(np.maximum(prices.need, 0), instance.demand)
        + _sum(np.maximum(prices.person, 0), instance.capacity)
        + _sum(np.minimum(prices.person, 0), least)
        + _sum(np.maximum(bonus - np.maximum(-prices.need, 0), 0)[instance.demand > 0])
        + at_floor
        + int(high) * 2**31
        + int(low)
        - ruled
    )


def marks_of(instance: Instance, goal: Goal) -> Codes:
    """Which pairs are locked, and which are at least at their need's floor, as marks of `price_kernels`, (pairs,)."""
    marks = np.zeros(instance.pairs, dtype=np.int8)
    if goal.locked is not None:
        marks[goal.locked] = LOCKED
    good = goal.good(instance)
    if good is not None:
        marks[good] |= GOOD
    return marks


def _sum(values: Ints, times: Ints | None = None) -> int:
    """The exact sum of values (times counts), which may pass 64 bits."""
    counts = np.ones(values.size, dtype=np.int64) if times is None else times
    high, low = values >> 31, values & (2**31 - 1)
    return int((high * counts).sum()) * 2**31 + int((low * counts).sum())


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
        pair = int(edge[first(edge[1:] == edge[:-1])])
        row = instance.rows_of(np.array([pair]))[0]
        raise BadPairs(f"need {row} and person {instance.indices[pair]} are chosen twice")
    return edge


def _check_loads(side: str, load: Ints, limit: Ints) -> None:
    if (load > limit).any():
        row = first(load > limit)
        raise BadPairs(f"{side} {row}: {load[row]} pairs, at most {limit[row]} allowed")


class Matching:
    """A matching of an instance (positions of its pairs) and its residual network; raises BadPairs beyond a limit."""

    def __init__(
        self,
        instance: Instance,
        edge: Ints,
        goal: Goal,
        weights: tuple[int, int] | None = None,
        marks: Codes | None = None,
    ) -> None:
        self.instance, self.goal, self.edge = instance, goal, edge
        self.weights = weights_of(instance, goal) if weights is None else weights
        self.marks = marks_of(instance, goal) if marks is None else marks.copy()
        self.marks[edge] |= CHOSEN
        self._keeps_locks()
        rows = instance.rows_of(edge)
        self.need_load = np.bincount(rows, minlength=instance.needs)
        self.person_load = np.bincount(instance.indices[edge], minlength=instance.people)
        _check_loads("need", self.need_load, instance.demand)
        _check_loads("person", self.person_load, instance.capacity)
        self.least = np.zeros(instance.people, dtype=np.int64) if goal.min_load is None else goal.min_load
        if (self.person_load < self.least).any():
            row = first(self.person_load < self.least)
            raise BadPairs(f"person {row}: {self.person_load[row]} pairs, at least {self.least[row]} wanted")
        self.good_load = np.bincount(rows[(self.marks[edge] & GOOD) > 0], minlength=instance.needs)
        self.objective = int(instance.scores[edge].sum(dtype=np.int64))

    def _keeps_locks(self) -> None:
        broken = (self.marks & (LOCKED | CHOSEN)) == LOCKED
        if broken.any():
            pair = first(broken)
            row = self.instance.rows_of(np.array([pair]))[0]
            raise BadPairs(f"need {row} and person {self.instance.indices[pair]} are locked, but not chosen")

    def prices(self, start: Ints | None = None, most_visits: int | None = None) -> tuple[Prices, bool]:
        """Prices by label correction, and whether they settled, which they do exactly when the matching is optimal."""
        labels, settled = self.labels(start, most_visits)
        return self.read(labels), settled

    def read(self, labels: Labels) -> Prices:
        """The prices that labels come to."""
        people, needs, floors, root = labels
        person = people - root[0]
        return Prices(
            need=np.maximum(root[0] - needs, -self.weights[0]),
            person=np.where(self.least > 0, person, np.maximum(person, 0)),
            floor=np.clip(floors - needs, 0, self.weights[1]),
        )

    def labels(self, start: Ints | None, most_visits: int | None) -> tuple[Labels, bool]:
        """The labels of people, needs, floors and root as far as they come, and whether they settled.

        start: labels of people to begin with. Whoever has no place, or wants nobody, costs what keeps him out.
        """
        instance, (bonus, floor_bonus) = self.instance, self.weights
        highest = int(instance.scores.max(initial=0))
        far = 2 * (bonus + floor_bonus + highest) + 1
        people = np.zeros(instance.people, np.int64) if start is None else start.astype(np.int64)
        people[instance.capacity == 0] = far
        needs = np.where(instance.demand > 0, far, -far)
        labels = (people, needs, needs.copy(), np.zeros(1, np.int64))
        longest = min(instance.needs, instance.people) + 2
        lowest = -(far + 3 * (bonus + instance.needs * floor_bonus) + highest * longest)
        table = np.stack([self.need_load, self.good_load, instance.demand, np.zeros(instance.needs, np.int64)]).astype(
            np.int64
        )
        if self.goal.floor is not None:
            table[3] = self.goal.floor > 0
        visits = (instance.needs + 1) * (instance.needs + instance.people + 3) if most_visits is None else most_visits
        settled = settle(
            instance.indptr,
            instance.indices,
            instance.scores,
            self.marks,
            table,
            np.stack([self.person_load, instance.capacity, self.least]),
            np.array([bonus, floor_bonus], dtype=np.int64),
            labels,
            by_person(instance.indices, instance.indptr, instance.people),
            np.array([lowest + int(people.min(initial=0)), visits], dtype=np.int64),
        )
        return labels, bool(settled)

    def certificate(self, prices: Prices) -> Certificate:
        """What the prices prove of the matching."""
        bonus, floor_bonus = self.weights
        covered, above = int((self.need_load > 0).sum()), int((self.good_load > 0).sum())
        primal = bonus * covered + floor_bonus * above + self.objective
        bound = dual_bound(self.instance, self.goal, prices, self.weights, self.marks)
        return Certificate(
            primal=primal,
            objective=self.objective,
            covered=covered,
            above_floor=above,
            bonus=bonus,
            floor_bonus=floor_bonus,
            dual_bound=bound,
            gap=bound - primal,
            need_price=prices.need,
            person_price=prices.person,
            floor_price=prices.floor,
            rule_price=prices.rule,
            need_load=self.need_load,
            person_load=self.person_load,
        )
