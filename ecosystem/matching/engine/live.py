"""A solved round that stays the best while it changes a little: a decline, a place more, a new need.

The plan keeps the flow of its pairs and a price for every node, so that a change leaves one unit too many at a node, or
one too few, and the shortest way to the root over reduced costs mends it: the result is again an optimum of what is
left, with exactly the value of solving again (successive shortest paths; Ahuja, Magnanti and Orlin, Network Flows,
1993). Only the value is unique: among equal optima a repair keeps what its ways do not touch, so most of the present
plan, and the same changes in the same order always give the same pairs. Balance rules break the network: refused.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live_kernels import BARRED, CHOSEN, FREE, LOCKED
from ecosystem.matching.engine.live_network import (
    BalanceNotKept,
    CannotChange,
    Change,
    CoverageFirst,
    Goals,
    Network,
    NotOptimal,
    given,
)

__all__ = ["BalanceNotKept", "CannotChange", "Change", "CoverageFirst", "Goals", "NotOptimal", "Plan"]


class Plan(Network):
    """An optimum that is kept optimal. Pairs keep their numbers; new ones come after them.

    edge: positions of the chosen pairs; prices: (need_price q, person_price v, floor_price w or None) of their
    certificate; without them, or when they do not fit, they are found again. values (pairs,): what is maximised
    instead of the score, whole numbers >= 0. Raises BalanceNotKept, NotOptimal, CannotChange (a locked pair that is
    not chosen, a minimum that is not reached).
    """

    @classmethod
    def solve(cls, instance: Instance, goal: Goals | None = None, values: Ints | None = None) -> "Plan":
        """The optimum found from nothing, unit by unit: exact, made for small instances and for tests.

        Raises CannotChange when a minimum load or a locked pair cannot be had.
        """
        aim = goal or CoverageFirst()
        empty = replace(instance, demand=np.zeros_like(instance.demand))
        bare = CoverageFirst(coverage=aim.coverage, floor=aim.floor, balance=aim.balance)
        plan = cls(empty, np.zeros(0, np.int64), bare, values=values)
        for need in np.flatnonzero(instance.demand).tolist():
            plan.set_demand(need, int(instance.demand[need]))
        for pair in [] if aim.locked is None else aim.locked.tolist():
            plan.force(int(plan.need_of[pair]), int(plan.person_of[pair]))
        for person in np.flatnonzero(given(aim.min_load, instance.people)).tolist():
            plan.set_minimum(person, int(given(aim.min_load, instance.people)[person]))
        return plan

    def copy(self) -> "Plan":
        """The same plan, to try something on."""
        other = object.__new__(Plan)
        other.__dict__.update(self.__dict__)
        for name in ("value", "demand", "capacity", "low", "floor", "good", "state", "bonus", "price"):
            setattr(other, name, getattr(self, name).copy())
        need, good, person = self.loads
        other.loads = (need.copy(), good.copy(), person.copy())
        other._index(self.net)
        return other

    def remove_pair(self, need: int, person: int) -> Change:
        """The pair becomes inadmissible: a decline. Its place and its need go to whom they serve best."""
        pair = self._known(need, person)
        with self._changing(risky=self.has_minimum) as moved:
            used, self.state[pair] = self.state[pair] in (CHOSEN, LOCKED), BARRED
            if used:
                moved.append(pair)
                self._balance(moved, 3 * person, self._node(pair))
        return self._change(moved)

    def admit_pair(self, need: int, person: int, value: int, score: int | None = None) -> Change:
        """The pair becomes admissible with this value (and score, for the floor), new or known before."""
        if self.number(need, person) < 0:
            one = np.array([value if score is None else score], dtype=np.int64)
            self._append(np.array([need]), np.array([person]), np.array([value], dtype=np.int64), one)
        return self.change_value(need, person, value, score)

    def change_value(
        self, need: int, person: int, value: int, score: int | None = None, *, reaches: bool | None = None
    ) -> Change:
        """The pair gets another value; admissible again if it was not.

        score: what is compared with the floor, the value if not given; reaches: the answer of that comparison.
        """
        pair = self._known(need, person)
        self._outgrow(top=value)
        if reaches is None:
            reaches = bool(self._reaches(np.array([need]), np.array([value if score is None else score]))[0])
        with self._changing() as moved:
            before = int(self.state[pair])
            over, short = (3 * person, self._node(pair)) if before in (CHOSEN, LOCKED) else (None, None)
            if over is not None:
                moved.append(pair)
                self.total += value - int(self.value[pair])
            self.value[pair], self.state[pair], self.good[pair] = value, FREE, reaches
            node = self._node(pair)
            gain = value + int(self.price[node]) - int(self.price[3 * person])
            if before == LOCKED or gain > 0 or (before == CHOSEN and gain == 0):
                self.state[pair] = LOCKED if before == LOCKED else CHOSEN
                moved.append(pair)
                over, short = node, 3 * person if short is None else short
            self._balance(moved, over, short)
        return self._change(moved)

    def offer(self, person: int, needs: ArrayLike, values: ArrayLike) -> Change:
        """The person's pairs with these needs get these values, admissible or not before; the others stay."""
        which, worth = np.asarray(needs, dtype=np.int64), np.asarray(values, dtype=np.int64)
        start, stop = self.net.person_start[person : person + 2]
        known = dict.fromkeys(self.need_of[self.net.person_pairs[start:stop]].tolist())
        fresh = np.array([need not in known for need in which.tolist()], dtype=np.bool_)
        if fresh.any():
            self._append(which[fresh], np.full(int(fresh.sum()), person), worth[fresh], worth[fresh])
        self._outgrow(top=int(worth.max(initial=0)))
        start, stop = self.net.person_start[person : person + 2]
        pairs = self.net.person_pairs[start:stop]
        order = np.argsort(self.need_of[pairs], kind="stable")
        pairs = pairs[order][np.searchsorted(self.need_of[pairs[order]], which)]
        good = self._reaches(which, worth)
        heads = 3 * which + 1 + good
        if self.capacity[person] == 0:
            highest = int((worth + self.price[heads]).max(initial=0))
            self.price[3 * person] = max(int(self.price[3 * person]), highest)
        used = (self.state[pairs] == CHOSEN) | (self.state[pairs] == LOCKED)
        quiet = ~used & (worth + self.price[heads] <= self.price[3 * person])
        self.value[pairs[quiet]], self.good[pairs[quiet]], self.state[pairs[quiet]] = worth[quiet], good[quiet], FREE
        before = self.chosen
        for need, value in zip(which[~quiet].tolist(), worth[~quiet].tolist(), strict=True):
            self.change_value(need, person, value)
        return self._change(np.setxor1d(before, self.chosen).tolist(), counted=True)

    def force(self, need: int, person: int) -> Change:
        """The pair is locked in, whatever it costs; CannotChange when locks or minimums leave no room for it."""
        pair = self._known(need, person)
        if self.state[pair] == BARRED:
            raise CannotChange(f"need {need} and person {person} are not admissible together")
        with self._changing() as moved:
            used, self.state[pair] = self.state[pair] != FREE, LOCKED
            if not used:
                moved.append(pair)
                self._balance(moved, self._node(pair), 3 * person)
        return self._change(moved)

    def freeze(self, pairs: Ints) -> Change:
        """Pairs that were accepted or announced are kept, with the places and the demand that they use."""
        moved: list[int] = []
        if (self.state[pairs] == CHOSEN).all():
            self.state[pairs] = LOCKED
            return self._change(moved)
        dropped: list[int] = []
        for pair in pairs.tolist():
            change = self.force(int(self.need_of[pair]), int(self.person_of[pair]))
            dropped += [*change.dropped.tolist(), *change.added.tolist()]
        return self._change(dropped, counted=True)

    def set_capacity(self, person: int, places: int) -> Change:
        """The person offers so many places in all; 0 closes them. CannotChange if more of their pairs are locked."""
        if places < self.low[person]:
            raise CannotChange(f"person {person} must have {self.low[person]} pairs at least")
        node = 3 * person
        self._outgrow(capacity=max(0, places - int(self.capacity[person])))
        with self._changing() as moved:
            while self.capacity[person] < places:
                if self.net.person_load[person] < self.capacity[person] or self.price[node] <= 0:
                    break
                self.capacity[person] += 1
                self.net.person_load[person] += 1
                self._balance(moved, over=node)
            self.capacity[person] = places
            while self.net.person_load[person] > places:
                self.net.person_load[person] -= 1
                self._balance(moved, short=node)
        return self._change(moved)

    def add_places(self, person: int, more: int = 1) -> Change:
        """The person offers more places."""
        return self.set_capacity(person, int(self.capacity[person]) + more)

    def close_person(self, person: int) -> Change:
        """The person takes nobody any more."""
        return self.set_capacity(person, 0)

    def set_minimum(self, person: int, pairs: int) -> Change:
        """The person gets so many pairs at least; CannotChange when that cannot be."""
        if pairs > self.capacity[person]:
            raise CannotChange(f"person {person} has {self.capacity[person]} places, {pairs} are the minimum")
        with self._changing() as moved:
            self.low[person] = pairs
            self.has_minimum = self.has_minimum or pairs > 0
            while self.net.person_load[person] < pairs:
                self.net.person_load[person] += 1
                self._balance(moved, over=3 * person)
        return self._change(moved)

    def set_demand(self, need: int, people: int) -> Change:
        """The need wants so many people in all; 0 withdraws it. CannotChange if more of its pairs are locked."""
        node = 3 * need + 1
        self._outgrow(demand=max(0, people - int(self.demand[need])))
        with self._changing() as moved:
            while self.demand[need] < people:
                load = self.net.need_load[need]
                if load < self.demand[need] or self.price[node] >= (self.bonus[0] if load == 0 else 0):
                    break
                self.demand[need] += 1
                self.net.need_load[need] += 1
                self._balance(moved, short=node)
            self.demand[need] = people
            while self.net.need_load[need] > people:
                self.net.need_load[need] -= 1
                self._balance(moved, over=node)
        return self._change(moved)

    def add_need(self, people: ArrayLike, values: ArrayLike, demand: int = 1, floor: int = 0) -> tuple[int, Change]:
        """A need that was not there, with its candidates, matched at once; its number and what changed."""
        need = self.demand.size
        self.demand, self.floor = np.append(self.demand, 0), np.append(self.floor, floor)
        self.loads = (np.append(self.loads[0], 0), np.append(self.loads[1], 0), self.loads[2])
        self._widen()
        who, worth = np.asarray(people, dtype=np.int64), np.asarray(values, dtype=np.int64)
        self._append(np.full(who.size, need), who, worth, worth, free=True)
        good = self.good[self.need_of == need] == 1
        self._outgrow(demand=demand, top=int(worth.max(initial=0)))
        rest = self.price[3 * who] - worth
        low = min(int(rest.min(initial=0)), int(rest[good].min(initial=0)) - int(self.bonus[1]))
        self.price[3 * need + 1], self.price[3 * need + 2] = low, low + self.bonus[1]
        return need, self.set_demand(need, demand)

    def add_person(self, needs: ArrayLike, values: ArrayLike, places: int) -> tuple[int, Change]:
        """A person who was not there, with the needs they could serve; their number and what changed."""
        person = self.capacity.size
        self.capacity, self.low = np.append(self.capacity, 0), np.append(self.low, 0)
        self.loads = (self.loads[0], self.loads[1], np.append(self.loads[2], 0))
        self._widen()
        which, worth = np.asarray(needs, dtype=np.int64), np.asarray(values, dtype=np.int64)
        self._append(which, np.full(which.size, person), worth, worth, free=True)
        self._outgrow(capacity=places, top=int(worth.max(initial=0)))
        mine = np.flatnonzero(self.person_of == person)
        heads = 3 * self.need_of[mine] + 1 + self.good[mine]
        self.price[3 * person] = int((self.value[mine] + self.price[heads]).max(initial=0))
        return person, self.set_capacity(person, places)
