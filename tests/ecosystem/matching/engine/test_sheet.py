"""A sheet tries other settings on the same facts, and finds exactly what a round with them finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine import sheet as module
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.candidates import candidates
from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.engine.grid import Grid, TooManyPairs
from ecosystem.matching.engine.hard_rules import Rule, Rules, exclusions
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.engine.reasons import shortfalls
from ecosystem.matching.engine.run import compute, prepare, sieve_of
from ecosystem.matching.engine.sheet import Sheet
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.test_candidates import same

KINDS = pytest.mark.parametrize("kind", Kind)
SWITCHES = tuple(Rules.__dataclass_fields__)


def weights(kind, seed):
    """Some weights that make 100."""
    cuts = np.sort(np.random.default_rng(seed).integers(0, 101, len(PARTS[kind]) - 1))
    return dict(zip(PARTS[kind], np.diff([0, *cuts, 100]).tolist(), strict=True))


@builders.quick
@given(
    kind=st.sampled_from(Kind),
    seed=st.integers(0, 50),
    off=st.sets(st.sampled_from(SWITCHES)),
    least=st.sampled_from((0, 2500, 6000)),
    keep=st.none() | st.integers(1, 5),
)
def test_other_settings_find_what_a_round_with_them_finds(kind, seed, off, least, keep):
    read = builders.problem(kind, 12, 9, seed=seed)
    rules = Rules(**{name: name not in off for name in SWITCHES})
    asked = replace(read, weights=weights(kind, seed), rules=rules, min_score=least, keep=keep, seed=seed + 1)
    assert same(Sheet.of(read).candidates(asked), candidates(prepare(asked), sieve_of(asked)))


@KINDS
def test_the_reasons_of_the_needs_without_anyone_are_those_of_the_round(kind):
    problem = builders.problem(kind, 20, 6, seed=4)
    found = Sheet.of(problem).candidates(problem)
    chosen = assign(found.instance, found.ties, problem.wishes.goal(found.instance)).edge
    assert shortfalls(problem, found, chosen) == compute(problem).shortfalls


@KINDS
def test_every_rule_is_known_even_when_it_is_off(kind):
    problem = builders.problem(kind, 20, 15, seed=3)
    sheet = Sheet.of(replace(problem, rules=Rules(**dict.fromkeys(SWITCHES, False))))
    for name in SWITCHES:
        rules = Rules(**{one: one == name for one in SWITCHES})
        expected = exclusions(prepare(problem), problem.forbidden, rules, 0, 20).codes
        assert np.array_equal(sheet.codes(rules), expected)


@KINDS
def test_scores_and_points_are_those_of_the_round_whatever_the_rules_say(kind):
    problem = builders.problem(kind, 9, 7, seed=5)
    sheet, grid = Sheet.of(problem), Grid.of(problem)
    assert np.array_equal(sheet.scores(), grid.scores())
    assert np.array_equal(sheet.points(2, 3), grid.points(2, 3))


@KINDS
def test_what_the_team_sets_aside_now_takes_the_place_of_what_it_had_set_aside(kind):
    problem = builders.problem(kind, 4, 3, seed=6)
    one = Forbidden(np.array([0]), np.array([0]), np.array([Bar.SET_ASIDE]))
    sheet = Sheet.of(replace(problem, forbidden=one)).with_set_aside(np.array([1]), np.array([2]))
    aside = sheet.bars & (1 << Rule.SET_ASIDE) > 0
    assert np.argwhere(aside).tolist() == [[1, 2]]


def test_the_size_of_a_block_changes_nothing(monkeypatch):
    problem = builders.problem(Kind.MENTORS, 20, 15, seed=3)
    whole = Sheet.of(problem)
    monkeypatch.setattr(module, "BLOCK_CELLS", 40)
    cut = Sheet.of(problem)
    assert np.array_equal(whole.values, cut.values)
    assert np.array_equal(whole.bars, cut.bars)


def test_too_many_pairs_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    with pytest.raises(TooManyPairs):
        Sheet.of(builders.problem(Kind.MENTORS, 4, 3, seed=1))
