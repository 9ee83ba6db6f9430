"""The certificate proves the optimum without the solver, and a worse matching cannot pass for one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.certificate import Prices, certify, dual_bound
from ecosystem.matching.engine.errors import BadPairs
from ecosystem.matching.engine.goal import Goal
from tests.ecosystem.matching.engine.builders import instance_from_rows, instances, quick, random_instance


@quick
@given(instances(needs=6, people=5))
def test_the_optimum_has_no_gap(instance):
    chosen = assign(instance)
    proof = certify(instance, chosen.need, chosen.person)
    assert proof.optimal
    assert proof.gap == 0
    assert proof.primal == proof.dual_bound == proof.bonus * proof.covered + proof.objective
    assert proof.score_bound == proof.objective == int(instance.scores[chosen.edge].sum())


@quick
@given(instances(needs=5, people=4), st.randoms(use_true_random=False))
def test_a_matching_has_a_gap_exactly_when_it_is_worse(instance, random):
    best = assign(instance)
    kept = [position for position in range(best.edge.size) if random.random() < 0.7]
    top = certify(instance, best.need, best.person)
    proof = certify(instance, best.need[kept], best.person[kept])
    assert (proof.gap == 0) == (proof.primal == top.primal)
    assert proof.dual_bound >= top.primal


@pytest.mark.parametrize("seed", range(4))
def test_larger_instances_are_proven_too(seed):
    instance = random_instance(seed, 150, 60, density=0.3, capacity=4)
    chosen = assign(instance)
    assert certify(instance, chosen.need, chosen.person).gap == 0


def test_one_exchanged_pair_opens_a_gap():
    instance = instance_from_rows([{0: 9_000, 1: 8_000}, {0: 7_000, 1: 7_500}], [1, 1], [1, 1])
    assert certify(instance, np.array([0, 1]), np.array([0, 1])).gap == 0
    assert certify(instance, np.array([0, 1]), np.array([1, 0])).gap > 0


def test_a_richer_total_that_leaves_a_need_alone_has_a_gap():
    instance = instance_from_rows([{0: 10_000}, {0: 1}, {1: 5}], [1, 1, 1], [1, 1])
    assert certify(instance, np.array([0, 2]), np.array([0, 1])).gap == 0
    assert certify(instance, np.array([0]), np.array([0])).gap > 0


@quick
@given(instances(needs=4, people=4), st.lists(st.integers(-20_000, 20_000), min_size=8, max_size=8))
def test_any_prices_give_a_true_bound(instance, prices):
    chosen = assign(instance)
    proof = certify(instance, chosen.need, chosen.person)
    need_price = np.array(prices[: instance.needs], dtype=np.int64)
    person_price = np.abs(np.array(prices[4 : 4 + instance.people], dtype=np.int64))
    at_will = Prices(need_price, person_price, np.zeros(instance.needs, dtype=np.int64))
    assert dual_bound(instance, Goal(), at_will, (proof.bonus, proof.floor_bonus)) >= proof.primal


def test_a_changed_score_makes_the_old_matching_fail():
    instance = instance_from_rows([{0: 9_000, 1: 8_000}, {0: 7_000, 1: 7_500}], [1, 1], [1, 1])
    dearer = replace(instance, scores=np.array([9_000, 10_000, 9_500, 7_500]))
    assert certify(dearer, np.array([0, 1]), np.array([0, 1])).gap > 0


@pytest.mark.parametrize(
    ("need", "person", "words"),
    [
        ([0], [2], "need 0 and person 2 are not admissible"),
        ([5], [0], "need 5 and person 0 are not admissible"),
        ([0, 0], [0, 0], "need 0 and person 0 are chosen twice"),
        ([0, 0], [0, 1], "need 0: 2 pairs, at most 1"),
        ([0, 1], [0, 0], "person 0: 2 pairs, at most 1"),
        ([0, 1], [0], "2 needs for 1 people"),
        ([-1], [0], "row 0 is -1"),
    ],
)
def test_a_matching_that_breaks_a_limit_is_refused(need, person, words):
    instance = instance_from_rows([{0: 1, 1: 2}, {0: 3, 2: 4}], [1, 1], [1, 1, 1])
    with pytest.raises(BadPairs, match=words):
        certify(instance, np.array(need), np.array(person))
