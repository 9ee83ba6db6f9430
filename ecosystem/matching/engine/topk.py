"""The exact best k people of every need by sparse profiles, after the hard rules.

A profile is a row of whole weights by term; the score of a pair is the sum over shared terms of the product of both
weights. One need at a time: its frequent terms are added as dense rows (a loop that the processor does eight people
at a time), its rare ones by their postings; then the hard rules set pairs to zero; then the people are looked at in
chunks. The k-th greatest chunk maximum is a lower bound of the k-th greatest score, since k chunks hold one each:
only what reaches it is ranked. Nothing is approximate, and nothing depends on the number of threads.

Sums are float32 of whole numbers below 2**24, therefore exact in any order.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ecosystem.matching.engine import topk_kernels as kernels
from ecosystem.matching.engine.arrays import Bools, Hashes, Ints, first, halves_of_hashes
from ecosystem.matching.engine.errors import BadFacts

EXACT_BELOW = 2**24
"""Whole numbers below it are exact in float32."""
DENSE_SHARE = 1 / 16
"""A term that this share of the people hold is added as a dense row: then its postings cost more."""
ROWS_AT_ONCE = 256
"""Needs handed to a thread at a time."""
CHUNKS_PER_RANK = 5
"""Large chunks are used when there are so many of them for each of the k, small ones otherwise."""
DENSE_FROM = 64
"""People who must hold a term before it becomes a dense row."""


@dataclass(frozen=True, slots=True, eq=False)
class HardRules:
    """What removes a pair before the best are chosen.

    groups: per group (languages, formats...), the bits of needs and those of people, uint64, one bit a value: a pair
    needs one in common, unless a side states none (0). excluded (people,): out for everybody. barred (needs, people):
    boolean CSR of single pairs.
    """

    groups: tuple[tuple[Hashes, Hashes], ...] = ()
    excluded: Bools | None = None
    barred: csr_array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TopK:
    """person (needs, k) int32, best first, -1 where nobody is left; score (needs, k) int32, 0 there."""

    person: np.ndarray
    score: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class TieBreak:
    """What equal scores are told apart by: the seed and stable keys of needs and people, as everywhere."""

    seed: int
    need_keys: Ints
    person_keys: Ints


def top_k(
    needs: csr_array, people: csr_array, k: int, ties: TieBreak, *, rules: HardRules | None = None, threads: int = 2
) -> TopK:
    """The k admissible people of the highest score above 0 for every need, equal scores by the seeded hash.

    needs (needs, terms), people (people, terms): CSR of whole weights >= 0, canonical. Raises BadFacts when a weight is
    not whole or below zero, when a score could reach 2**24, or when shapes do not go together. Memory: the answer, the
    dense rows, and about six bytes a person and thread.
    """
    rules = rules or HardRules()
    asked, held = _weights("needs", needs), _weights("people", people)
    if k < 1 or needs.shape[1] != people.shape[1]:
        raise BadFacts(f"k is {k}, with {needs.shape[1]} terms of needs and {people.shape[1]} of people")
    _check_range(asked, held)
    rows, everybody = needs.shape[0], people.shape[0]
    found = TopK(np.empty((rows, k), dtype=np.int32), np.empty((rows, k), dtype=np.int32))
    chunk = kernels.LARGE if everybody >= kernels.LARGE * k * CHUNKS_PER_RANK else kernels.SMALL
    index = _Index.of(held, rules, chunk)
    left, right = halves_of_hashes(ties.seed, ties.need_keys, ties.person_keys)
    if left.size != rows or right.size != everybody:
        raise BadFacts(f"{left.size} and {right.size} keys for {rows} needs and {everybody} people")
    arguments = (
        chunk,
        (asked.indptr.astype(np.int64), asked.indices.astype(np.int32), asked.data),
        (index.dense_of, index.dense, index.indptr, index.people, index.weights),
        (*_bits(rules, rows, everybody, index.dense.shape[1]), *_barred(rules, rows, everybody)),
        (left, right),
        (found.person, found.score),
    )
    _in_threads(rows, threads, arguments)
    return found


def quantised(weights: csr_array, scale: int) -> csr_array:
    """Profiles scaled to length `scale` and rounded half up to whole weights, so that the scores are at most scale**2.

    A scale of 4,000 keeps every score under 2**24; rows without a weight stay empty.
    """
    rows = csr_array(weights, dtype=np.float64, copy=True)
    lengths = np.sqrt(np.add.reduceat(np.append(rows.data**2, 0.0), rows.indptr[:-1]) * (np.diff(rows.indptr) > 0))
    rows.data = np.floor(rows.data * np.repeat(scale / np.where(lengths > 0, lengths, 1), np.diff(rows.indptr)) + 0.5)
    rows.eliminate_zeros()
    rows.sort_indices()
    return csr_array((rows.data.astype(np.int32), rows.indices, rows.indptr), shape=rows.shape)


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Who holds each term: as a dense row (dense_of: its number, -1) or as postings (indptr, people, weights)."""

    dense_of: np.ndarray
    dense: np.ndarray
    indptr: np.ndarray
    people: np.ndarray
    weights: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, held: csr_array, rules: HardRules, chunk: int) -> "_Index":
        everybody, terms = held.shape
        padded = max(-(-everybody // chunk), 1) * chunk
        if rules.excluded is not None:
            if rules.excluded.shape != (everybody,):
                raise BadFacts(f"excluded: {rules.excluded.size} flags for {everybody} people")
            kept = csr_array(held, copy=True)
            kept.data[np.repeat(rules.excluded, np.diff(kept.indptr))] = 0
            kept.eliminate_zeros()
            held = kept
        by_term = held.T.tocsr()
        counts = np.diff(by_term.indptr)
        frequent = np.flatnonzero(counts > max(everybody * DENSE_SHARE, DENSE_FROM))
        dense_of = np.full(terms, -1, dtype=np.int32)
        dense_of[frequent] = np.arange(frequent.size)
        dense = np.zeros((frequent.size, padded), dtype=np.float32)
        for row, term in enumerate(frequent.tolist()):
            at = slice(by_term.indptr[term], by_term.indptr[term + 1])
            dense[row, by_term.indices[at]] = by_term.data[at]
        return cls(dense_of, dense, by_term.indptr.astype(np.int64), by_term.indices.astype(np.int32), by_term.data)


def _weights(name: str, matrix: csr_array) -> csr_array:
    """The same profiles with float32 weights that are whole and positive."""
    data = np.asarray(matrix.data)
    bad = ~((data >= 0) & (data < EXACT_BELOW)) | (data != np.floor(data))
    if bad.any():
        row = int(np.searchsorted(matrix.indptr, first(bad), side="right")) - 1
        raise BadFacts(f"{name}: row {row} holds {data[first(bad)]}, expected whole weights from 0")
    result = csr_array((data.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)
    if not result.has_canonical_format:
        result = csr_array(result, copy=True)
        result.sum_duplicates()
    return result


def _check_range(asked: csr_array, held: csr_array) -> None:
    """By length (Cauchy and Schwarz) or by the greatest weight of each term, no score may reach 2**24."""
    lengths = [np.sqrt((side.multiply(side)).sum(axis=1, dtype=np.float64).max(initial=0.0)) for side in (asked, held)]
    if lengths[0] * lengths[1] < EXACT_BELOW - 1:
        return
    highest = np.zeros(held.shape[1])
    np.maximum.at(highest, held.indices, held.data)
    reachable = asked.astype(np.float64) @ highest
    if reachable.max(initial=0.0) >= EXACT_BELOW:
        raise BadFacts(f"needs: row {int(reachable.argmax())} could score {reachable.max():.0f}, expected below 2**24")


def _bits(rules: HardRules, needs: int, everybody: int, padded: int) -> tuple[Hashes, Hashes]:
    asked = np.zeros((needs, len(rules.groups)), dtype=np.uint64)
    offered = np.zeros((len(rules.groups), padded), dtype=np.uint64)
    for group, (of_needs, of_people) in enumerate(rules.groups):
        if of_needs.shape != (needs,) or of_people.shape != (everybody,):
            raise BadFacts(f"group {group}: {of_needs.size} and {of_people.size} bits for {needs} and {everybody} rows")
        asked[:, group] = of_needs
        offered[group, :everybody] = np.where(of_people == 0, np.uint64(2**64 - 1), of_people)
    return asked, offered


def _barred(rules: HardRules, needs: int, everybody: int) -> tuple[np.ndarray, np.ndarray]:
    if rules.barred is None:
        return np.zeros(needs + 1, dtype=np.int64), np.zeros(0, dtype=np.int32)
    if rules.barred.shape != (needs, everybody):
        raise BadFacts(f"barred: a table of {rules.barred.shape}, expected {(needs, everybody)}")
    return rules.barred.indptr.astype(np.int64), rules.barred.indices.astype(np.int32)


def _in_threads(needs: int, threads: int, arguments: tuple[Any, ...]) -> None:
    """Each thread takes the next rows: every row is computed alone, so who takes which changes nothing."""
    starts = range(0, needs, ROWS_AT_ONCE)

    def run(start: int) -> None:
        kernels.top_rows(start, min(start + ROWS_AT_ONCE, needs), *arguments)

    if threads <= 1 or len(starts) <= 1:
        for start in starts:
            run(start)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, starts))
