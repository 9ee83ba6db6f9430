"""Candidates are the admissible pairs with a score, the best of each need, whatever the size of the blocks."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem.matching.engine import candidates as module
from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.candidates import Sieve, candidates
from ecosystem.matching.engine.hard_rules import exclusions
from ecosystem.matching.engine.parts import Kind, quantise, weights_in_order
from ecosystem.matching.engine.run import prepare
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
    blocks = candidates(prepare(problem), sieve(problem, keep=4))
    for name in ("indptr", "indices", "scores"):
        assert (getattr(whole.instance, name) == getattr(blocks.instance, name)).all()
    for name in ("points", "ties", "counts", "best_person", "best_score"):
        assert (getattr(whole, name) == getattr(blocks, name)).all()


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
        assert found.points.shape == (0, 5)
        assert (found.best_person == -1).all()


def test_hashes_depend_on_the_seed_and_both_keys():
    keys = np.arange(50)
    base = pair_hashes(1, keys, keys + 7)
    assert len(set(base.tolist())) == 50
    for other in (pair_hashes(2, keys, keys + 7), pair_hashes(1, keys + 1, keys + 7), pair_hashes(1, keys, keys)):
        assert not (base == other).any()
    assert pair_hashes(-1, keys[:1], keys[:1]).dtype == np.uint64
