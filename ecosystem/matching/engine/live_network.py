"""The network of a plan: its pairs, flow and prices, and how one unit too many or too few is mended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ecosystem.matching.engine.arrays import Codes, Halves, Ints, first
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.instance import FULL_SCORE, Instance
from ecosystem.matching.engine.live_kernels import BARRED, CHOSEN, FAR, FREE, LOCKED, Net, Room, grouped, pull, push
from ecosystem.matching.engine.live_prices import holds, settle

Prices = tuple[Ints, Ints, Ints | None]
"""need_price q, person_price v, floor_price w or None, as in a certificate."""


class CannotChange(EngineError):
    """A change contradicts what is locked, a minimum load, or the pairs that exist; the plan is as it was."""


class NotOptimal(EngineError):
    """The pairs given are not an optimum, so that nothing can be kept exact from them."""


class BalanceNotKept(EngineError):
    """Balance rules cannot be kept by shortest ways: solve again instead."""


class Goals(Protocol):
    """What a plan must keep to; `goal.Goal` has this form."""

    @property
    def coverage(self) -> bool:
        """Whether serving one more need comes before any score."""

    @property
    def floor(self) -> Ints | None:
        """(needs,) hundredths, 0 for none."""

    @property
    def min_load(self) -> Ints | None:
        """(people,) pairs at least."""

    @property
    def locked(self) -> Ints | None:
        """Positions of pairs that must stay."""

    @property
    def balance(self) -> tuple[object, ...]:
        """Rules of "at least k among these"; a plan takes none."""


@dataclass(frozen=True, slots=True)
class CoverageFirst:
    """The usual goal: most needs served, then the highest total."""

    coverage: bool = True
    floor: Ints | None = None
    min_load: Ints | None = None
    locked: Ints | None = None
    balance: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What one operation changed: numbers of the pairs dropped and added, ascending; then what the plan comes to."""

    dropped: Ints
    added: Ints
    covered: int
    above: int
    total: int

    @property
    def value(self) -> tuple[int, int, int]:
        """Served needs, needs whose floor is reached, total in hundredths: compared in this order."""
        return self.covered, self.above, self.total


