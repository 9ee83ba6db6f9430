"""Alternates are the next best, distinct, not chosen already, and always in the same order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.alternates import alternates
from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.assign import assign
from tests.ecosystem.matching.engine.builders import instance_from_rows, instances, quick


def test_they_come_by_score_then_by_places_left():
    instance = instance_from_rows([{0: 900, 1: 500, 2: 500, 3: 700}, {1: 950}], [1, 1], [1, 1, 2, 1])
    chosen = instance.edge_ids(np.array([0, 1]), np.array([0, 1]))
    found = alternates(instance, chosen, 3)
    assert found.need.tolist() == [0, 0, 0]
    assert found.person.tolist() == [3, 2, 1]
    assert found.rank.tolist() == [1, 2, 3]


@quick
@given(instances(needs=6, people=6), st.integers(0, 4), st.integers(0, 99))
def test_they_are_distinct_admissible_and_not_chosen(instance, limit, seed):
    ties = pair_hashes(seed, instance.rows(), instance.indices)
    chosen = assign(instance, ties)
    found = alternates(instance, chosen.edge, limit, ties)
    assert not set(found.edge.tolist()) & set(chosen.edge.tolist())
    assert len(set(found.edge.tolist())) == found.edge.size
    assert (instance.edge_ids(found.need, found.person) == found.edge).all()
    for need in range(instance.needs):
        mine = found.need == need
        row = np.arange(instance.indptr[need], instance.indptr[need + 1])
        left = np.sort(instance.scores[np.setdiff1d(row, chosen.edge)])[::-1]
        assert found.rank[mine].tolist() == list(range(1, min(limit, left.size) + 1))
        assert instance.scores[found.edge[mine]].tolist() == left[:limit].tolist()


def test_equal_substitutes_are_ordered_by_the_seed():
    instance = instance_from_rows([dict.fromkeys(range(8), 500)], [1], [1] * 8)
    chosen = np.array([0])
    orders = {
        tuple(alternates(instance, chosen, 7, pair_hashes(seed, instance.rows(), instance.indices)).person)
        for seed in range(5)
    }
    assert len(orders) == 5
