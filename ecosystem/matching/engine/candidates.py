"""From facts to the sparse table: block by block, hard rules first, then scores, then what is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ecosystem.matching.engine.arrays import Codes, Floats, Hashes, Ints, Points, pair_hashes
from ecosystem.matching.engine.candidate_kernels import sift
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.facts import BothSides, Forbidden
from ecosystem.matching.engine.funder_parts import FunderModel
from ecosystem.matching.engine.hard_rules import Rule, Rules, exclusions
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.mentor_parts import MentorModel
from ecosystem.matching.engine.parts import quantise

BLOCK_CELLS = 120_000
"""Pairs scored at a time: about 20 MB of working memory whatever the size of the round."""

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
class Rows:
    """The kept pairs of needs start..stop-1, as small as they get: what one worker finds for another.

    sizes (needs,): pairs of each need; person (pairs,) ascending in a row, points (pairs, parts) hundredths;
    counts (needs, rules), best_person, best_score (needs,) as in Candidates.
    """

    start: int
    stop: int
    sizes: np.ndarray
    person: np.ndarray
    points: Points
    counts: np.ndarray
    best_person: np.ndarray
    best_score: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """How pairs are kept: weights in order, rules, barred pairs, minimum score in hundredths, at most `keep` per need.

    need_keys, person_keys: stable whole numbers from which, with the seed, ties are broken; locked_need, locked_person:
    pairs imposed by hand, kept whatever their score unless a rule excludes them.
    """

    weights: Ints
    rules: Rules
    forbidden: Forbidden
    seed: int
    need_keys: Ints
    person_keys: Ints
    min_score: int = 0
    keep: int | None = None
    locked_need: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    locked_person: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def candidates(model: MentorModel | FunderModel, sieve: Sieve, *, on_progress: Progress | None = None) -> Candidates:
    """All admissible pairs with a score above 0 and of at least `min_score`, the best `keep` of each need.

    Equal scores at the limit are told apart by the seeded hash. Works in blocks of bounded memory.
    """
    return gather(model, sieve, [scan(model, sieve, 0, model.needs.wanted.size, on_progress=on_progress)])


def scan(
    model: MentorModel | FunderModel, sieve: Sieve, start: int, stop: int, *, on_progress: Progress | None = None
) -> Rows:
    """The candidates of needs start..stop-1 alone: they do not depend on the other needs, nor on the blocks."""
    step = max(1, BLOCK_CELLS // max(model.people.capacity.size, 1))
    blocks = []
    for first in range(start, stop, step):
        if on_progress is not None:
            on_progress("rules_and_scores", first - start, stop - start)
        blocks.append(_block(model, sieve, first, min(first + step, stop)))
    return _joined(blocks or [_block(model, sieve, start, start)])


def gather(sides: BothSides, sieve: Sieve, found: Sequence[Rows]) -> Candidates:
    """One table from the rows of consecutive ranges of needs, in any order, that cover all needs once.

    Raises BadProblem when a range is missing or overlaps another.
    """
    wanted, capacity = sides.needs.wanted, sides.people.capacity
    ordered = sorted(found, key=lambda rows: (rows.start, rows.stop))
    edges = [0, *(rows.stop for rows in ordered)]
    if [rows.start for rows in ordered] != edges[:-1] or edges[-1] != wanted.size:
        raise BadProblem(f"ranges of needs that end at {edges[1:]} do not make 0 to {wanted.size}")
    rows = _joined(ordered)
    indptr = np.concatenate([[0], np.cumsum(rows.sizes, dtype=np.int64)])
    need_keys = np.repeat(sieve.need_keys, rows.sizes)
    return Candidates(
        instance=Instance(indptr, rows.person, rows.points.sum(axis=1, dtype=np.int64), wanted, capacity),
        points=rows.points,
        ties=pair_hashes(sieve.seed, need_keys, sieve.person_keys[rows.person]),
        counts=rows.counts.astype(np.int64),
        best_person=rows.best_person.astype(np.int64),
        best_score=rows.best_score.astype(np.int64),
    )


def _joined(parts: Sequence[Rows]) -> Rows:
    """The same rows as one."""
    columns = ("sizes", "person", "points", "counts", "best_person", "best_score")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in columns}
    return Rows(parts[0].start, parts[-1].stop, **joined)


def _block(model: MentorModel | FunderModel, sieve: Sieve, start: int, stop: int) -> Rows:
    codes = exclusions(model, sieve.forbidden, sieve.rules, start, stop).codes
    return sifted(model.part_values(start, stop).values, codes, sieve, start, stop)


def sifted(values: Floats, codes: Codes, sieve: Sieve, start: int, stop: int) -> Rows:
    """What is kept of needs start..stop-1: values (parts, needs, people) 0..1, codes (needs, people) of the rules."""
    scores = np.empty(codes.shape, dtype=np.int16)
    counts = np.zeros((stop - start, len(Rule)), dtype=np.int32)
    best = np.empty((stop - start, 2), dtype=np.int32)
    sift(values, codes, sieve.weights * 100.0, max(sieve.min_score, 1), scores, counts, best)
    rows, columns = np.nonzero(scores > 0)
    if sieve.keep is not None:
        kept = _kept(sieve, rows, columns, scores[rows, columns], start)
        rows, columns = rows[kept], columns[kept]
    rows, columns = _with_locked(sieve, codes, rows, columns, start)
    return Rows(
        start=start,
        stop=stop,
        sizes=np.bincount(rows, minlength=stop - start).astype(np.int32),
        person=columns.astype(np.int32),
        points=quantise(values[:, rows, columns], sieve.weights).T.copy(),
        counts=counts,
        best_person=best[:, 0].copy(),
        best_score=best[:, 1].copy(),
    )


def _with_locked(sieve: Sieve, codes: Codes, rows: Ints, columns: Ints, start: int) -> tuple[Ints, Ints]:
    """The kept pairs and the pairs imposed by hand that no rule excludes, in order, each once."""
    mine = (sieve.locked_need >= start) & (sieve.locked_need < start + codes.shape[0])
    need, person = sieve.locked_need[mine] - start, sieve.locked_person[mine]
    allowed = codes[need, person] == Rule.NONE
    if not allowed.any():
        return rows, columns
    width = codes.shape[1]
    cells = np.union1d(rows * width + columns, need[allowed] * width + person[allowed])
    return cells // width, cells % width


def _kept(sieve: Sieve, rows: Ints, columns: Ints, scores: Points, start: int) -> Ints:
    """The positions, ascending, of the first `keep` pairs of each row by score, then hash."""
    assert sieve.keep is not None  # noqa: S101 - told to the type checker
    crowded = np.bincount(rows)[rows] > sieve.keep if rows.size else np.zeros(0, dtype=np.bool_)
    chosen = np.flatnonzero(crowded)
    ties = pair_hashes(sieve.seed, sieve.need_keys[rows[chosen] + start], sieve.person_keys[columns[chosen]])
    order = chosen[np.lexsort((ties, -scores[chosen], rows[chosen]))]
    return np.sort(np.concatenate([np.flatnonzero(~crowded), order[ranks(rows[order]) < sieve.keep]]))


def ranks(sorted_rows: Ints) -> Ints:
    """The rank 0, 1, 2... of each entry among its equals, in a sorted vector."""
    begins = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    lengths = np.diff(np.append(begins, sorted_rows.size))
    return np.arange(sorted_rows.size, dtype=np.int64) - np.repeat(begins, lengths)
