"""The optimum of small instances by trying everything, and by another solver: nothing is shared with the engine."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def outcome(instance, goal, chosen):
    """What a set of pairs comes to, in the order of what is wanted; nothing when it breaks a limit."""
    rows = instance.rows()
    loads = np.bincount(rows[chosen], minlength=instance.needs)
    held = np.bincount(instance.indices[chosen], minlength=instance.people)
    least = np.zeros(instance.people) if goal.min_load is None else np.asarray(goal.min_load)
    if (loads > instance.demand).any() or (held > instance.capacity).any() or (held < least).any():
        return None
    if goal.locked is not None and not set(np.asarray(goal.locked).tolist()) <= set(chosen):
        return None
    if any(len(set(rule.edge.tolist()) & set(chosen)) < rule.least for rule in goal.balance):
        return None
    floors = np.zeros(instance.needs) if goal.floor is None else np.asarray(goal.floor)
    good = {int(rows[edge]) for edge in chosen if 0 < floors[rows[edge]] <= instance.scores[edge]}
    covered = int((loads > 0).sum()) if goal.coverage else 0
    return covered, len(good), int(instance.scores[chosen].sum())


def best_by_trying_everything(instance, goal):
    """The greatest outcome over all subsets of pairs, or nothing when none is allowed; a dozen pairs at most."""
    best = None
    for mask in range(1 << instance.pairs):
        chosen = [edge for edge in range(instance.pairs) if mask >> edge & 1]
        found = outcome(instance, goal, chosen)
        if found is not None and (best is None or found > best):
            best = found
    return best


def best_by_highs(instance, goal):
    """The same by three mixed integer programmes of HiGHS, one a level."""
    pairs, needs, people = instance.pairs, instance.needs, instance.people
    rows = instance.rows()
    width = pairs + 2 * needs
    if not width:
        return None if goal.min_load is not None and np.any(goal.min_load) else (0, 0, 0)
    table, low, high = [], [], []

    def row(columns, values, least, most):
        line = np.zeros(width)
        line[columns] = values
        table.append(line)
        low.append(least)
        high.append(most)

    floors = np.zeros(needs) if goal.floor is None else np.asarray(goal.floor)
    least = np.zeros(people) if goal.min_load is None else np.asarray(goal.min_load)
    for need in range(needs):
        mine = np.flatnonzero(rows == need)
        good = [edge for edge in mine if 0 < floors[need] <= instance.scores[edge]]
        row(mine, 1, 0, instance.demand[need])
        row([*mine, pairs + need], [1] * len(mine) + [-1], 0, np.inf)
        row([*good, pairs + needs + need], [1] * len(good) + [-1], 0, np.inf)
    for person in range(people):
        row(np.flatnonzero(instance.indices == person), 1, least[person], instance.capacity[person])
    for rule in goal.balance:
        row(rule.edge, 1, rule.least, np.inf)
    fixed = np.zeros(width)
    if goal.locked is not None:
        fixed[np.asarray(goal.locked)] = 1
    gains = []
    if goal.coverage:
        gains.append(np.r_[np.zeros(pairs), np.ones(needs), np.zeros(needs)])
    gains += [np.r_[np.zeros(pairs + needs), np.ones(needs)], np.r_[instance.scores, np.zeros(2 * needs)]]
    values = [] if goal.coverage else [0]
    for gain in gains:
        constraints = LinearConstraint(np.array(table), low, high) if table else ()
        found = milp(-gain, constraints=constraints, bounds=Bounds(fixed, np.ones(width)), integrality=np.ones(width))
        if found.x is None:
            return None
        values.append(round(-found.fun))
        row(np.arange(width), gain, values[-1] - 0.25, np.inf)
    return tuple(values)
