"""The best that can be had, found by HiGHS from the definition alone: the judge of everything that repairs."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


@dataclass
class Wanted:
    """A small problem as plain dictionaries, changed by the tests as the plan is."""

    demand: dict[int, int]
    capacity: dict[int, int]
    pairs: dict[tuple[int, int], int]
    floor: dict[int, int] = field(default_factory=dict)
    low: dict[int, int] = field(default_factory=dict)
    locked: set[tuple[int, int]] = field(default_factory=set)
    coverage: bool = True

    def best(self, *, keep: tuple[set[tuple[int, int]], int] | None = None) -> tuple[int, int, int] | None:
        """(covered, above, total), or nothing when it cannot be; keep: at least so many of these pairs."""
        names = sorted(self.pairs)
        needs = sorted(self.demand)
        pairs, served, above = len(names), len(needs), len(needs)
        size = pairs + served + above
        at = {name: column for column, name in enumerate(names)}
        rows, low, high = [], [], []

        def rule(cells, least, most):
            row = np.zeros(size)
            for column, value in cells:
                row[column] += value
            rows.append(row)
            low.append(least)
            high.append(most)

        for order, need in enumerate(needs):
            mine = [name for name in names if name[0] == need]
            rule([(at[name], 1) for name in mine], 0, self.demand[need])
            rule([(at[name], 1) for name in mine] + [(pairs + order, -1)], 0, np.inf)
            floor = self.floor.get(need, 0)
            good = [name for name in mine if floor and self.pairs[name] >= floor]
            rule([(at[name], 1) for name in good] + [(pairs + served + order, -1)], 0, np.inf)
        for person, capacity in self.capacity.items():
            rule([(at[name], 1) for name in names if name[1] == person], self.low.get(person, 0), capacity)
        if keep:
            rule([(at[name], 1) for name in keep[0] if name in at], keep[1], np.inf)
        top = max([*self.pairs.values(), 0])
        most = min(sum(self.demand.values()), sum(self.capacity.values()))
        on_floor = most * top + 1 if any(self.floor.values()) else 0
        on_served = len(needs) * on_floor + most * top + 1 if self.coverage else 0
        gains = [self.pairs[name] for name in names] + [on_served] * served + [on_floor] * above
        least = np.zeros(size)
        for name in self.locked:
            least[at[name]] = 1
        if not size:
            return (0, 0, 0) if not any(self.low.values()) else None
        found = milp(
            -np.array(gains, dtype=float),
            integrality=np.ones(size),
            bounds=Bounds(least, np.ones(size)),
            constraints=LinearConstraint(np.array(rows), np.array(low, dtype=float), np.array(high, dtype=float)),
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            return None
        used = np.round(found.x).astype(int)
        chosen = [name for name in names if used[at[name]]]
        return self.value_of(chosen)

    def value_of(self, chosen: list[tuple[int, int]]) -> tuple[int, int, int]:
        """What a choice of pairs comes to."""
        reached = {need for need, person in chosen if 0 < self.floor.get(need, 0) <= self.pairs[need, person]}
        return len({need for need, _ in chosen}), len(reached), sum(self.pairs[name] for name in chosen)

    def allows(self, chosen: list[tuple[int, int]]) -> bool:
        """Whether a choice keeps every limit."""
        needs = [need for need, _ in chosen]
        people = [person for _, person in chosen]
        return (
            len(set(chosen)) == len(chosen)
            and set(chosen) <= set(self.pairs)
            and self.locked <= set(chosen)
            and all(needs.count(need) <= limit for need, limit in self.demand.items())
            and all(self.low.get(who, 0) <= people.count(who) <= limit for who, limit in self.capacity.items())
        )
