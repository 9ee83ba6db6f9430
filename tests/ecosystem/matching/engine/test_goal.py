"""Floors, minimum loads, locks and balance rules: exact against trying everything and against HiGHS, and proven."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.matching.engine import assign as assigning
from ecosystem.matching.engine import certificate
from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.assign import assign, solve
from ecosystem.matching.engine.certificate import certify
from ecosystem.matching.engine.errors import BadGoal, BadPairs, Infeasible
from ecosystem.matching.engine.goal import Balance, Goal, relative_floor
from tests.ecosystem.matching.engine.builders import instance_from_rows, instances, quick, random_instance
from tests.ecosystem.matching.engine.exhaustive import best_by_highs, best_by_trying_everything, outcome

thorough = settings(quick, max_examples=300)


@st.composite
def cases(draw, *, needs=4, people=3, pairs=9, balance=False):
    """An instance with a goal that may ask for more than can be had."""
    instance = draw(instances(needs=needs, people=people).filter(lambda made: made.pairs <= pairs))
    some = st.lists(st.integers(0, max(instance.pairs - 1, 0)), unique=True, max_size=2)
    locked = np.array(draw(some) if instance.pairs else [], dtype=np.int64)
    rules = ()
    if balance and instance.pairs:
        edges = st.lists(st.integers(0, instance.pairs - 1), unique=True, min_size=1)
        sizes = st.tuples(edges, st.integers(0, 2))
        rules = tuple(Balance(np.array(edge), least) for edge, least in draw(st.lists(sizes, min_size=1, max_size=2)))
    floors = draw(st.lists(st.integers(0, 7), min_size=instance.needs, max_size=instance.needs))
    least = draw(st.lists(st.integers(0, 1), min_size=instance.people, max_size=instance.people))
    return instance, Goal(
        coverage=draw(st.booleans()),
        floor=np.array(floors, dtype=np.int64) if draw(st.booleans()) else None,
        min_load=np.array(least, dtype=np.int64) if draw(st.booleans()) else None,
        locked=locked if draw(st.booleans()) else None,
        balance=rules,
    )


def reached(instance, goal):
    try:
        found = solve(instance, pair_hashes(3, instance.rows(), instance.indices), goal)
    except Infeasible:
        return None
    assert found.certificate.gap == 0 or goal.balance
    assert found.certificate.dual_bound >= found.certificate.primal
    return outcome(instance, goal, found.assignment.edge.tolist())


@thorough
@given(cases())
def test_every_goal_is_reached_as_by_trying_everything(case):
    assert reached(*case) == best_by_trying_everything(*case)


@settings(quick, max_examples=40)
@given(cases(balance=True))
def test_balance_rules_too(case):
    assert reached(*case) == best_by_trying_everything(*case)


@settings(quick, max_examples=60)
@given(cases(needs=12, people=8, pairs=60))
def test_larger_goals_are_reached_as_by_highs(case):
    assert reached(*case) == best_by_highs(*case)


@thorough
@given(cases())
def test_the_window_of_prices_gives_the_same_optimum(case):
    instance, goal = case
    before, assigning.PRICED_FROM = assigning.PRICED_FROM, 0
    try:
        assert reached(instance, goal) == best_by_trying_everything(instance, goal)
    finally:
        assigning.PRICED_FROM = before


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("percent", [0, 70])
def test_on_larger_graphs_the_window_and_the_flow_agree(seed, percent, monkeypatch):
    instance = random_instance(seed, 300, 80, density=0.25, capacity=5)
    possible = np.flatnonzero(instance.capacity[instance.indices] > 0)[[0, 60]]
    goal = Goal(floor=relative_floor(instance, percent), locked=possible if seed % 2 else None)
    plain = solve(instance, None, goal).certificate
    monkeypatch.setattr(assigning, "PRICED_FROM", 0)
    priced = solve(instance, None, goal).certificate
    assert (plain.covered, plain.above_floor, plain.objective, plain.gap) == (
        priced.covered,
        priced.above_floor,
        priced.objective,
        priced.gap,
    )


def test_a_floor_moves_a_place_to_the_one_who_would_be_badly_served():
    instance = instance_from_rows([{0: 9_000, 1: 8_500}, {0: 8_400, 1: 2_000}], [1, 1], [1, 1])
    total = assign(instance)
    assert total.person.tolist() == [1, 0]
    richer = instance_from_rows([{0: 9_900, 1: 3_000}, {0: 8_400, 1: 2_000}], [1, 1], [1, 1])
    assert assign(richer).person.tolist() == [0, 1]
    fair = solve(richer, None, Goal(floor=np.array([2_500, 5_000])))
    assert fair.assignment.person.tolist() == [1, 0]
    assert (fair.certificate.above_floor, fair.certificate.gap) == (2, 0)


def test_a_relative_floor_is_a_share_of_the_best_candidate_with_a_place():
    instance = instance_from_rows([{0: 9_000, 1: 4_001}, {}, {1: 10}], [1, 1, 1], [0, 2])
    assert relative_floor(instance, 60).tolist() == [2_401, 0, 6]
    with pytest.raises(BadGoal, match="101 %"):
        relative_floor(instance, 101)


def test_a_minimum_load_is_kept_at_the_least_cost():
    instance = instance_from_rows([{0: 9_000, 1: 1_000}, {0: 9_000, 1: 3_000}], [1, 1], [2, 2])
    assert assign(instance).person.tolist() == [0, 0]
    held = solve(instance, None, Goal(min_load=np.array([0, 1])))
    assert held.assignment.person.tolist() == [0, 1]
    assert held.certificate.gap == 0
    assert held.certificate.person_price[1] < 0


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal(min_load=np.array([3, 0])), "person 0: at least 3 wanted, but 2 places left"),
        (Goal(min_load=np.array([0, 2])), "person 1: at least 2 pairs wanted, but 1 can be given"),
        (Goal(locked=np.array([0, 1])), "need 0: 2 pairs are locked, at most 1"),
        (Goal(balance=(Balance(np.array([0, 1]), 3, "experts"),)), "experts: at least 3 pairs wanted, but only 2"),
        (Goal(balance=(Balance(np.array([0]), 1, "a"), Balance(np.array([1]), 1, "b"))), "b: at least 1 pairs cannot"),
        (Goal(locked=np.array([1]), balance=(Balance(np.array([0]), 1, "a"),)), "a: at least 1 pairs cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_named(goal, words):
    instance = instance_from_rows([{0: 9_000, 1: 1_000}, {0: 5_000}], [1, 1], [2, 2])
    with pytest.raises(Infeasible, match=words):
        assign(instance, None, goal)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal(floor=np.array([1])), "floor: 1 values, expected 2"),
        (Goal(floor=np.array([-1, 2])), "floor: row 0 is -1"),
        (Goal(floor=np.array([np.nan, 2])), "floor: row 0 is nan"),
        (Goal(min_load=np.array([1])), "min_load: 1 values, expected 2"),
        (Goal(locked=np.array([9])), "locked: row 0 is 9, expected 0 to 2"),
        (Goal(locked=np.array([1, 1])), "locked: pair 1 is given twice"),
        (Goal(balance=(Balance(np.array([0]), -1),)), "balance rule 0: at least -1"),
        (Goal(balance=(Balance(np.array([7]), 1),)), "balance rule 0: row 0 is 7"),
    ],
)
def test_a_goal_that_does_not_fit_is_refused_by_name(goal, words):
    instance = instance_from_rows([{0: 9_000, 1: 1_000}, {0: 5_000}], [1, 1], [2, 2])
    with pytest.raises(BadGoal, match=words):
        assign(instance, None, goal)


def test_a_certificate_sees_a_broken_lock_and_a_missed_minimum():
    instance = instance_from_rows([{0: 9_000, 1: 1_000}, {0: 5_000}], [1, 1], [2, 2])
    one = np.array([0])
    with pytest.raises(BadPairs, match="need 1 and person 0 are locked"):
        certify(instance, one, one, Goal(locked=np.array([2])))
    with pytest.raises(BadPairs, match="person 1: 0 pairs, at least 1 wanted"):
        certify(instance, one, one, Goal(min_load=np.array([0, 1])))


@thorough
@given(cases(), st.randoms(use_true_random=False))
def test_a_worse_matching_has_a_gap_under_every_goal(case, random):
    instance, goal = case
    try:
        best = assign(instance, None, goal)
        kept = [at for at in range(best.edge.size) if random.random() < 0.7]
        proof = certify(instance, best.need[kept], best.person[kept], goal)
    except (Infeasible, BadPairs):
        return
    top = certify(instance, best.need, best.person, goal)
    assert top.gap == 0
    assert (proof.gap == 0) == (proof.primal == top.primal)


@thorough
@given(cases())
def test_where_weights_would_pass_64_bits_the_levels_are_proven_apart(case):
    before, certificate.EXACT = certificate.EXACT, 1
    try:
        instance, goal = case
        assert reached(instance, goal) == best_by_trying_everything(instance, goal)
    finally:
        certificate.EXACT = before
