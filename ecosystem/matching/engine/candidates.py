"""From facts to the sparse table: block by block, hard rules first, then scores, then what is kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ecosystem.matching.engine.arrays import Hashes, Ints, Points, pair_hashes
from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.funder_parts import FunderModel
from ecosystem.matching.engine.hard_rules import Rules, exclusions
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.mentor_parts import MentorModel
from ecosystem.matching.engine.parts import quantise

BLOCK_CELLS = 400_000
"""Pairs scored at a time: about 60 MB of working memory whatever the size of the round."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The kept pairs and what was seen on the way.

    instance: the kept pairs; points (pairs, parts) hundredths, summing to instance.scores; ties (pairs,) seeded hashes;
    counts (needs, rules): how many people each rule excludes first, column 0 the admissible;
    best_person, best_score (needs,): the best admissible person even below the minimum, -1 if there is none.
    """

    instance: Instance
    points: Points
    ties: Hashes
    counts: Ints
    best_person: Ints
    best_score: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    rows: Ints
    columns: Ints
    points: Points
    ties: Hashes
    counts: Ints
    best_person: Ints
    best_score: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """How pairs are kept: weights in order, rules, barred pairs, minimum score in hundredths, at most `keep` per need.

    need_keys, person_keys: stable whole numbers from which, with the seed, ties are broken.
    """

    weights: Ints
    rules: Rules
    forbidden: Forbidden
    seed: int
    need_keys: Ints
    person_keys: Ints
    min_score: int = 0
    keep: int | None = None


def candidates(model: MentorModel | FunderModel, sieve: Sieve, *, on_progress: Progress | None = None) -> Candidates:
    """All admissible pairs with a score above 0 and of at least `min_score`, the best `keep` of each need.

    Equal scores at the limit are told apart by the seeded hash. Works in blocks of bounded memory.
    """
    wanted, capacity = model.needs.wanted, model.people.capacity
    step = max(1, BLOCK_CELLS // max(capacity.size, 1))
    starts = range(0, wanted.size, step)
    blocks = []
    for start in starts:
        stop = min(start + step, wanted.size)
        if on_progress is not None:
            on_progress("rules_and_scores", start, wanted.size)
        blocks.append(_block(model, sieve, start, stop))
    if not blocks:
        blocks.append(_block(model, sieve, 0, 0))
    rows = np.concatenate([block.rows for block in blocks])
    points = np.concatenate([block.points for block in blocks])
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=wanted.size))])
    indices = np.concatenate([block.columns for block in blocks])
    return Candidates(
        instance=Instance(indptr, indices, points.sum(axis=1, dtype=np.int64), wanted, capacity),
        points=points,
        ties=np.concatenate([block.ties for block in blocks]),
        counts=np.concatenate([block.counts for block in blocks]),
        best_person=np.concatenate([block.best_person for block in blocks]),
        best_score=np.concatenate([block.best_score for block in blocks]),
    )


def _block(model: MentorModel | FunderModel, sieve: Sieve, start: int, stop: int) -> _Block:
    excluded = exclusions(model, sieve.forbidden, sieve.rules, start, stop)
    points = quantise(model.part_values(start, stop).values, sieve.weights)
    scores = points.sum(axis=0, dtype=np.int32)
    scores[~excluded.admissible] = -1
    best_score = scores.max(axis=1, initial=-1).astype(np.int64)
    best_person = scores.argmax(axis=1).astype(np.int64) if scores.shape[1] else np.zeros(stop - start, np.int64)
    rows, columns = np.nonzero(scores >= max(sieve.min_score, 1))
    ties = pair_hashes(sieve.seed, sieve.need_keys[rows + start], sieve.person_keys[columns])
    if sieve.keep is not None:
        kept = _kept(rows, scores[rows, columns], ties, sieve.keep)
        rows, columns, ties = rows[kept], columns[kept], ties[kept]
    return _Block(
        rows=rows + start,
        columns=columns,
        points=points[:, rows, columns].T.copy(),
        ties=ties,
        counts=excluded.counts(),
        best_person=np.where(best_score >= 0, best_person, -1),
        best_score=best_score,
    )


def _kept(rows: Ints, scores: Ints, ties: Hashes, keep: int) -> Ints:
    """The positions, ascending, of the first `keep` pairs of each row by score, then hash."""
    order = np.lexsort((ties, -scores, rows))
    return np.sort(order[ranks(rows[order]) < keep])


def ranks(sorted_rows: Ints) -> Ints:
    """The rank 0, 1, 2... of each entry among its equals, in a sorted vector."""
    begins = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    lengths = np.diff(np.append(begins, sorted_rows.size))
    return np.arange(sorted_rows.size, dtype=np.int64) - np.repeat(begins, lengths)
