"""The assignment is the exact optimum: coverage first, then total, never beyond a limit, the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.instance import Instance
from tests.ecosystem.matching.engine.builders import instance_from_rows, instances, quick, random_instance


def value(instance, edges):
    return len(set(instance.rows()[edges].tolist())), int(instance.scores[edges].sum())


def best_by_trying_everything(instance):
    rows, people = instance.rows().tolist(), instance.indices.tolist()
    scores = instance.scores.tolist()

    def best(edge, demand, capacity, served, total):
        if edge == len(rows):
            return len(served), total
        found = best(edge + 1, demand, capacity, served, total)
        need, person = rows[edge], people[edge]
        if demand[need] and capacity[person]:
            less = (*demand[:need], demand[need] - 1, *demand[need + 1 :])
            fewer = (*capacity[:person], capacity[person] - 1, *capacity[person + 1 :])
            found = max(found, best(edge + 1, less, fewer, served | {need}, total + scores[edge]))
        return found

    return best(0, tuple(instance.demand.tolist()), tuple(instance.capacity.tolist()), frozenset(), 0)


def best_by_linear_programme(instance):
    """Two linear programmes of HiGHS: the greatest coverage, then the greatest total with it."""
    pairs, needs = instance.pairs, instance.needs
    rows, edges = instance.rows(), np.arange(pairs)
    ones = np.ones(pairs)
    by_need = coo_array((ones, (rows, edges)), shape=(needs, pairs + needs))
    by_person = coo_array((ones, (instance.indices, edges)), shape=(instance.people, pairs + needs))
    served = coo_array((np.ones(needs), (np.arange(needs), pairs + np.arange(needs))), shape=(needs, pairs + needs))
    limits = vstack([by_need, by_person, served - by_need])
    bounds = np.concatenate([instance.demand, instance.capacity, np.zeros(needs)])
    coverage = np.concatenate([np.zeros(pairs), np.ones(needs)])
    first = linprog(-coverage, A_ub=limits, b_ub=bounds, bounds=(0, 1), method="highs")
    most = round(-first.fun)
    second = linprog(
        -np.concatenate([instance.scores, np.zeros(needs)]),
        A_ub=vstack([limits, -coo_array(coverage[None, :])]),
        b_ub=np.append(bounds, -most),
        bounds=(0, 1),
        method="highs",
    )
    return most, round(-second.fun)


def greedy(instance):
    """The best pair left, again and again."""
    demand, capacity, chosen = instance.demand.copy(), instance.capacity.copy(), []
    rows = instance.rows()
    for edge in np.argsort(-instance.scores, kind="stable"):
        need, person = rows[edge], instance.indices[edge]
        if demand[need] and capacity[person]:
            demand[need] -= 1
            capacity[person] -= 1
            chosen.append(edge)
    return value(instance, chosen)


@quick
@given(instances(needs=4, people=3))
def test_it_equals_trying_everything(instance):
    assert value(instance, assign(instance).edge) == best_by_trying_everything(instance)


@quick
@given(instances(needs=4, people=3, high=2), st.integers(0, 2**63))
def test_the_seed_never_changes_coverage_or_total(instance, seed):
    ties = pair_hashes(seed, instance.rows(), instance.indices)
    assert value(instance, assign(instance, ties).edge) == best_by_trying_everything(instance)


@pytest.mark.parametrize("seed", range(12))
def test_it_equals_the_linear_programme(seed):
    instance = random_instance(seed, 10 + 5 * seed, 8 + 2 * seed, density=0.1 + 0.03 * seed)
    ties = pair_hashes(seed, instance.rows(), instance.indices)
    assert value(instance, assign(instance, ties).edge) == best_by_linear_programme(instance)


@quick
@given(instances(needs=8, people=8))
def test_limits_hold_and_no_pair_is_chosen_twice(instance):
    chosen = assign(instance)
    assert len(set(zip(chosen.need.tolist(), chosen.person.tolist(), strict=True))) == chosen.need.size
    assert (instance.edge_ids(chosen.need, chosen.person) == chosen.edge).all()
    assert (np.bincount(chosen.need, minlength=instance.needs) <= instance.demand).all()
    assert (np.bincount(chosen.person, minlength=instance.people) <= instance.capacity).all()


def test_somebody_for_everybody_comes_before_the_total():
    instance = instance_from_rows([{0: 10_000, 1: 9_000}, {0: 1}], [2, 1], [1, 1])
    chosen = assign(instance)
    assert list(zip(chosen.need.tolist(), chosen.person.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_a_need_that_wants_two_never_gets_the_same_person_twice():
    chosen = assign(instance_from_rows([{0: 10_000, 1: 1}], [2], [5, 5]))
    assert chosen.person.tolist() == [0, 1]


def test_it_beats_the_greedy_choice():
    trap = instance_from_rows([{0: 9_000, 1: 8_900}, {0: 8_900, 1: 100}], [1, 1], [1, 1])
    assert value(trap, assign(trap).edge) == (2, 17_800)
    assert greedy(trap) == (2, 9_100)
    tight = random_instance(5, 80, 30, density=0.4, capacity=2)
    ample = random_instance(5, 20, 40, density=0.4, capacity=4)
    for instance in (tight, ample):
        assert value(instance, assign(instance).edge) > greedy(instance)
    assert value(ample, assign(ample).edge)[0] == greedy(ample)[0]


def test_nothing_to_choose_from_gives_nothing():
    assert assign(instance_from_rows([{}, {}], [1, 1], [])).edge.size == 0
    assert assign(instance_from_rows([{0: 5}], [1], [0])).edge.size == 0
    assert assign(instance_from_rows([{0: 5}], [0], [1])).edge.size == 0


def tied(size=6):
    return instance_from_rows([dict.fromkeys(range(size), 5_000) for _ in range(size)], [1] * size, [1] * size)


def test_the_same_seed_gives_the_same_pairs_and_another_seed_other_ties():
    instance = tied()
    outcomes = [
        assign(instance, pair_hashes(seed, instance.rows(), instance.indices)).edge.tolist() for seed in (1, 1, 2)
    ]
    assert outcomes[0] == outcomes[1] != outcomes[2]


def test_ties_follow_the_keys_and_not_the_positions():
    instance, keys = tied(), np.array([11, 5, 90, 42, 7, 63])
    turned = keys[::-1].copy()
    pairs = []
    for order in (keys, turned):
        chosen = assign(instance, pair_hashes(3, order[instance.rows()], keys[instance.indices]))
        pairs.append(sorted(zip(order[chosen.need].tolist(), keys[chosen.person].tolist(), strict=True)))
    assert pairs[0] == pairs[1]


def test_a_large_demand_on_full_scores_does_not_overflow():
    size = 300
    rows = [dict.fromkeys(range(size), 10_000) for _ in range(size)]
    instance = instance_from_rows(rows, [10**9] * size, [10**12] * size)
    ties = pair_hashes(0, instance.rows(), instance.indices)
    assert value(instance, assign(instance, ties).edge) == (size, size * size * 10_000)


def test_the_input_is_left_untouched():
    instance = random_instance(1, 20, 10)
    before = instance.scores.copy()
    assign(instance)
    assert isinstance(instance, Instance)
    assert (instance.scores == before).all()
