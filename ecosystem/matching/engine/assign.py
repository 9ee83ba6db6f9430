"""The exact assignment: most needs served, then most needs at their floor, then the highest total, then the seed.

One minimum-cost flow decides (see `flow`). On large graphs an auction first finds approximate prices of people, and
only the pairs within a window of those prices go to the flow. In both cases the matching is then proven against every
pair of the instance (see `certificate`); when the proof finds pairs that the window should have held, they are added
and the flow is solved again; when the bonuses of coverage and floor were too small, they grow. What is returned is
always the proven optimum.

Ties. Every optimum uses only pairs that the proof's prices do not forbid; among those, a last flow takes the one of the
least noise: positions in the arrays decide nothing. Its costs are -(M * value + noise) with 0 <= noise <= K. At most P
pairs can be chosen, P the smaller of all demand and all capacity that pairs can use, and M = P * K + 1 > P * K >= any
sum of noise. Two matchings whose totals differ by one unit differ by at least M - P * K >= 1 in total cost, in the same
sense: noise only ranks matchings of equal total.
Overflow: the solver multiplies costs by (nodes + 1) and adds up to P of them, so K is chosen such that
bonus * M * max(nodes + 2, P) <= 2**61; K = 0 (no seed, still exact and the same every time) beyond.
"""

from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.engine.arrays import Array, Bools, Halves, Hashes, Ints
from ecosystem.matching.engine.auction_kernels import auction, window
from ecosystem.matching.engine.balanced import balanced
from ecosystem.matching.engine.certificate import Certificate, Labels, Matching, marks_of, priorities, weights_of
from ecosystem.matching.engine.errors import BadInstance, SolverFailed
from ecosystem.matching.engine.flow import Network, cheapest
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.levels import certified
from ecosystem.matching.engine.price_kernels import tight, widen

