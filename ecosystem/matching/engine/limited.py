"""The best assignment that gives up few of the present pairs."""

from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, coo_array, eye_array

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.errors import SolverFailed
from ecosystem.matching.engine.instance import Instance


def assign_keeping(instance: Instance, present: Ints, least: int) -> Ints:
    """Positions of the chosen pairs, ascending: as many needs as possible get somebody, then the highest total.

    present: positions (distinct) of the pairs that exist, of which at least `least` (0 to all of them) are kept.
    The side constraint breaks the network, so this is a whole-number programme (HiGHS), solved twice without gap:
    coverage, then total at that coverage. Raises SolverFailed when the solver does not prove an optimum.
    """
    pairs, needs = instance.pairs, instance.needs
    if not pairs:
        return np.zeros(0, dtype=np.int64)
    rules = _rules(instance, present, least)
    covered = np.concatenate([np.zeros(pairs), np.ones(needs)])
    most = round(float(covered @ _solve(-covered, rules)))
    rules.append(LinearConstraint(coo_array(covered[None, :]), most, np.inf))
    chosen = _solve(-np.concatenate([instance.scores, np.zeros(needs, dtype=np.int64)]), rules)
    return np.flatnonzero(chosen[:pairs] > 0.5).astype(np.int64)


def _rules(instance: Instance, present: Ints, least: int) -> list[Any]:
    """One column a pair, then one a need that tells whether it has somebody."""
    pairs, needs = instance.pairs, instance.needs
    columns, ones = np.arange(pairs), np.ones(pairs)
    by_need = coo_array((ones, (instance.rows(), columns)), shape=(needs, pairs))
    by_person = coo_array((ones, (instance.indices, columns)), shape=(instance.people, pairs))
    kept = coo_array((np.ones(present.size), (np.zeros(present.size, int), present)), shape=(1, pairs + needs))
    return [
        LinearConstraint(block_array([[by_need, coo_array((needs, needs))]]), -np.inf, instance.demand),
        LinearConstraint(block_array([[by_person, coo_array((instance.people, needs))]]), -np.inf, instance.capacity),
        LinearConstraint(block_array([[by_need, -eye_array(needs)]]), 0, np.inf),
        LinearConstraint(kept, least, np.inf),
    ]


def _solve(costs: Any, rules: list[Any]) -> Any:
    whole = np.ones(costs.size)
    found = milp(costs, constraints=rules, bounds=Bounds(0, 1), integrality=whole, options={"mip_rel_gap": 0})
    if not found.success:
        raise SolverFailed(f"the programme with few changes ended with: {found.message}")
    return np.round(found.x)
