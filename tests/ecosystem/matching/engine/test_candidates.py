"""Candidates are the admissible pairs with a score, the best of each need, whatever the size of the blocks."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine import candidates as module
from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.candidates import Candidates, Sieve, candidates, gather, scan
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.freeze import dump, load
from ecosystem.matching.engine.hard_rules import exclusions
from ecosystem.matching.engine.parts import Kind, quantise, weights_in_order
from ecosystem.matching.engine.run import compute, prepare, sieve_of
from tests.ecosystem.matching.engine import builders

KINDS = pytest.mark.parametrize("kind", Kind)


def sieve(problem, **changes):
    given = Sieve(
        weights=weights_in_order(problem.kind, problem.weights),
        rules=problem.rules,
        forbidden=problem.forbidden,
        seed=problem.seed,
        need_keys=problem.need_keys,
        person_keys=problem.person_keys,
    )
    return replace(given, **changes)


@KINDS
def test_they_are_exactly_the_admissible_pairs_with_a_score(kind):
    problem = builders.problem(kind, 20, 15, seed=3)
    model = prepare(problem)
    found = candidates(model, sieve(problem))
    scores = quantise(model.part_values(0, 20).values, sieve(problem).weights).sum(axis=0, dtype=int)
    admissible = exclusions(model, problem.forbidden, problem.rules, 0, 20).admissible
    rows, people = np.nonzero(admissible & (scores > 0))
    assert (found.instance.rows() == rows).all()
    assert (found.instance.indices == people).all()
    assert (found.instance.scores == scores[rows, people]).all()
    assert (found.points.sum(axis=1) == found.instance.scores).all()
    assert (found.best_score == np.where(admissible, scores, -1).max(axis=1)).all()


@KINDS
def test_the_size_of_a_block_changes_nothing(kind, monkeypatch):
    problem = builders.problem(kind, 20, 15, seed=3)
    whole = candidates(prepare(problem), sieve(problem, keep=4))
    monkeypatch.setattr(module, "BLOCK_CELLS", 40)
    assert same(whole, candidates(prepare(problem), sieve(problem, keep=4)))


def same(left: Candidates, right: Candidates) -> bool:
    tables = [(getattr(left.instance, name), getattr(right.instance, name)) for name in ("indptr", "indices", "scores")]
    names = ("points", "ties", "counts", "best_person", "best_score")
    tables += [(getattr(left, name), getattr(right, name)) for name in names]
    return all(one.dtype == other.dtype and np.array_equal(one, other) for one, other in tables)


@builders.quick
@given(
    kind=st.sampled_from(Kind),
    seed=st.integers(0, 50),
    cuts=st.sets(st.integers(1, 13)),
    keep=st.none() | st.integers(1, 5),
    turned=st.booleans(),
)
def test_ranges_found_apart_and_stored_make_the_same_round(kind, seed, cuts, keep, turned):
    problem = builders.problem(kind, 14, 10, seed=seed, keep=keep)
    model, edges = prepare(problem), [0, *sorted(cuts), 14]
    ranges = pairwise(edges)
    parts = [load(dump(scan(model, sieve_of(problem), *each)), module.Rows) for each in ranges]
    whole = gather(model, sieve_of(problem), parts[::-1] if turned else parts)
    assert same(whole, candidates(model, sieve_of(problem)))
    told, alone = compute(problem, found=whole), compute(problem)
    for name in ("need", "person", "score", "parts"):
        assert np.array_equal(getattr(told, name), getattr(alone, name))
    assert told.digest == alone.digest
    assert told.evidence == alone.evidence


def test_ranges_that_do_not_make_the_whole_are_refused():
    problem = builders.problem(Kind.MENTORS, 6, 5)
    model, of = prepare(problem), sieve_of(problem)
    for ranges in ([(0, 3)], [(0, 3), (4, 6)], [(0, 3), (2, 6)], [(1, 6)], [(0, 6), (0, 6)]):
        with pytest.raises(BadProblem, match="ranges of needs"):
            gather(model, of, [scan(model, of, *each) for each in ranges])


@KINDS
def test_a_limit_keeps_the_best_of_each_need(kind):
    problem = builders.problem(kind, 20, 15, seed=3)
    every, kept = (candidates(prepare(problem), sieve(problem, keep=keep)) for keep in (None, 3))
    for need in range(20):
        of_all = np.sort(every.instance.scores[every.instance.indptr[need] : every.instance.indptr[need + 1]])[::-1]
        of_kept = np.sort(kept.instance.scores[kept.instance.indptr[need] : kept.instance.indptr[need + 1]])[::-1]
        assert of_kept.tolist() == of_all[:3].tolist()


def test_a_minimum_score_keeps_nothing_under_it():
    problem = builders.problem(Kind.MENTORS, 20, 15, seed=3)
    found = candidates(prepare(problem), sieve(problem, min_score=5_000))
    assert found.instance.pairs
    assert found.instance.scores.min() >= 5_000


def test_equal_scores_at_the_limit_are_told_apart_by_the_seed():
    problem = builders.problem(Kind.MENTORS, 1, 30)
    people = problem.people
    same = {
        name: people_table(people, name)
        for name in ("skills", "sectors", "countries", "formats", "stages", "languages")
    }
    same |= {"refused_sectors": people.refused_sectors * 0, "capacity": np.full(30, 3), "paused": np.zeros(30, bool)}
    same |= {"lat": np.full(30, 45.0), "lon": np.full(30, 5.0)}
    problem = builders.with_people(problem, **same)
    chosen = {
        tuple(candidates(prepare(problem), sieve(problem, keep=2, seed=seed)).instance.indices) for seed in range(9)
    }
    assert len(chosen) > 3


def people_table(people, name):
    """Everybody states everything, alike."""
    return np.ones(getattr(people, name).shape)


def test_no_need_or_nobody_gives_an_empty_table():
    for needs, people in ((0, 5), (5, 0), (0, 0)):
        problem = builders.problem(Kind.MENTORS, needs, people)
        found = candidates(prepare(problem), sieve(problem))
        assert (found.instance.needs, found.instance.people, found.instance.pairs) == (needs, people, 0)
        assert found.points.shape == (0, 7)
        assert (found.best_person == -1).all()


def test_hashes_depend_on_the_seed_and_both_keys():
    keys = np.arange(50)
    base = pair_hashes(1, keys, keys + 7)
    assert len(set(base.tolist())) == 50
    for other in (pair_hashes(2, keys, keys + 7), pair_hashes(1, keys + 1, keys + 7), pair_hashes(1, keys, keys)):
        assert not (base == other).any()
    assert pair_hashes(-1, keys[:1], keys[:1]).dtype == np.uint64
