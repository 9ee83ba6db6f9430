"""The proofs of a round with balance rules: coverage, floors, then the total, each resting on those before it.

Each level is the linear programme of `balanced` with the former levels held; the dual of its optimum, times SCALE and
rounded, bounds the level. The bound is true whatever the rounding; the level is proven when it leaves less than one
unit (SCALE) of slack, which it does whenever the relaxation is whole.
"""

from dataclasses import replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import vstack

from ecosystem.matching.engine.arrays import Floats, Ints
from ecosystem.matching.engine.balanced import Programme, programme_of
from ecosystem.matching.engine.certificate import Certificate, Matching, Prices, Proof
from ecosystem.matching.engine.errors import SolverFailed
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance

SCALE = 720_720
"""Prices are multiples of 1 / SCALE: every fraction with a denominator up to 16 is exact."""


def level_proofs(instance: Instance, goal: Goal, reached: Certificate) -> list[Proof]:
    """A proof of each thing that the goal asks for, in order; goal: checked. Raises SolverFailed."""
    programme, found = programme_of(instance, goal), []
    pairs, needs = instance.pairs, instance.needs
    served, floors, total = (np.zeros(pairs + 2 * needs) for _ in range(3))
    served[pairs : pairs + needs], floors[pairs + needs :], total[:pairs] = 1, 1, instance.scores
    levels = ((0, served, reached.covered, goal.coverage), (1, floors, reached.above_floor, goal.floor is not None))
    held: list[int] = []
    for aim, gain, value, is_wanted in (*levels, (2, total, reached.objective, True)):
        if is_wanted:
            found.append(_level(instance, goal, _dual(programme, gain), aim, held))
            programme = programme.holding(gain, float(value))
            held.append(aim)
    return found


def certified(instance: Instance, edge: Ints, goal: Goal) -> Certificate:
    """The certificate of a matching under balance rules, level by level; gap: units that its levels leave unproven."""
    nothing = Prices(*(np.zeros(size, np.int64) for size in (instance.needs, instance.people, instance.needs)))
    plain = Matching(instance, edge, replace(goal, balance=()), (0, 0)).certificate(nothing)
    proofs = level_proofs(instance, goal, plain)
    reached = plain.covered, plain.above_floor, plain.objective
    gaps = [
        (proof.bound - sum(weight * value for weight, value in zip(proof.weights, reached, strict=True))) // SCALE
        for proof in proofs
    ]
    last = proofs[-1].prices
    return replace(
        plain,
        dual_bound=plain.primal + gaps[-1],
        gap=sum(gaps),
        need_price=last.need // SCALE,
        person_price=last.person // SCALE,
        floor_price=last.floor // SCALE,
        rule_price=last.rule // SCALE,
        levels=tuple(proofs),
    )


def _level(instance: Instance, goal: Goal, dual: Floats, aim: int, held: list[int]) -> Proof:
    price = np.round(dual * SCALE).astype(np.int64)
    needs, people = instance.needs, instance.people
    demand, person, served, floors, rest = np.split(price, np.cumsum([needs, people, needs, needs]))
    rules, before = -rest[: len(goal.balance)], -rest[len(goal.balance) :]
    weights = [0, 0, 0]
    weights[aim] = SCALE
    for place, weight in zip(held, before.tolist(), strict=True):
        weights[place] = max(0, weight)
    least = np.zeros(people, np.int64) if goal.min_load is None else goal.min_load
    prices = Prices(
        need=demand - np.clip(served, 0, weights[0]),
        person=np.where(least > 0, person, np.maximum(person, 0)),
        floor=np.clip(floors, 0, weights[1]),
        rule=np.maximum(rules, 0),
    )
    found = weights[0], weights[1], weights[2]
    return Proof(found, prices, _bound(instance, goal, prices, found))


def _bound(instance: Instance, goal: Goal, prices: Prices, weights: tuple[int, int, int]) -> int:
    """The formula of `certificate`, with a weight on the value too."""
    rows, wants = instance.rows(), instance.demand > 0
    slack = weights[2] * instance.scores.astype(np.int64) - prices.need[rows] - prices.person[instance.indices]
    good, total = goal.good(instance), 0
    if good is not None and goal.floor is not None:
        slack += np.where(good, prices.floor[rows], 0)
        total += int(np.maximum(weights[1] - prices.floor, 0)[(goal.floor > 0) & wants].sum())
    for rule, price in zip(goal.balance, prices.rule.tolist(), strict=True):
        slack[rule.edge] += price
        total -= rule.least * price
    gained = np.maximum(slack, 0)
    if goal.locked is not None:
        gained[goal.locked] = slack[goal.locked]
    least = 0 if goal.min_load is None else int((goal.min_load * np.minimum(prices.person, 0)).sum())
    return (
        total
        + least
        + int(gained.sum())
        + int((instance.demand * np.maximum(prices.need, 0)).sum())
        + int((instance.capacity * np.maximum(prices.person, 0)).sum())
        + int(np.maximum(weights[0] - np.maximum(-prices.need, 0), 0)[wants].sum())
    )


def _dual(programme: Programme, gain: Floats) -> Floats:
    """The price of each row of the programme without its whole-number condition; below 0 where a lower limit holds."""
    low, high = np.isfinite(programme.low), np.isfinite(programme.high)
    found = linprog(
        -gain,
        A_ub=vstack([programme.rows[high], -programme.rows[low]]),
        b_ub=np.concatenate([programme.high[high], -programme.low[low]]),
        bounds=np.stack([programme.least, np.ones(gain.size)], axis=1),
        method="highs",
    )
    if found.status != 0:
        raise SolverFailed(f"HiGHS ended with: {found.message}")
    price: Floats = np.zeros(programme.low.size)
    price[high] -= found.ineqlin.marginals[: int(high.sum())]
    price[low] += found.ineqlin.marginals[int(high.sum()) :]
    return price