class Network:
    """An optimal flow with its prices; the operations that keep it optimal are those of `live.Plan`."""

    def __init__(
        self,
        instance: Instance,
        edge: Ints,
        goal: Goals | None = None,
        prices: Prices | None = None,
        values: Ints | None = None,
    ) -> None:
        aim = goal or CoverageFirst()
        if aim.balance:
            raise BalanceNotKept("a plan with balance rules is solved again, not repaired")
        self.coverage = aim.coverage
        self.total = 0
        self.pinned = False  # whether the bonuses stay what they are, however high a value becomes
        self.need_of, self.person_of = instance.rows().astype(np.int64), instance.indices.astype(np.int64)
        self.value = np.array(instance.scores if values is None else values, dtype=np.int64)
        self.demand, self.capacity = instance.demand.copy(), instance.capacity.copy()
        self.low = given(aim.min_load, instance.people)
        self.has_minimum = bool(self.low.any())
        self.floor = given(aim.floor, instance.needs)
        self.good = self._reaches(self.need_of, instance.scores.astype(np.int64))
        self.state = np.zeros(instance.pairs, np.int8)
        self.state[edge] = CHOSEN
        if aim.locked is not None and aim.locked.size:
            if (self.state[aim.locked] != CHOSEN).any():
                raise CannotChange("a locked pair is not among the chosen ones")
            self.state[aim.locked] = LOCKED
        self.top = int(self.value.max(initial=0))
        self.bonus = np.array(self._bonuses(_most_pairs(instance), self.top, instance.needs), dtype=np.int64)
        self.price = np.zeros(3 * max(instance.needs, instance.people, 1), np.int64)
        self._count()
        self._index()
        self._take(prices)

    @property
    def chosen(self) -> Ints:
        """Numbers of the pairs in use, ascending."""
        return np.flatnonzero((self.state == CHOSEN) | (self.state == LOCKED))

    @property
    def covered(self) -> int:
        """Needs with somebody."""
        return int(np.count_nonzero(self.net.need_load))

    @property
    def above(self) -> int:
        """Served needs that have a pair of at least their floor."""
        return int(np.count_nonzero(self.net.good_load))

    def number(self, need: int, person: int) -> int:
        """The number of a pair, -1 if it was never there."""
        start, stop = self.net.need_start[need : need + 2]
        row = self.net.need_pairs[start:stop]
        found = row[self.person_of[row] == person]
        return int(found[0]) if found.size else -1

    def uses(self, need: int, person: int) -> bool:
        """Whether the pair is chosen."""
        pair = self.number(need, person)
        return pair >= 0 and bool(self.state[pair] in (CHOSEN, LOCKED))

    def held(self) -> dict[int, dict[int, int]]:
        """The people of each need that has some, with the value of the pair."""
        found: dict[int, dict[int, int]] = {}
        chosen = self.chosen
        columns = (self.need_of[chosen], self.person_of[chosen], self.value[chosen])
        for need, person, value in zip(*(column.tolist() for column in columns), strict=True):
            found.setdefault(need, {})[person] = value
        return found

    def proven(self) -> bool:
        """Whether the prices prove that no other choice of pairs is worth more."""
        return bool(holds(self.net))

    @contextmanager
    def _changing(self, *, risky: bool = True) -> Iterator[list[int]]:
        """Collect the pairs that move; when a change cannot be made, put everything back (only if `risky`)."""
        arrays: list[np.ndarray] = [
            self.state,
            self.good,
            self.value,
            self.demand,
            self.capacity,
            self.low,
            self.price,
            *self.loads,
        ]
        kept, total = [array.copy() for array in arrays] if risky else [], self.total
        try:
            yield []
        except CannotChange:
            for array, before in zip(arrays, kept, strict=True):
                array[:] = before
            self.total = total
            raise

    def _balance(self, moved: list[int], over: int | None = None, short: int | None = None) -> None:
        """Send the unit too many at node `over` where it is worth most, bring the one missing at node `short`."""
        if over == short:
            return
        ended = 1
        if over is not None:
            ended = self._searched(moved, lambda: push(self.net, self.room, over, -1 if short is None else short))
        if short is not None and ended == 1:
            self._searched(moved, lambda: pull(self.net, self.room, short))

    def _searched(self, moved: list[int], search: Callable[[], int]) -> int:
        self.room.size[3] = 0
        ended = search()
        if not ended:
            raise CannotChange("what is locked and the minimum loads leave no room for this")
        moved += self.room.moved[: self.room.size[3]].tolist()
        return ended

    def _change(self, moved: list[int], *, counted: bool = False) -> Change:
        """The pairs that moved an odd number of times."""
        pairs, times = np.unique(np.array(moved, dtype=np.int64), return_counts=True)
        pairs = pairs[times % 2 == 1]
        used = (self.state[pairs] == CHOSEN) | (self.state[pairs] == LOCKED)
        dropped, added = pairs[~used], pairs[used]
        if not counted:
            self.total += int(self.value[added].sum()) - int(self.value[dropped].sum())
        return Change(dropped, added, self.covered, self.above, self.total)

    def _known(self, need: int, person: int) -> int:
        pair = self.number(need, person)
        if pair < 0:
            raise CannotChange(f"need {need} and person {person} are not admissible together")
        return pair

    def _node(self, pair: int) -> int:
        return int(3 * self.need_of[pair] + 1 + self.good[pair])

    def _reaches(self, need: Ints, score: Ints | Halves) -> Codes:
        """Which pairs reach the floor of their need, 1 or 0."""
        return ((self.floor[need] > 0) & (score >= self.floor[need])).astype(np.int8)

    def _bonuses(self, most: int, top: int, needs: int) -> tuple[int, int]:
        """What serving one more need, and reaching one more floor, outweigh: any total of `most` pairs up to `top`."""
        floor = most * top + 1 if self.floor.any() else 0
        return (needs * floor + most * top + 1 if self.coverage else 0), floor

    def _outgrow(self, *, demand: int = 0, capacity: int = 0, top: int = 0) -> None:
        """Before the plan grows past its bonuses, take larger ones with room to spare, and their prices."""
        if self.pinned:
            return
        most = min(int(self.demand.sum()) + demand, int(self.capacity.sum()) + capacity)
        self.top = max(self.top, top)
        served, floor = self._bonuses(most, self.top, self.demand.size)
        if served <= self.bonus[0] and floor <= self.bonus[1]:
            return
        self.make_room()

    def make_room(self) -> None:
        """Take bonuses large enough for twice as much, so that copies can grow without new prices each."""
        most = min(int(self.demand.sum()), int(self.capacity.sum()))
        self.bonus[:] = self._bonuses(4 * most + 64, max(self.top, 2 * FULL_SCORE), 2 * self.demand.size + 64)
        self._settle()

    def _take(self, prices: Prices | None) -> None:
        """The given prices when they hold, else those of label correction."""
        if prices is not None:
            needs, people = self.demand.size, self.capacity.size
            floor = np.zeros(needs, np.int64) if prices[2] is None else prices[2]
            self.price[0 : 3 * people : 3] = prices[1]
            self.price[1 : 3 * needs : 3] = -prices[0]
            self.price[2 : 3 * needs : 3] = floor - prices[0]
            if holds(self.net):
                return
        self._settle()

    def _settle(self) -> None:
        far = 2 * int(self.bonus[0]) + 2 * (self.demand.size + 1) * int(self.bonus[1])
        far += 2 * (int(self.demand.sum()) + 1) * (self.top + 1)
        if far > FAR // 8:
            raise NotOptimal("the values are too large for whole numbers of 64 bits")
        if not settle(self.net, far):
            raise NotOptimal("the chosen pairs are not an optimum")

    def _count(self) -> None:
        """Loads from the chosen pairs; CannotChange when they pass a limit."""
        used = self.chosen
        needs, people = self.demand.size, self.capacity.size
        need = np.bincount(self.need_of[used], minlength=needs)
        good = np.bincount(self.need_of[used[self.good[used] == 1]], minlength=needs)
        person = np.bincount(self.person_of[used], minlength=people)
        for side, wrong in (("need", need > self.demand), ("person", (person > self.capacity) | (person < self.low))):
            if wrong.any():
                raise CannotChange(f"{side} {first(wrong)} has more pairs than its limit, or fewer than its minimum")
        self.loads: tuple[Ints, Ints, Ints] = (need, good, person)
        self.total = int(self.value[used].sum())

    def _append(self, need: Ints, person: Ints, value: Ints, score: Ints, *, free: bool = False) -> None:
        """Pairs with the next numbers, barred until they are wanted."""
        self.need_of, self.person_of = np.append(self.need_of, need), np.append(self.person_of, person)
        self.value = np.append(self.value, value)
        self.good = np.append(self.good, self._reaches(need, score))
        self.state = np.append(self.state, np.full(need.size, FREE if free else BARRED, dtype=np.int8))
        self._index()

    def _widen(self) -> None:
        """Room for the prices of one more need or person."""
        more = 3 * max(self.demand.size, self.capacity.size) - self.price.size
        self.price = np.append(self.price, np.zeros(max(0, more), np.int64))

    def _index(self, like: Net | None = None) -> None:
        """Lists of pairs by need and by person, and the memory of the searches."""
        if like is None:
            by_need, by_person = grouped(self.need_of, self.demand.size), grouped(self.person_of, self.capacity.size)
            lists = (*by_need, *by_person)
            nodes = self.price.size
            distance, near, by, stamp, heap, place, settled = np.zeros((7, nodes), np.int64)
            moved, size = np.zeros(2 * nodes + 2, np.int64), np.zeros(4, np.int64)
            self.room = Room(distance, near, by, stamp, heap, place, settled, moved, size)
        else:
            lists = (like.need_start, like.need_pairs, like.person_start, like.person_pairs)
        limits = (self.demand, self.capacity, self.low, self.floor)
        pairs = (self.need_of, self.person_of, self.value)
        self.net = Net(*lists, *pairs, self.good, self.state, *limits, *self.loads, self.price, self.bonus)


def given(values: Ints | None, size: int) -> Ints:
    """A writable copy of limits, zeros when none are given, (size,)."""
    return np.zeros(size, dtype=np.int64) if values is None else np.asarray(values, dtype=np.int64).copy()


def _most_pairs(instance: Instance) -> int:
    """Most pairs that can be chosen at the same time, or more."""
    on_needs = np.minimum(instance.demand, np.diff(instance.indptr)).sum()
    on_people = np.minimum(instance.capacity, np.bincount(instance.indices, minlength=instance.people)).sum()
    return int(min(on_needs, on_people))
