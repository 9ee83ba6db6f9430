"""The best solution that drops at most k of the present pairs is found exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.at_most import MustChangeMore, with_few_changes
from ecosystem.matching.engine.live import CoverageFirst, Plan
from tests.ecosystem.matching.engine.builders import instances, quick, random_instance
from tests.ecosystem.matching.engine.oracle import Wanted
from tests.ecosystem.matching.engine.test_live import wanted_of


def named(instance, edge):
    return list(zip(instance.rows()[edge].tolist(), instance.indices[edge].tolist(), strict=True))


def judged(instance, floor, before, gone, at_most) -> None:
    wanted: Wanted = wanted_of(instance, floor)
    plan = Plan.solve(instance, CoverageFirst(floor=floor))
    present = np.concatenate([before, np.full(gone, -1)])
    needed = before.size - (at_most - gone)
    names = set(named(instance, before))
    if at_most < gone or (best := wanted.best(keep=(names, needed))) is None:
        with pytest.raises(MustChangeMore) as refused:
            with_few_changes(instance, present, at_most, plan)
        least = refused.value.least
        assert least > at_most
        assert least == gone or wanted.best(keep=(names, before.size - (least - gone))) is not None
        return
    found = with_few_changes(instance, present, at_most, plan)
    pairs = named(instance, found)
    assert wanted.allows(pairs)
    assert len(names & set(pairs)) >= needed
    assert wanted.value_of(pairs) == best


@quick
@given(instances(needs=5, people=4), st.data())
def test_at_most_k_pairs_are_dropped_at_the_least_cost(instance, data):
    floors = st.lists(st.sampled_from([0, 0, 3, 5_000]), min_size=instance.needs, max_size=instance.needs)
    floor = np.array(data.draw(floors), dtype=np.int64) if data.draw(st.booleans()) else None
    some = st.lists(st.integers(0, instance.pairs - 1), unique=True) if instance.pairs else st.just([])
    before = np.array(sorted(data.draw(some)), dtype=np.int64)
    gone = data.draw(st.integers(0, 1))
    judged(instance, floor, before, gone, data.draw(st.integers(0, before.size + gone)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("at_most", [0, 1, 3, 8])
def test_larger_rounds_too(seed, at_most):
    instance = random_instance(seed, 25, 10, density=0.5)
    other = random_instance(seed + 100, 25, 10, density=0.5)
    old = Plan.solve(other)
    before = instance.edge_ids(old.need_of[old.chosen], old.person_of[old.chosen])
    before = before[before >= 0]
    loads = np.bincount(instance.indices[before], minlength=instance.people) > instance.capacity
    before = before[~loads[instance.indices[before]]]
    judged(instance, None, before, 0, at_most)