NOISE_LIMIT = 4095
SAFE_COST = 2**61
FIRST_BONUS, BONUS_GROWTH = 32, 64
"""A bonus starts at so many highest values, far more than any exchange of a real round costs, and grows if it must."""
PRICED_FROM = 20_000
"""Pairs: below, the flow over all of them takes a few hundredths of a second at most."""
STEPS_OF_BIDS, WINDOW_STEPS = 600, 12
"""The step of a bid is the highest value over 600; the window is twelve steps wide: wide enough for one flow to do."""
MOST_BIDS, MOST_VISITS = 60, 40
"""Bids and visits a need that are worth their time; beyond, the window is widened instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Chosen pairs, sorted by need then person: need, person, edge (position among the instance's pairs)."""

    need: Ints
    person: Ints
    edge: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The optimal assignment and its proof."""

    assignment: Assignment
    certificate: Certificate


def assign(instance: Instance, ties: Hashes | None = None, goal: Goal | None = None) -> Assignment:
    """The optimal matching of an instance: the order of `Goal`, then least by the seed.

    ties: (pairs,) uint64 from `arrays.pair_hashes`; without it ties fall as the solver meets them (deterministic
    still). Same input, same output. Raises BadGoal, or Infeasible with the row or the rule that cannot be kept.
    """
    return solve(instance, ties, goal).assignment


def solve(instance: Instance, ties: Hashes | None = None, goal: Goal | None = None) -> Solution:
    """The same with its certificate; gap 0, except under balance rules, where the bound may stay above."""
    checked = (goal or Goal()).checked(instance)
    if checked.balance and instance.pairs:
        edge = balanced(instance, ties, checked)
        certificate = certified(instance, edge, checked)
    else:
        edge, certificate = _Search(instance, ties, checked).run()
    chosen = Assignment(instance.rows_of(edge), instance.indices[edge].astype(np.int64), edge)
    return Solution(chosen, certificate)


class _Search:
    """One instance between its first prices and its proof."""

    def __init__(self, instance: Instance, ties: Hashes | None, goal: Goal) -> None:
        self.instance, self.ties, self.goal = instance, ties, goal
        highest = int(instance.scores.max(initial=0)) + 1
        self.floor_bonus = FIRST_BONUS * highest if goal.floor is not None else 0
        self.bonus = FIRST_BONUS * (self.floor_bonus + highest) if goal.coverage else 0
        self.weights, self.in_levels = self._true_weights()
        self.good, self.marks = goal.good(instance), marks_of(instance, goal)
        usable = (instance.capacity > 0)[instance.indices]
        usable &= np.repeat(instance.demand > 0, np.diff(instance.indptr))
        self.locked = np.zeros(0, dtype=np.int64) if goal.locked is None else goal.locked
        usable[self.locked] = False
        self.usable: Bools = usable

    def run(self) -> tuple[Ints, Certificate]:
        """Solve, prove, widen or raise the bonuses until the proof holds."""
        if int(self.usable.sum()) < max(PRICED_FROM, 1) or self.goal.min_load is not None:
            edge, labels = self._all_pairs()
        else:
            edge, labels = self._near_prices()
        if self.ties is not None:
            edge = self._break_ties(labels)
        matching = Matching(self.instance, edge, self.goal, self.weights, self.marks)
        certificate = matching.certificate(matching.read(labels))
        if not certificate.optimal:
            raise SolverFailed("the flow's matching could not be proven optimal")
        return (edge, certificate) if not self.in_levels else self._levelled(edge, certificate)

    def _true_weights(self) -> tuple[tuple[int, int], bool]:
        """The weights that prove everything at once, or where they pass 64 bits the bonuses, and then True."""
        try:
            return weights_of(self.instance, self.goal), False
        except BadInstance:
            return (self.bonus, self.floor_bonus), True

    def _levelled(self, edge: Ints, total: Certificate) -> tuple[Ints, Certificate]:
        """Coverage and floors proven apart; if the bonuses were too small for them, they grow and all begins again."""
        first = priorities(self.instance, edge, self.goal)
        if first is None:
            self.bonus, self.floor_bonus = self.bonus * BONUS_GROWTH, self.floor_bonus * BONUS_GROWTH
            self.weights = self.bonus, self.floor_bonus
            if self.bonus * (self._nodes() + 2) > SAFE_COST:
                raise SolverFailed("coverage and floors could not be proven greatest")
            return self.run()
        return edge, replace(total, levels=(first, *total.proofs))

    def _all_pairs(self) -> tuple[Ints, Labels]:
        """The flow over every pair; its bonuses grow until its matching is optimal under the true ones."""
        while True:
            edge = self._flow(self.usable)
            labels, settled = Matching(self.instance, edge, self.goal, self.weights).labels(None, None)
            if settled:
                return edge, labels
            self._raise_bonuses()

    def _near_prices(self) -> tuple[Ints, Labels]:
        """The flow within a window of an auction's prices; its labels tell which pairs the window lacks, until none."""
        kept, start = self._first_window()
        while True:
            edge = self._flow(kept)
            found = self._labels(edge, kept, start, None)
            while found is not None:
                if not widen(*self._table(self.instance.scores), self.marks, kept, found):
                    return edge, found
                start = found[0] - found[3]
                found = self._labels(edge, kept, start, MOST_VISITS * self.instance.needs)

    def _break_ties(self, labels: Labels) -> Ints:
        """Among all optima, the one of the least noise: they use only the pairs that the prices do not forbid."""
        kept = np.zeros(self.instance.pairs, dtype=np.bool_)
        tight(*self._table(self.instance.scores), self.marks, kept, labels)
        return self._flow(kept, seeded=True)

    def _labels(self, edge: Ints, kept: Bools, start: Ints, most_visits: int | None) -> Labels | None:
        """The labels of a matching over the kept pairs alone; nothing when it is not optimal among them."""
        pairs = np.flatnonzero(kept)
        sizes = np.searchsorted(pairs, self.instance.indptr)
        goal, places = self.goal, np.searchsorted(pairs, self.locked)
        part = Instance.of_checked(sizes, self.instance.indices[pairs], self.instance.scores[pairs], self.instance)
        if self.locked.size:
            goal = replace(goal, locked=places)
        matching = Matching(part, np.searchsorted(pairs, edge), goal, self.weights)
        labels, settled = matching.labels(start, most_visits)
        if not settled and most_visits is None:
            self._raise_bonuses()
        return labels if settled else None

    def _raise_bonuses(self) -> None:
        """The bonuses were too small for coverage and floors to come first."""
        enough = self.bonus >= self.weights[0] and self.floor_bonus >= self.weights[1]
        if enough or self.bonus * BONUS_GROWTH * (self._nodes() + 2) > SAFE_COST:
            raise SolverFailed("the flow's matching could not be proven optimal")
        self.floor_bonus = min(self.floor_bonus * BONUS_GROWTH, self.weights[1])
        self.bonus = min(self.bonus * BONUS_GROWTH, self.weights[0])

    def _nodes(self) -> int:
        return self.instance.people + self.instance.needs * (1 if self.good is None else 2) + 1

    def _table(self, values: Array) -> tuple[Ints, Halves, Array]:
        return self.instance.indptr, self.instance.indices, values

    def _first_window(self) -> tuple[Bools, Ints]:
        """The pairs near the prices of an auction, and those prices."""
        instance = self.instance
        values = instance.scores if self.good is None else instance.scores + self.floor_bonus * self.good
        highest = int(instance.scores.max(initial=0)) + 1
        step = max(1, highest // STEPS_OF_BIDS)
        places = np.minimum(instance.capacity, np.bincount(instance.indices, minlength=instance.people))
        places -= np.bincount(instance.indices[self.locked], minlength=instance.people)
        demand = np.minimum(instance.demand, np.diff(instance.indptr))
        demand -= np.bincount(instance.rows_of(self.locked), minlength=instance.needs)
        taken = (~self.usable).astype(np.int8)
        limits = np.array([2 * highest, step, MOST_BIDS * instance.needs], dtype=np.int64)
        slots = np.concatenate([[0], np.cumsum(places)])
        price = auction(*self._table(values), demand, places, slots, taken, limits)
        price[places == 0] = 2 * highest
        kept = (taken > 0) & self.usable
        window(*self._table(values), demand, price, kept, WINDOW_STEPS * step)
        kept &= self.usable
        kept[self.locked] = True
        return kept, price

    def _flow(self, kept: Bools, *, seeded: bool = False) -> Ints:
        """The optimum among the kept pairs and the locked ones, positions ascending."""
        instance, edge = self.instance, np.flatnonzero(kept & self.usable)
        rows = instance.rows_of(edge)
        locked_rows = instance.rows_of(self.locked)
        locked_load = np.bincount(instance.indices[self.locked], minlength=instance.people)
        weight, scale = self._weights(edge) if seeded else (instance.scores[edge].astype(np.int64), 1)
        good = None if self.good is None else self.good[edge]
        with_good = np.zeros(instance.needs, dtype=np.bool_)
        if self.good is not None:
            with_good[locked_rows[self.good[self.locked]]] = True
        locked_needs = np.bincount(locked_rows, minlength=instance.needs)
        least = np.zeros(instance.people, np.int64) if self.goal.min_load is None else self.goal.min_load
        network = Network(
            need=rows,
            person=instance.indices[edge].astype(np.int64),
            weight=weight,
            good=good,
            demand=np.minimum(instance.demand - locked_needs, np.bincount(rows, minlength=instance.needs)),
            has_somebody=locked_needs > 0,
            has_good=with_good,
            capacity=instance.capacity - locked_load,
            least=np.maximum(least - locked_load, 0),
        )
        chosen = edge[cheapest(network, self.bonus * scale, self.floor_bonus * scale)]
        return np.sort(np.concatenate([chosen, self.locked]))

    def _weights(self, edge: Ints) -> tuple[Ints, int]:
        """Values scaled by M plus noise 0..K, and M; the top of this file says why noise cannot change the optimum."""
        instance = self.instance
        values = instance.scores[edge].astype(np.int64)
        assert self.ties is not None  # noqa: S101 - asked for with ties only; this tells the type checker
        used = np.bincount(instance.indices, minlength=instance.people)
        most_pairs = int(
            min(np.minimum(instance.demand, np.diff(instance.indptr)).sum(), np.minimum(instance.capacity, used).sum())
        )
        largest = self.bonus + self.floor_bonus + int(instance.scores.max(initial=0)) + 1
        room = SAFE_COST // max(self._nodes() + 2, most_pairs) // largest
        spread = min(NOISE_LIMIT, max(0, room - 1) // max(most_pairs, 1))
        if spread <= 0:
            return values, 1
        noise = (self.ties[edge] % np.uint64(spread + 1)).astype(np.int64)
        scale = most_pairs * spread + 1
        return values * scale + noise, scale
