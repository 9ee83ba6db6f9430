"""What is best, and what must hold: coverage, floor, total, in this order, under minimum loads, locks and balance."""

from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Ints, first, whole
from ecosystem.matching.engine.errors import BadGoal, Infeasible
from ecosystem.matching.engine.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """At least `least` of these pairs are chosen; name: what staff call the rule, for messages.

    edge: positions of pairs of the instance, each once.
    """

    edge: Ints
    least: int
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """The order of what is wanted: served needs, then needs at their floor, then the total of values.

    coverage: serve as many needs as possible before anything else; floor (needs,): in the instance's units, 0 for none:
    then as many served needs as possible have a pair of at least that value; min_load (people,): pairs that a person
    must get at least; locked: positions of pairs that must be chosen; balance: rules over sets of pairs.
    """

    coverage: bool = True
    floor: Ints | None = None
    min_load: Ints | None = None
    locked: Ints | None = None
    balance: tuple[Balance, ...] = ()

    def checked(self, instance: Instance) -> "Goal":
        """The same with validated arrays; raises BadGoal or Infeasible, which name the row, the pair or the rule."""
        floor = None if self.floor is None else _vector("floor", self.floor, instance.needs)
        locked = None if self.locked is None else _locked(self.locked, instance)
        least = None if self.min_load is None else _vector("min_load", self.min_load, instance.people)
        if least is not None and (least > instance.capacity).any():
            row = first(least > instance.capacity)
            short = f"person {row}: at least {least[row]} wanted, but {instance.capacity[row]} places left"
            raise Infeasible(short, person=row)
        floor = None if floor is None or not floor.any() else floor
        least = None if least is None or not least.any() else least
        return replace(
            self,
            floor=floor,
            min_load=least,
            locked=locked,
            balance=tuple(_balance(rule, number, instance) for number, rule in enumerate(self.balance)),
        )

    def good(self, instance: Instance) -> Bools | None:
        """Which pairs reach the floor of a need that has one, shape (pairs,); nothing without floors."""
        if self.floor is None:
            return None
        floors = np.repeat(self.floor, np.diff(instance.indptr))
        reached: Bools = (instance.scores >= floors) & (floors > 0)
        return reached


def relative_floor(instance: Instance, percent: int) -> Ints:
    """A floor of `percent` (0..100) of each need's own best candidate with a place, rounded up, shape (needs,)."""
    if not 0 <= percent <= 100:
        raise BadGoal(f"the floor is {percent} %, expected 0 to 100")
    return floor_share(instance, percent, 100)


def floor_share(instance: Instance, part: int, whole_: int) -> Ints:
    """A floor of part / whole_ of each need's best candidate with a place, rounded up, shape (needs,)."""
    open_ = instance.capacity[instance.indices] > 0
    scores = np.where(open_, instance.scores, 0)
    best = np.zeros(instance.needs, dtype=np.int64)
    filled = np.flatnonzero(np.diff(instance.indptr))
    if filled.size:
        best[filled] = np.maximum.reduceat(scores, instance.indptr[filled])
    return -((-best * part) // whole_)


def _vector(name: str, values: Ints, size: int) -> Ints:
    result = whole(name, values, error=BadGoal)
    if result.size != size:
        raise BadGoal(f"{name}: {result.size} values, expected {size}")
    return result


def _edges(name: str, values: Ints, instance: Instance) -> Ints:
    edge = np.sort(whole(name, values, high=instance.pairs - 1, error=BadGoal))
    if (edge[1:] == edge[:-1]).any():
        pair = edge[first(edge[1:] == edge[:-1])]
        raise BadGoal(f"{name}: pair {pair} is given twice")
    return edge


def _locked(values: Ints, instance: Instance) -> Ints | None:
    edge = _edges("locked", values, instance)
    sides = (
        ("need", np.bincount(instance.rows_of(edge), minlength=instance.needs), instance.demand),
        ("person", np.bincount(instance.indices[edge], minlength=instance.people), instance.capacity),
    )
    for side, load, limit in sides:
        if (load > limit).any():
            row = first(load > limit)
            raise Infeasible(
                f"{side} {row}: {load[row]} pairs are locked, at most {limit[row]} allowed",
                need=row if side == "need" else -1,
                person=row if side == "person" else -1,
            )
    return edge if edge.size else None


def _balance(rule: Balance, number: int, instance: Instance) -> Balance:
    name = rule.name or f"balance rule {number}"
    edge = _edges(name, rule.edge, instance)
    if rule.least < 0:
        raise BadGoal(f"{name}: at least {rule.least}, expected 0 or more")
    if edge.size < rule.least:
        raise Infeasible(f"{name}: at least {rule.least} pairs wanted, but only {edge.size} are admissible", rule=name)
    return Balance(edge, int(rule.least), name)
