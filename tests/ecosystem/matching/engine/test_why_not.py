"""Why not this pair: what is announced holds when it is done, and what would not suffice is not announced."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.engine.grid import Grid, with_demand, with_people, with_places
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.lifting import excluding
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.engine.run import compute
from ecosystem.matching.engine.why_not import NoSuchPair, Status, Way, WhyNot
from ecosystem.matching.engine.wishes import Wishes
from tests.ecosystem.matching.engine.builders import problem, quick
from tests.ecosystem.matching.engine.test_live import wanted_of

NEEDS, PEOPLE = 9, 5


def has(result, need, person):
    return (need, person) in zip(result.need.tolist(), result.person.tolist(), strict=True)


def solved_with(given_, need, person, score):
    table = Grid.of(given_).table(extra=(need, person, score))
    edge = table.instance.edge_ids(np.array([need]), np.array([person]))
    return bool(np.isin(edge, table.solved()).all())


def done(given_, told, remedy):
    """Whether the round has the pair once the remedy is applied, by a computation that knows nothing of it."""
    need, person = told.need, told.person
    match remedy.way:
        case Way.PLACE:
            return has(compute(with_places(given_, {person: remedy.amount})), need, person)
        case Way.SCORE:
            is_least = not solved_with(given_, need, person, remedy.amount - 1)
            assert is_least or told.status is Status.BELOW_MINIMUM or given_.wishes.floor_percent
            return solved_with(given_, need, person, remedy.amount)
        case Way.STATED:
            assert remedy.part in told.unstated
            assert remedy.amount == given_.weights[remedy.part] * 100
            return solved_with(given_, need, person, told.score + remedy.amount)
        case Way.MINIMUM:
            return has(compute(replace(given_, min_score=remedy.amount)), need, person)
        case Way.WITHDRAWN:
            return has(compute(with_demand(given_, {remedy.need: 0})), need, person)
        case _:
            return True


def made(kind, seed, least, floor, terms):
    rng = np.random.default_rng(seed)
    priority = rng.integers(0, 500, NEEDS) if terms else None
    chance = rng.integers(2_000, 10_001, PEOPLE) if terms else None
    wishes = Wishes(floor_percent=floor)
    given_ = problem(kind, NEEDS, PEOPLE, seed=seed, min_score=least, wishes=wishes)
    return replace(given_, priority=priority, chance=chance)


problems = st.builds(
    made,
    st.sampled_from(list(Kind)),
    st.integers(0, 60),
    st.sampled_from([0, 0, 4_000]),
    st.sampled_from([0, 0, 80]),
    st.booleans(),
)


@quick
@given(problems, st.integers(0, NEEDS - 1), st.integers(0, PEOPLE - 1))
def test_every_change_that_is_announced_makes_the_pair(given_, need, person):
    told = WhyNot(given_).explain(need, person)
    assert (told.status is Status.CHOSEN) == has(compute(given_), need, person)
    assert sum(told.points) == told.score
    for remedy in told.remedies:
        assert done(given_, told, remedy)
        assert sum(move.gain for move in remedy.moves) == remedy.after.total - told.now.total
    ways = {remedy.way for remedy in told.remedies}
    if told.status is Status.OUTBID:
        assert (Way.PLACE in ways) == has(compute(with_places(given_, {person: told.places + 1})), need, person)
        assert Way.FORCED in ways


@quick
@given(problems, st.integers(0, NEEDS - 1), st.integers(0, PEOPLE - 1))
def test_the_balance_of_an_imposed_pair_sums_and_is_the_best_that_can_be(given_, need, person):
    told = WhyNot(given_).explain(need, person)
    if told.status is not Status.OUTBID or told.forced is None:
        return
    table = Grid.of(given_).table()
    wanted = wanted_of(table.instance, table.goal.floor)
    wanted.locked = {(need, person)}
    covered, _, total = wanted.best()
    assert (told.forced_figures.covered, told.forced_figures.total) == (covered, total)
    assert sum(move.gain for move in told.forced) == total - told.now.total
    assert told.remedies[-1].amount == told.now.total - total


@quick
@given(problems, st.integers(0, NEEDS - 1), st.integers(0, PEOPLE - 1))
def test_what_a_place_would_leave_behind_is_that_of_solving_without_it(given_, need, person):
    told = WhyNot(given_).explain(need, person)
    table = Grid.of(given_).table()
    wanted = wanted_of(table.instance, table.goal.floor)
    for use in told.uses:
        wanted.pairs = {name: score for name, score in wanted.pairs.items() if name != (use.need, person)}
        covered, _, total = wanted.best()
        assert (told.now.covered - use.covered, told.now.total - use.cost) == (covered, total)
        assert use.otherwise == use.score - use.loss
        wanted.pairs[use.need, person] = use.score


@quick
@given(problems, st.integers(0, NEEDS - 1), st.integers(0, PEOPLE - 1))
def test_all_the_rules_that_exclude_a_pair_are_told_and_lifting_them_is_verified(given_, need, person):
    told = WhyNot(given_).explain(need, person)
    assert (told.status is Status.RULE) == bool(told.rules)
    if not told.rules:
        return
    assert told.uses == ()
    grid = Grid.of(given_)
    assert told.rules[0] == grid.codes[need, person]
    free = given_
    if {Rule.PAUSED, Rule.FULL} & set(told.rules):
        paused, capacity = given_.people.paused.copy(), given_.people.capacity.copy()
        paused[person], capacity[person] = False, max(1, capacity[person])
        free = with_people(given_, paused=paused, capacity=capacity)
    score = int(Grid.of(free).points(need, person).sum())
    chosen = score >= max(1, given_.min_score) and solved_with(free, need, person, score)
    assert bool(told.remedies) == chosen


def test_each_rule_of_a_pair_is_found_even_behind_another():
    given_ = problem(Kind.MENTORS, 4, 3, forbidden=Forbidden.none())
    bars = Forbidden(np.array([1, 1]), np.array([2, 2]), np.array([Bar.CONFLICT, Bar.REFUSED_BEFORE]))
    paused = np.array([False, False, True])
    given_ = with_people(replace(given_, forbidden=bars), paused=paused, capacity=np.array([1, 1, 0]))
    assert {Rule.CONFLICT, Rule.REFUSED_BEFORE, Rule.PAUSED, Rule.FULL} <= set(excluding(given_, 1, 2))


def test_a_missing_answer_is_named_with_who_says_nothing():
    given_ = problem(Kind.MENTORS, NEEDS, PEOPLE, seed=3)
    desk = WhyNot(given_)
    asked = [desk.explain(need, person) for need in range(NEEDS) for person in range(PEOPLE)]
    found = [remedy for told in asked for remedy in told.remedies if remedy.way is Way.STATED]
    assert found
    assert {remedy.part for remedy in found} <= set(PARTS[Kind.MENTORS])
    assert all(remedy.sides for remedy in found)


def test_a_pair_that_does_not_exist_is_refused():
    with pytest.raises(NoSuchPair, match="the round has 9 needs and 5 people"):
        WhyNot(problem(Kind.MENTORS, NEEDS, PEOPLE)).explain(9, 0)
