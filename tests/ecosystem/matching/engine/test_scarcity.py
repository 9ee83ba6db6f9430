"""The price of scarcity equals solving again, for each recruit and for each place."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.matching.engine.arrays import rows_to_table
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.grid import Grid, with_needs, with_people, with_places
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.recruits import PLACES, Profile, with_recruits
from ecosystem.matching.engine.run import compute
from ecosystem.matching.engine.scarcity import gaps, joined, price_scarcity
from ecosystem.matching.engine.wishes import Wishes
from tests.ecosystem.matching.engine.builders import SKILLS, problem, quick

few = settings(quick, max_examples=20)


def made(kind, seed, least, floor, terms):
    rng = np.random.default_rng(seed)
    priority = rng.integers(0, 500, 12) if terms else None
    chance = rng.integers(2_000, 10_001, 5) if terms else None
    given_ = problem(kind, 12, 5, seed=seed, min_score=least, wishes=Wishes(floor_percent=floor))
    return replace(given_, priority=priority, chance=chance)


problems = st.builds(
    made,
    st.sampled_from(list(Kind)),
    st.integers(0, 60),
    st.sampled_from([0, 3_000, 5_000]),
    st.sampled_from([0, 0, 80]),
    st.booleans(),
)


def hired(given_, profiles):
    table = joined(Grid.of(given_), profiles).table()
    edge = table.solved()
    return np.unique(table.instance.rows()[edge]).size, int(table.instance.scores[edge].sum())


def value(result):
    return result.stats.covered, result.stats.objective


@few
@given(problems)
def test_each_price_equals_solving_again(given_):
    found = price_scarcity(given_)
    now = compute(given_)
    assert (found.now.covered, found.now.total) == value(now)
    for price in found.prices:
        if price.person >= 0:
            again = compute(with_places(given_, {price.person: price.places}))
            assert price.places == given_.people.capacity[price.person] + 1
        else:
            again = hired(given_, (price.profile,))
        assert (price.after.covered, price.after.total) == (value(again) if price.person >= 0 else again)
        assert (price.served, price.gain) == (
            price.after.covered - found.now.covered,
            price.after.total - found.now.total,
        )
        assert sum(move.gain for move in price.moves) == price.gain
    ranks = [(-price.served, -price.gain) for price in found.prices]
    assert ranks == sorted(ranks)
    assert all(rank < (0, 0) for rank in ranks)


@few
@given(problems)
def test_two_recruits_together_equal_solving_with_both(given_):
    found = price_scarcity(given_).together
    for count in range(1, len(found) + 1):
        again = hired(given_, tuple(price.profile for price in found[:count]))
        assert (found[count - 1].after.covered, found[count - 1].after.total) == again


@few
@given(problems)
def test_no_fewer_places_would_do_as_much(given_):
    for price in price_scarcity(given_).prices:
        if price.person >= 0:
            continue
        table = joined(Grid.of(given_), (price.profile,)).table()
        instance = table.instance
        totals = []
        for places in (price.enough - 1, price.enough):
            capacity = instance.capacity.copy()
            capacity[-1] = places
            narrow = replace(instance, capacity=capacity)
            chosen = assign(narrow, None, table.goal)
            good = table.goal.good(narrow)
            above = 0 if good is None else np.unique(chosen.need[good[chosen.edge]]).size
            totals.append((np.unique(chosen.need).size, above, int(instance.scores[chosen.edge].sum())))
        assert totals[1][::2] == (price.after.covered, price.after.total)
        assert totals[0] < totals[1]
        assert 1 <= price.enough <= PLACES


def test_a_full_person_s_place_is_on_the_list_and_a_needless_one_is_not():
    given_ = problem(Kind.MENTORS, 30, 4, seed=4)
    people = {price.person for price in price_scarcity(given_).prices if price.person >= 0}
    assert people
    loads = compute(given_).stats.person_load
    assert all(loads[person] == given_.people.capacity[person] for person in people)


def test_a_recruit_states_nothing_but_what_is_declared():
    given_ = problem(Kind.MENTORS, 12, 5)
    joined = with_recruits(given_, (Profile(topic=3), Profile(topic=3, country=2)))
    people = joined.people
    assert people.capacity[5:].tolist() == [PLACES, PLACES]
    assert people.skills[[5, 6]].toarray().sum() == 2.0
    assert people.skills[[5, 6], [3, 3]].tolist() == [1.0, 1.0]
    assert people.countries[[5]].toarray().all()
    assert np.flatnonzero(people.countries[[6]].toarray()).tolist() == [2]
    assert people.stages[[5, 6]].toarray().all()
    for name in ("sectors", "refused_sectors", "languages"):
        assert getattr(people, name)[[5, 6]].nnz == 0
    assert np.unique(joined.person_keys).size == 7


def test_the_gap_counts_what_is_asked_and_what_is_there():
    given_ = problem(Kind.MENTORS, 5, 4)
    topics, wanted = np.array([2, 2, 2, 7, -1]), np.array([2, 1, 1, 1, 1])
    skills = rows_to_table([[2], [2, 7], [7], [2]], SKILLS).astype(float)
    given_ = with_needs(given_, topic=topics, wanted=wanted)
    given_ = with_people(
        given_, skills=skills, capacity=np.array([1, 2, 3, 9]), paused=np.array([False, False, False, True])
    )
    first, second = gaps(given_)
    assert (first.subject, first.needs, first.wanted, first.knowing, first.places) == (2, 3, 4, 2, 3)
    assert (first.lacking, first.recruits) == (1, 1)
    assert (second.subject, second.wanted, second.places, second.lacking, second.recruits) == (7, 1, 5, 0, 0)


def test_a_stop_asked_on_the_way_passes_through():
    class Stopped(Exception):
        pass

    def stop(step, done, total):
        assert step == "prices"
        assert 0 <= done <= total
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        price_scarcity(problem(Kind.MENTORS, 12, 5), on_progress=stop)
