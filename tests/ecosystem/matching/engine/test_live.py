"""After any changes, a repaired plan is worth exactly what solving again is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.certificate import certify
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live import BalanceNotKept, CannotChange, CoverageFirst, NotOptimal, Plan
from tests.ecosystem.matching.engine.builders import instance_from_rows, instances, quick, random_instance
from tests.ecosystem.matching.engine.oracle import Wanted


def wanted_of(instance: Instance, floor=None) -> Wanted:
    names = zip(instance.rows().tolist(), instance.indices.tolist(), strict=True)
    return Wanted(
        dict(enumerate(instance.demand.tolist())),
        dict(enumerate(instance.capacity.tolist())),
        dict(zip(names, instance.scores.tolist(), strict=True)),
        floor=dict(enumerate([] if floor is None else floor.tolist())),
    )


def names_of(plan: Plan, pair: int) -> tuple[int, int]:
    return int(plan.need_of[pair]), int(plan.person_of[pair])


def pairs_of(plan: Plan) -> list[tuple[int, int]]:
    return [names_of(plan, pair) for pair in plan.chosen.tolist()]


class Couple:
    """A plan and the plain description of what it should be an optimum of, changed together."""

    def __init__(self, instance, floor, coverage=True):
        goal = CoverageFirst(coverage=coverage, floor=floor)
        self.plan, self.wanted = Plan.solve(instance, goal), wanted_of(instance, floor)
        self.wanted.coverage = coverage

    def same(self):
        plan, found = self.plan, pairs_of(self.plan)
        assert self.wanted.allows(found)
        assert plan.proven()
        assert (plan.covered, plan.above, plan.total) == self.wanted.value_of(found)
        first = 0 if self.wanted.coverage else 1
        assert self.wanted.value_of(found)[first:] == self.wanted.best()[first:]

    def act(self, draw):
        needs, people, pairs = (sorted(part) for part in (self.wanted.demand, self.wanted.capacity, self.wanted.pairs))
        free = [name for name in pairs if name not in self.wanted.locked]
        ways = {
            "remove": (self.remove, pairs),
            "value": (self.value, pairs),
            "force": (self.force, free),
            "freeze": (self.freeze, [name for name in free if self.plan.uses(*name)]),
            "capacity": (self.capacity, people),
            "demand": (self.demand, needs),
            "minimum": (self.minimum, people),
            "admit": (self.admit, [(i, j) for i in needs for j in people if (i, j) not in pairs]),
            "offer": (self.offer, people if needs else []),
            "need": (self.need, [people]),
            "person": (self.person, [needs]),
        }
        act, choices = ways[draw(st.sampled_from(sorted(name for name, (_, some) in ways.items() if some)))]
        before = (pairs_of(self.plan), self.plan.total, self.plan.covered)
        try:
            change = act(draw, draw(st.sampled_from(choices)))
        except CannotChange:
            assert before == (pairs_of(self.plan), self.plan.total, self.plan.covered)
            return
        after = set(pairs_of(self.plan))
        named = [{names_of(self.plan, pair) for pair in pairs.tolist()} for pairs in (change.dropped, change.added)]
        assert named == [set(before[0]) - after, after - set(before[0])]
        assert change.value == (self.plan.covered, self.plan.above, self.plan.total)

    def attempt(self, act, **changed):
        """Do it; when it is refused, the description must have no solution either, and stays as it was."""
        kept = {name: getattr(self.wanted, name) for name in changed}
        for name, value in changed.items():
            setattr(self.wanted, name, value)
        try:
            return act()
        except CannotChange:
            assert self.wanted.best() is None
            for name, value in kept.items():
                setattr(self.wanted, name, value)
            raise

    def remove(self, draw, name):
        rest = {key: value for key, value in self.wanted.pairs.items() if key != name}
        return self.attempt(lambda: self.plan.remove_pair(*name), pairs=rest, locked=self.wanted.locked - {name})

    def value(self, draw, name):
        worth = draw(st.integers(0, 8) | st.integers(0, 20_000))
        return self.attempt(lambda: self.plan.change_value(*name, worth), pairs=self.wanted.pairs | {name: worth})

    def admit(self, draw, name):
        worth = draw(st.integers(0, 10_000))
        return self.attempt(lambda: self.plan.admit_pair(*name, worth), pairs=self.wanted.pairs | {name: worth})

    def force(self, draw, name):
        return self.attempt(lambda: self.plan.force(*name), locked=self.wanted.locked | {name})

    def freeze(self, draw, name):
        return self.attempt(
            lambda: self.plan.freeze(np.array([self.plan.number(*name)])), locked=self.wanted.locked | {name}
        )

    def capacity(self, draw, person):
        places = draw(st.integers(0, 4))
        return self.attempt(
            lambda: self.plan.set_capacity(person, places), capacity=self.wanted.capacity | {person: places}
        )

    def demand(self, draw, need):
        people = draw(st.integers(0, 4))
        return self.attempt(lambda: self.plan.set_demand(need, people), demand=self.wanted.demand | {need: people})

    def minimum(self, draw, person):
        least = draw(st.integers(0, 2))
        if least < self.wanted.low.get(person, 0):
            least = self.wanted.low[person]
        return self.attempt(lambda: self.plan.set_minimum(person, least), low=self.wanted.low | {person: least})

    def offer(self, draw, person):
        row = draw(st.dictionaries(st.sampled_from(sorted(self.wanted.demand)), st.integers(0, 12_000)))
        offered = {(need, person): value for need, value in row.items()}
        return self.attempt(
            lambda: self.plan.offer(person, list(row), list(row.values())), pairs=self.wanted.pairs | offered
        )

    def need(self, draw, people):
        row = draw(st.dictionaries(st.sampled_from(people), st.integers(0, 10_000))) if people else {}
        people_wanted, floor = draw(st.integers(0, 3)), draw(st.sampled_from([0, 4, 5_000]))
        number, change = self.plan.add_need(list(row), list(row.values()), people_wanted, floor)
        self.wanted.pairs = self.wanted.pairs | {(number, person): value for person, value in row.items()}
        self.wanted.demand = self.wanted.demand | {number: people_wanted}
        self.wanted.floor = self.wanted.floor | {number: floor}
        return change

    def person(self, draw, needs):
        row = draw(st.dictionaries(st.sampled_from(needs), st.integers(0, 10_000))) if needs else {}
        places = draw(st.integers(0, 3))
        number, change = self.plan.add_person(list(row), list(row.values()), places)
        self.wanted.pairs = self.wanted.pairs | {(need, number): value for need, value in row.items()}
        self.wanted.capacity = self.wanted.capacity | {number: places}
        return change


@quick
@given(instances(needs=5, people=4), st.data())
def test_any_sequence_of_changes_keeps_the_optimum(instance, data):
    floors = st.lists(st.sampled_from([0, 0, 3, 5_000]), min_size=instance.needs, max_size=instance.needs)
    floor = np.array(data.draw(floors), dtype=np.int64) if data.draw(st.booleans()) else None
    couple = Couple(instance, floor, coverage=data.draw(st.sampled_from([True, True, False])))
    couple.same()
    for _ in range(data.draw(st.integers(1, 6))):
        couple.act(data.draw)
        couple.same()


@quick
@given(instances(needs=6, people=5))
def test_a_plan_found_from_nothing_is_worth_the_assignment(instance):
    chosen = assign(instance)
    plan = Plan.solve(instance)
    assert (plan.covered, plan.total) == (np.unique(chosen.need).size, int(instance.scores[chosen.edge].sum()))


@pytest.mark.parametrize("seed", range(3))
def test_declines_one_after_the_other_equal_solving_again(seed):
    instance = random_instance(seed, 120, 40, density=0.3, capacity=4)
    chosen = assign(instance)
    proof = certify(instance, chosen.need, chosen.person)
    plan = Plan(instance, chosen.edge, prices=(proof.need_price, proof.person_price, None))
    for pair in chosen.edge[:: max(1, chosen.edge.size // 15)].tolist():
        plan.remove_pair(int(instance.rows()[pair]), int(instance.indices[pair]))
        kept = plan.state != 3
        rest = Instance(
            np.concatenate([[0], np.cumsum(np.bincount(instance.rows()[kept], minlength=instance.needs))]),
            instance.indices[kept], instance.scores[kept], instance.demand, instance.capacity,
        )  # fmt: skip
        again = assign(rest)
        assert (plan.covered, plan.total) == (np.unique(again.need).size, int(rest.scores[again.edge].sum()))


def test_frozen_pairs_are_never_moved():
    instance = random_instance(5, 60, 30, density=0.4, capacity=3)
    chosen = assign(instance)
    plan = Plan(instance, chosen.edge)
    frozen = chosen.edge[::2]
    plan.freeze(frozen)
    for pair in chosen.edge[1::4].tolist():
        plan.remove_pair(int(instance.rows()[pair]), int(instance.indices[pair]))
    assert np.isin(frozen, plan.chosen).all()
    assert plan.proven()


def test_a_copy_leaves_the_plan_alone():
    instance = random_instance(6, 30, 12, density=0.5)
    plan = Plan.solve(instance)
    before = plan.chosen.tolist()
    other = plan.copy()
    other.close_person(0)
    other.add_need([1, 2], [9_000, 8_000])
    assert plan.chosen.tolist() == before
    assert plan.proven()
    assert other.proven()


def test_what_cannot_be_kept_is_refused_by_name():
    instance = instance_from_rows([{0: 9_000, 1: 8_000}, {0: 7_000, 1: 7_500}], [1, 1], [1, 1])
    best = assign(instance).edge
    with pytest.raises(BalanceNotKept):
        Plan(instance, best, CoverageFirst(balance=(object(),)))
    with pytest.raises(NotOptimal):
        Plan(instance, np.array([1, 2]))
    with pytest.raises(CannotChange, match="person 0 has more pairs"):
        Plan(instance, np.array([0, 2]))
    plan = Plan(instance, best)
    with pytest.raises(CannotChange, match="need 0 and person 5"):
        plan.force(0, 5)
    plan.freeze(best)
    with pytest.raises(CannotChange, match="leave no room"):
        plan.close_person(0)
    with pytest.raises(CannotChange, match="a locked pair"):
        Plan(instance, best, CoverageFirst(locked=np.array([1])))
