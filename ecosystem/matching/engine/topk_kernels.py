"""The compiled loops of `topk`: one need at a time against everybody, on arrays that the caller allocated."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecosystem.matching.engine.arrays import Hashes, Singles
from ecosystem.matching.engine.compiled import compiled

Counts: TypeAlias = NDArray[np.int32]
Tables: TypeAlias = tuple[Any, ...]

SMALL, LARGE = 8, 64
"""Sizes of a chunk of people that are looked at together; people are padded to a multiple."""
TOGETHER = 4
"""Dense terms added in one pass over the people."""


@compiled
def mixed(value: Any) -> Any:
    """The finaliser of splitmix64, as in `arrays`: uint64 to uint64."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled
def add_dense(total: Singles, rows: Singles, weights: Singles, chosen: Counts, count: int) -> None:
    """Set total (people,) to the sum of `count` rows of the dense table, each times its weight."""
    total[:] = np.float32(0)
    at = 0
    while at + TOGETHER <= count:
        first, second, third, fourth = (
            rows[chosen[at]],
            rows[chosen[at + 1]],
            rows[chosen[at + 2]],
            rows[chosen[at + 3]],
        )
        w1, w2, w3, w4 = weights[at], weights[at + 1], weights[at + 2], weights[at + 3]
        for person in range(total.size):
            total[person] += (w1 * first[person] + w2 * second[person]) + (w3 * third[person] + w4 * fourth[person])
        at += TOGETHER
    while at < count:
        first, w1 = rows[chosen[at]], weights[at]
        for person in range(total.size):
            total[person] += w1 * first[person]
        at += 1


@compiled
def forbid(total: Singles, wanted: Any, offered: Hashes) -> None:
    """Set to zero the people who have none of the wanted bits."""
    zero = np.float32(0)
    for person in range(total.size):
        total[person] = total[person] if offered[person] & wanted else zero


@compiled
def chunk_maxima(bits: Counts, chunk_size: int, maxima: Counts) -> None:
    """The greatest value of each chunk; whole numbers >= 0 in float32 have the order of their bits.

    Two loops of constant length, which become vector instructions; one of any length would not.
    """
    for chunk in range(maxima.size):
        best = np.int32(0)
        if chunk_size == LARGE:
            for person in range(chunk * LARGE, chunk * LARGE + LARGE):
                if bits[person] > best:  # noqa: PLR1730 - nor would max()
                    best = bits[person]
        else:
            for person in range(chunk * SMALL, chunk * SMALL + SMALL):
                if bits[person] > best:  # noqa: PLR1730
                    best = bits[person]
        maxima[chunk] = best


@compiled
def kth_greatest(values: Counts, size: int, k: int) -> Any:
    """The k-th greatest of values[:size], which it reorders (Hoare's quickselect); 0 when there are fewer."""
    if size < k:
        return np.int32(0)
    low, high, wanted = 0, size - 1, k - 1
    while low < high:
        middle, left, right = values[(low + high) >> 1], low, high
        while left <= right:
            while values[left] > middle:
                left += 1
            while values[right] < middle:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if wanted <= right:
            high = right
        elif wanted >= left:
            low = left
        else:
            break
    return values[wanted]


@compiled
def collect(bits: Counts, chunk_size: int, maxima: Counts, floor: Any, found: Counts) -> Any:
    """Write into found the people whose value is at least floor, ascending; returns how many."""
    size = 0
    for chunk in range(maxima.size):
        if maxima[chunk] >= floor:
            for person in range(chunk * chunk_size, (chunk + 1) * chunk_size):
                if bits[person] >= floor:
                    found[size] = person
                    size += 1
    return size


@compiled
def is_worse(score: int, tie: Any, than_score: int, than_tie: Any) -> bool:
    """Lower score, or the same and a greater hash."""
    return score < than_score or (score == than_score and tie > than_tie)


