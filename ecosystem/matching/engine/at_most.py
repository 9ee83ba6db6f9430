"""The best solution that drops at most k of the present pairs, exactly.

Keeping a pair earns a bonus L on top of its value. For every L, the best value with the bonus, less L for each pair
that must be kept, is a limit that no allowed solution passes (Lagrange); the plan is repaired from one L to the next.
Where the best solution keeps exactly as many pairs as it must, it reaches the limit and is the answer. Otherwise the
distance between the limit and the best solution known fixes every arc whose reduced gain is larger, and HiGHS decides
among the few that are left.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from ecosystem.matching.engine.arrays import Floats, Ints
from ecosystem.matching.engine.errors import EngineError, SolverFailed
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live import Plan
from ecosystem.matching.engine.live_kernels import BARRED, LOCKED


class MustChangeMore(EngineError):
    """No solution drops so few of the present pairs; `least` is how many must go."""

    def __init__(self, asked: int, least: int) -> None:
        super().__init__(f"at most {asked} pairs may change, but {least} must")
        self.least = least


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """A solution found with a bonus: its value without the bonus, and how many present pairs it keeps."""

    plan: Plan
    bonus: int
    value: int
    kept: int

    def limit(self, needed: int) -> int:
        """What no solution that keeps `needed` pairs passes."""
        return self.value + self.bonus * (self.kept - needed)


def with_few_changes(instance: Instance, before: Ints, at_most: int, best: Plan) -> Ints:
    """Positions of the chosen pairs; before: present pairs as positions, -1 for those that are not admissible any more.

    best: an optimum of the instance, with its goal. Raises MustChangeMore when that few changes cannot be.
    """
    present = before[before >= 0]
    needed = present.size - (at_most - (before.size - present.size))
    low = _Point(best, 0, _value(best, best.value), _kept(best, present))
    if low.kept >= needed:
        return best.chosen
    top = _top_bonus(best)
    high = _at(low, present, top, best.value)
    if high.kept < needed:
        raise MustChangeMore(at_most, before.size - high.kept)
    limit = min(low.limit(needed), high.limit(needed))
    while True:
        bonus = -((high.value - low.value) // (high.kept - low.kept))
        if not low.bonus < bonus < high.bonus:
            break
        found = _at(low, present, bonus, best.value)
        limit = min(limit, found.limit(needed))
        if found.kept >= needed:
            high = found
        else:
            low = found
    if high.value == limit:
        return high.plan.chosen
    return _decided(high, present, needed, high.limit(needed) - high.value)


def _value(plan: Plan, values: Ints) -> int:
    """The value of a plan's pairs, with its bonuses, in whole numbers of any size."""
    total = int(values[plan.chosen].sum())
    return int(plan.bonus[0]) * plan.covered + int(plan.bonus[1]) * plan.above + total


def _kept(plan: Plan, present: Ints) -> int:
    return int(np.isin(present, plan.chosen).sum())


def _top_bonus(plan: Plan) -> int:
    """More than any single way through the network can lose."""
    pairs = int(plan.demand.sum()) + 1
    return 4 * (int(plan.bonus[0]) + (plan.demand.size + 1) * int(plan.bonus[1]) + pairs * (plan.top + 1))


def _at(start: _Point, present: Ints, bonus: int, values: Ints) -> _Point:
    """The plan repaired until it is the best with this bonus for each present pair."""
    plan = start.plan.copy()
    plan.pinned = True
    for pair in present.tolist():
        if plan.state[pair] != BARRED:
            need, person = int(plan.need_of[pair]), int(plan.person_of[pair])
            plan.change_value(need, person, int(values[pair]) + bonus, reaches=bool(plan.good[pair]))
    return _Point(plan, bonus, _value(plan, values), _kept(plan, present))


def _decided(point: _Point, present: Ints, needed: int, gap: int) -> Ints:
    """The exact answer among the arcs that a better solution may use, by HiGHS."""
    arcs = _Arcs(point.plan)
    kept = np.zeros(arcs.gain.size)
    kept[present] = 1.0
    low, high = arcs.low.copy(), arcs.high.copy()
    fixed = np.abs(arcs.gain) > gap
    low[fixed] = high[fixed] = arcs.flow[fixed]
    open_ = np.flatnonzero(low < high)
    balance = arcs.balance()
    rules = [LinearConstraint(balance[:, open_], *(2 * [-(balance @ np.where(low < high, 0.0, low))]))]
    held = float((kept * np.where(low < high, 0.0, low)).sum())
    rules.append(LinearConstraint(kept[None, open_], needed - held, np.inf))
    found = milp(
        -(arcs.gain - point.bonus * kept)[open_],
        integrality=np.ones(open_.size),
        bounds=Bounds(low[open_], high[open_]),
        constraints=rules,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise SolverFailed(f"HiGHS ended with {found.message}")
    flow = low.copy()
    flow[open_] = np.round(found.x)
    return np.flatnonzero(flow[: point.plan.value.size] > 0.5)


class _Arcs:
    """All arcs of a plan's network: the pairs first, then person, first and further pairs of a need, and its floor."""

    def __init__(self, plan: Plan) -> None:
        needs, people = np.arange(plan.demand.size), np.arange(plan.capacity.size)
        self.nodes = 3 * max(needs.size, people.size, 1) + 1
        root, price = self.nodes - 1, np.append(plan.price, 0).astype(np.float64)
        heads = 3 * plan.need_of + 1 + plan.good
        need_load, good_load, person_load = (load.astype(np.float64) for load in plan.loads)
        one, rest = np.minimum(plan.demand, 1), np.maximum(plan.demand - 1, 0)
        used = plan.state == LOCKED
        state = np.isin(np.arange(plan.value.size), plan.chosen)
        zeros = np.zeros(needs.size)
        self.tail = np.concatenate(
            [3 * plan.person_of, np.full(people.size, root), *2 * [3 * needs + 1], *2 * [3 * needs + 2]]
        )
        self.head = np.concatenate([heads, 3 * people, *2 * [np.full(needs.size, root)], *2 * [3 * needs + 1]])
        bonus = np.concatenate(
            [plan.value, np.zeros(people.size), zeros + plan.bonus[0], zeros, zeros + plan.bonus[1], zeros]
        )
        self.gain: Floats = bonus + price[self.head] - price[self.tail]
        self.flow = np.concatenate(
            [state, person_load, np.minimum(need_load, 1), np.maximum(need_load - 1, 0),
             np.minimum(good_load, 1), np.maximum(good_load - 1, 0)]
        ).astype(np.float64)  # fmt: skip
        floored = plan.floor > 0
        self.low = np.concatenate([used, plan.low, *4 * [zeros]]).astype(np.float64)
        self.high = np.concatenate(
            [plan.state != BARRED, plan.capacity, one, rest, one * floored, rest * floored]
        ).astype(np.float64)  # fmt: skip

    def balance(self) -> coo_array:
        """What enters less what leaves, by node, (nodes, arcs)."""
        arcs = np.arange(self.tail.size)
        cells = (np.concatenate([self.head, self.tail]), np.concatenate([arcs, arcs]))
        ones = np.concatenate([np.ones(arcs.size), -np.ones(arcs.size)])
        return coo_array((ones, cells), shape=(self.nodes, arcs.size)).tocsc()
