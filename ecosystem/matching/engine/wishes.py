"""What staff ask of a round beyond weights and rules, by rows of needs and of people, and the goal that it makes."""

from dataclasses import dataclass, field

import numpy as np

from ecosystem.matching.engine.arrays import Ints, whole
from ecosystem.matching.engine.errors import BadProblem, Infeasible
from ecosystem.matching.engine.goal import Balance, Goal, relative_floor
from ecosystem.matching.engine.instance import Instance


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class BalanceWish:
    """At least `least` pairs with these people (rows): in the whole round, or for each need that has any candidate."""

    name: str
    least: int
    people: Ints
    of_each_need: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """Floor, minimum loads, pairs imposed by hand, and balance rules.

    floor_percent: 0..100 of each need's own best candidate; min_load (people,): pairs that a person must get at least;
    locked_need, locked_person: pairs that must be chosen. Raises BadProblem, which names the row.
    """

    floor_percent: int = 0
    min_load: Ints | None = None
    locked_need: Ints = field(default_factory=_none)
    locked_person: Ints = field(default_factory=_none)
    balance: tuple[BalanceWish, ...] = ()

    def checked(self, needs: int, people: int) -> "Wishes":
        """The same with validated arrays, for so many needs and people."""
        if not 0 <= self.floor_percent <= 100:
            raise BadProblem(f"floor_percent is {self.floor_percent}, expected 0 to 100")
        least = None if self.min_load is None else whole("min_load", self.min_load, error=BadProblem)
        if least is not None and least.size != people:
            raise BadProblem(f"min_load: {least.size} rows, expected {people}")
        locked_need = whole("locked_need", self.locked_need, high=needs - 1, error=BadProblem)
        locked_person = whole("locked_person", self.locked_person, high=people - 1, error=BadProblem)
        if locked_need.size != locked_person.size:
            raise BadProblem(f"{locked_need.size} needs for {locked_person.size} people in the pairs imposed")
        rules = tuple(
            BalanceWish(rule.name, int(rule.least), _people(rule, people), bool(rule.of_each_need))
            for rule in self.balance
        )
        return Wishes(int(self.floor_percent), least, locked_need, locked_person, rules)

    def goal(self, market: Instance) -> Goal:
        """The goal on a market of pairs; raises Infeasible for a pair imposed that no rule lets be a candidate.

        Where a floor is asked every need has one, of the least unit at least: a need without candidates stays below.
        """
        edge = market.edge_ids(self.locked_need, self.locked_person)
        for row in np.flatnonzero(edge < 0).tolist():
            need, person = int(self.locked_need[row]), int(self.locked_person[row])
            raise Infeasible(f"need {need} and person {person} are imposed, but a rule excludes them", need, person)
        floor = np.maximum(relative_floor(market, self.floor_percent), 1) if self.floor_percent else None
        return Goal(
            floor=floor,
            min_load=self.min_load,
            locked=edge if edge.size else None,
            balance=tuple(balance for rule in self.balance for balance in _balances(rule, market)),
        )


def _people(rule: BalanceWish, people: int) -> Ints:
    rows = whole(f"{rule.name}.people", rule.people, high=people - 1, error=BadProblem)
    if rule.least < 0:
        raise BadProblem(f"{rule.name}: at least {rule.least}, expected 0 or more")
    unique: Ints = np.unique(rows)
    return unique


def _balances(rule: BalanceWish, market: Instance) -> list[Balance]:
    mine = np.flatnonzero(np.isin(market.indices, rule.people)).astype(np.int64)
    if not rule.of_each_need:
        return [Balance(mine, rule.least, rule.name)]
    rows = market.rows_of(mine)
    asking = np.flatnonzero((np.diff(market.indptr) > 0) & (market.demand > 0)).tolist()
    return [Balance(mine[rows == need], rule.least, f"{rule.name} (need {need})") for need in asking]
