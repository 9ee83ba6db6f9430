"""A trial is the round solved again with something changed, and its diff is that of the two solutions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.errors import BadWeights
from ecosystem.matching.engine.grid import Grid, TooManyPairs, with_demand, with_places
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.engine.run import compute
from ecosystem.matching.engine.what_if import Desk, NothingToTry, Trial
from tests.ecosystem.matching.engine.builders import problem, quick


def pairs_of(result):
    return {
        (need, person): score
        for need, person, score in zip(
            result.need.tolist(), result.person.tolist(), result.score.tolist(), strict=True
        )
    }  # fmt: skip


@st.composite
def trials(draw, kind, needs, people):
    keys = PARTS[kind]
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(keys) - 1, max_size=len(keys) - 1)))
    weights = dict(zip(keys, np.diff([0, *cuts, 100]).tolist(), strict=True))
    return Trial(
        weights=weights if draw(st.booleans()) else None,
        min_score=draw(st.none() | st.integers(0, 6_000)),
        closed=tuple(draw(st.sets(st.integers(0, people - 1), max_size=2))),
        places=draw(st.dictionaries(st.integers(0, people - 1), st.integers(0, 4), max_size=2)),
        wanted=draw(st.dictionaries(st.integers(0, needs - 1), st.integers(0, 3), max_size=2)),
    )


@quick
@given(st.sampled_from(list(Kind)), st.integers(0, 30), st.data())
def test_the_diff_equals_two_solves(kind, seed, data):
    given_ = problem(kind, 10, 7, seed=seed)
    trial = data.draw(trials(kind, 10, 7))
    changed = with_demand(with_places(given_, {**trial.places, **dict.fromkeys(trial.closed, 0)}), trial.wanted)
    changed = replace(
        changed,
        weights=trial.weights or changed.weights,
        min_score=changed.min_score if trial.min_score is None else trial.min_score,
    )
    now, then = compute(given_), compute(changed)
    outcome = Desk(given_).try_out(trial)
    for figures, result in ((outcome.before, now), (outcome.after, then)):
        stats = result.stats
        assert (figures.pairs, figures.covered, figures.total) == (result.need.size, stats.covered, stats.objective)
    had, has = pairs_of(now), pairs_of(then)
    assert outcome.dropped == len(had.keys() - has.keys())
    assert outcome.added == len(has.keys() - had.keys())
    assert {change.need for change in outcome.changes} == {need for need, _ in had.keys() ^ has.keys()}
    for change in outcome.changes:
        assert {(held.person, held.score) for held in change.before} == {
            (person, score) for (need, person), score in had.items() if need == change.need
        }
        assert {(held.person, held.score_then) for held in change.after} == {
            (person, score) for (need, person), score in has.items() if need == change.need
        }
        kept = sum(max(0, held.score_then) for held in change.before)
        assert change.gain == sum(held.score_then for held in change.after) - kept


@quick
@given(st.sampled_from(list(Kind)), st.integers(0, 20), st.integers(0, 3))
def test_at_most_so_many_pairs_change(kind, seed, at_most):
    desk = Desk(problem(kind, 12, 8, seed=seed))
    first, *others = PARTS[kind]
    weights = {first: 100 - 10 * len(others)} | dict.fromkeys(others, 10)
    free = desk.try_out(Trial(weights=weights))
    held = desk.try_out(Trial(weights=weights, at_most=at_most))
    assert held.dropped <= at_most
    assert (held.after.covered, held.after.total) <= (free.after.covered, free.after.total)
    assert desk.try_out(Trial(weights=weights, at_most=free.dropped)).after.total >= free.after.total
    nothing = desk.try_out(Trial(at_most=0))
    assert nothing.changes == ()


def test_a_trial_that_makes_no_sense_is_refused_by_name():
    desk = Desk(problem(Kind.MENTORS, 4, 3))
    with pytest.raises(NothingToTry, match="person 3 is not among"):
        desk.try_out(Trial(closed=(3,)))
    with pytest.raises(NothingToTry, match="need 1: -1, expected 0 or more"):
        desk.try_out(Trial(wanted={1: -1}))
    with pytest.raises(BadWeights):
        desk.try_out(Trial(weights={"expertise": 100}))


def test_a_round_too_large_to_be_held_is_refused(monkeypatch):
    monkeypatch.setattr("ecosystem.matching.engine.grid.MOST_CELLS", 11)
    with pytest.raises(TooManyPairs, match="4 needs and 3 people"):
        Grid.of(problem(Kind.MENTORS, 4, 3))
