"""The exact optimum under balance rules, which no network holds, by HiGHS (scipy.optimize): level after level.

First the most needs served, then, with as many, the most needs at their floor, then the highest total, then the least
noise of the seed. Each level is a mixed integer programme with the levels before it as constraints (see `levels` for
their proofs).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from ecosystem.matching.engine.arrays import Floats, Hashes, Ints
from ecosystem.matching.engine.errors import Infeasible, SolverFailed
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance

NOISE = 999
"""The seed's noise of a pair is 0..999."""
INFEASIBLE = 2
"""The status of scipy.optimize.milp for a programme without any solution."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Variables: pairs, then needs served, then needs at their floor; rows with lower and upper limits."""

    rows: csr_array
    low: Floats
    high: Floats
    least: Floats

    def best(self, gain: Floats) -> Floats:
        """The solution of the highest gain; raises Infeasible without one."""
        limits = LinearConstraint(self.rows, self.low, self.high)
        found = milp(
            -gain,
            constraints=limits,
            bounds=Bounds(self.least, np.ones(gain.size)),
            integrality=np.ones(gain.size),
            options={"mip_rel_gap": 0.0},
        )
        if found.status == INFEASIBLE:
            raise Infeasible("the balance rules cannot be kept")
        if found.x is None:
            raise SolverFailed(f"HiGHS ended with: {found.message}")
        whole: Floats = np.round(found.x)
        return whole

    def holding(self, gain: Floats, value: float) -> "Programme":
        """The same where the gain is at least a value."""
        return replace(
            self,
            rows=csr_array(vstack([self.rows, csr_array(gain[None, :])])),
            low=np.append(self.low, value),
            high=np.append(self.high, np.inf),
        )


def balanced(instance: Instance, ties: Hashes | None, goal: Goal) -> Ints:
    """The positions of the chosen pairs, ascending; raises Infeasible naming the first rule that cannot be kept."""
    try:
        return _optimum(instance, ties, goal)
    except Infeasible as error:
        rule, why = _culprit(instance, goal)
        raise Infeasible(why or str(error), rule=rule) from error


def _optimum(instance: Instance, ties: Hashes | None, goal: Goal) -> Ints:
    programme = programme_of(instance, goal)
    pairs, needs = instance.pairs, instance.needs
    served, floors, total = (np.zeros(pairs + 2 * needs) for _ in range(3))
    served[pairs : pairs + needs], floors[pairs + needs :], total[:pairs] = 1, 1, instance.scores
    for gain, wanted in ((served, goal.coverage), (floors, goal.floor is not None)):
        if wanted:
            programme = programme.holding(gain, float(gain @ programme.best(gain)))
    found = programme.best(total)
    if ties is not None:
        noise = np.zeros(pairs + 2 * needs)
        noise[:pairs] = (ties % np.uint64(NOISE + 1)).astype(np.float64)
        found = programme.holding(total, float(total @ found) - 0.5).best(-noise)
    return np.flatnonzero(found[:pairs]).astype(np.int64)


def programme_of(instance: Instance, goal: Goal) -> Programme:
    """The rows: demands, capacities, served needs, floors, and the balance rules last."""
    pairs, needs, people = instance.pairs, instance.needs, instance.people
    edges, rows, width = np.arange(pairs), instance.rows(), instance.pairs + 2 * instance.needs
    good = goal.good(instance)
    at_floor = np.zeros(pairs) if good is None else good.astype(np.float64)
    all_needs = np.arange(needs)

    def table(values: Any, row: Any, column: Any, height: int) -> coo_array:
        return coo_array((values, (row, column)), shape=(height, width))

    by_need = table(np.ones(pairs), rows, edges, needs)
    by_person = table(np.ones(pairs), instance.indices, edges, people)
    served = table(np.ones(needs), all_needs, pairs + all_needs, needs)
    floors = table(np.ones(needs), all_needs, pairs + needs + all_needs, needs)
    reached = table(at_floor, rows, edges, needs)
    rules = [table(np.ones(rule.edge.size), np.zeros(rule.edge.size, int), rule.edge, 1) for rule in goal.balance]
    least = np.zeros(people) if goal.min_load is None else goal.min_load.astype(np.float64)
    fixed = np.zeros(width)
    if goal.locked is not None:
        fixed[goal.locked] = 1
    open_ = np.full(needs, -np.inf)
    return Programme(
        rows=csr_array(vstack([by_need, by_person, served - by_need, floors - reached, *rules])),
        low=np.concatenate([open_, least, open_, open_, [rule.least for rule in goal.balance]]),
        high=np.concatenate(
            [instance.demand, instance.capacity, np.zeros(2 * needs), np.full(len(goal.balance), np.inf)]
        ),
        least=fixed,
    )


def _culprit(instance: Instance, goal: Goal) -> tuple[str, str]:
    """The first rule that cannot be kept together with those before it, and that in words."""
    nothing = np.zeros(instance.pairs + 2 * instance.needs)
    for count in range(len(goal.balance) + 1):
        try:
            programme_of(instance, replace(goal, balance=goal.balance[:count])).best(nothing)
        except Infeasible:
            if not count:
                return "", "the locks and the minimum loads cannot all be kept"
            rule = goal.balance[count - 1]
            before = " with the rules before it" if count > 1 else ""
            return rule.name, f"{rule.name}: at least {rule.least} pairs cannot be kept{before}"
    return "", ""