@compiled
def sink(scores: Counts, ties: Hashes, people: Counts, at: int, size: int) -> None:
    """Restore a heap whose root is the worst, from position `at` down."""
    score, tie, person = scores[at], ties[at], people[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and is_worse(scores[child + 1], ties[child + 1], scores[child], ties[child]):
            child += 1
        if not is_worse(scores[child], ties[child], score, tie):
            break
        scores[at], ties[at], people[at] = scores[child], ties[child], people[child]
        at = child
    scores[at], ties[at], people[at] = score, tie, person


@compiled
def best_of(
    bits: Counts,
    found: Counts,
    size: int,
    need_hash: Any,
    person_hashes: Hashes,
    scores: Counts,
    ties: Hashes,
    people: Counts,
) -> int:
    """Keep the best of the found people in heap arrays of length k, then sort them best first; returns how many."""
    k, held = scores.size, 0
    for position in range(size):
        person = found[position]
        score, tie = bits[person], mixed(need_hash + person_hashes[person])
        if held < k:
            scores[held], ties[held], people[held] = score, tie, person
            held += 1
            if held == k:
                for at in range(k // 2 - 1, -1, -1):
                    sink(scores, ties, people, at, k)
        elif is_worse(scores[0], ties[0], score, tie):
            scores[0], ties[0], people[0] = score, tie, person
            sink(scores, ties, people, 0, k)
    if held < k:
        for at in range(held // 2 - 1, -1, -1):
            sink(scores, ties, people, at, held)
    for last in range(held - 1, 0, -1):
        scores[0], scores[last] = scores[last], scores[0]
        ties[0], ties[last] = ties[last], ties[0]
        people[0], people[last] = people[last], people[0]
        sink(scores, ties, people, 0, last)
    return held


@compiled
def score_all(
    need: int, needs: Tables, index: Tables, rules: Tables, total: Singles, chosen: Counts, weights: Singles
) -> None:
    """Write into total (people,) the score of everybody for one need, 0 where a hard rule says no."""
    need_at, terms, asked = needs
    dense_of, dense, term_at, people, held = index
    need_bits, person_bits, barred_at, barred_people = rules
    count = 0
    for at in range(need_at[need], need_at[need + 1]):
        if dense_of[terms[at]] >= 0:
            chosen[count], weights[count] = dense_of[terms[at]], asked[at]
            count += 1
    add_dense(total, dense, weights, chosen, count)
    for at in range(need_at[need], need_at[need + 1]):
        term = terms[at]
        if dense_of[term] < 0:
            for post in range(term_at[term], term_at[term + 1]):
                total[people[post]] += asked[at] * held[post]
    for group in range(need_bits.shape[1]):
        if need_bits[need, group]:
            forbid(total, need_bits[need, group], person_bits[group])
    for at in range(barred_at[need], barred_at[need + 1]):
        total[barred_people[at]] = np.float32(0)


@compiled
def top_rows(
    start: int, stop: int, chunk_size: int, needs: Tables, index: Tables, rules: Tables, hashes: Tables, found: Tables
) -> None:
    """Fill rows start..stop-1 of the answer: people (-1 where nobody is left) and scores; see `topk.top_k`.

    needs: (indptr, terms, weights); index: (dense row of a term or -1, dense rows, indptr, people, weights by term);
    rules: (bits of needs (needs, groups), of people (groups, people), indptr and people barred by need);
    hashes: of needs and of people.
    """
    need_hashes, person_hashes = hashes
    found_person, found_score = found
    k, padded = found_person.shape[1], index[1].shape[1]
    total = np.zeros(padded, dtype=np.float32)
    as_bits = total.view(np.int32)
    maxima = np.zeros(padded // chunk_size, dtype=np.int32)
    spare, near = np.empty_like(maxima), np.empty(padded, dtype=np.int32)
    widest = 0
    for need in range(start, stop):
        widest = max(widest, needs[0][need + 1] - needs[0][need])
    chosen, weights = np.empty(widest, dtype=np.int32), np.empty(widest, dtype=np.float32)
    scores, ties, best = np.empty(k, np.int32), np.empty(k, np.uint64), np.empty(k, np.int32)
    for need in range(start, stop):
        score_all(need, needs, index, rules, total, chosen, weights)
        chunk_maxima(as_bits, chunk_size, maxima)
        spare[:] = maxima
        floor = max(kth_greatest(spare, spare.size, k), np.int32(1))
        size = collect(as_bits, chunk_size, maxima, floor, near)
        size = best_of(as_bits, near, size, need_hashes[need], person_hashes, scores, ties, best)
        for rank in range(size):
            found_person[need, rank] = best[rank]
            found_score[need, rank] = np.int32(total[best[rank]])
        for rank in range(size, k):
            found_person[need, rank], found_score[need, rank] = -1, 0
