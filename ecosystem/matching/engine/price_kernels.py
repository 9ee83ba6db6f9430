"""Exact prices of a matching by label correction over its residual network, and the bound that they prove.

Labels are distances: of people, of needs, of the needs' floors, and of the root (the first entry of `root`). An arc
from a to b at cost c demands label b <= label a + c. Labels only fall; they settle exactly when the matching is best.
"""

from ecosystem.matching.engine.arrays import Array, Codes, Halves, Ints
from ecosystem.matching.engine.compiled import compiled

import numpy as np  # isort: skip

CHOSEN, LOCKED, GOOD = 1, 2, 4
"""Marks of a pair: chosen, chosen and not to be undone, at or above its need's floor."""
LOAD, GOOD_LOAD, DEMAND, FLOORED = 0, 1, 2, 3
"""Rows of the table of needs (4, needs): pairs chosen, good pairs chosen, people wanted, whether it has a floor."""
LOW_BITS = (1 << 31) - 1


@compiled
def by_person(indices: Halves, indptr: Ints, people: int):  # type: ignore[no-untyped-def]
    """The needs of each person: starts (people + 1,) and needs (pairs,) in ascending order."""
    starts = np.zeros(people + 1, np.int64)
    for edge in range(indices.size):
        starts[indices[edge] + 1] += 1
    for person in range(people):
        starts[person + 1] += starts[person]
    filled, needs = starts.copy(), np.empty(indices.size, np.int32)
    for need in range(indptr.size - 1):
        for edge in range(indptr[need], indptr[need + 1]):
            person = indices[edge]
            needs[filled[person]] = need
            filled[person] += 1
    return starts, needs


@compiled
def _pull(need: int, indptr: Ints, indices: Halves, values: Array, marks: Codes, labels):  # type: ignore[no-untyped-def]
    """Lower the labels of a need and of its floor through the pairs that are not chosen."""
    people, needs, floors, _root = labels
    for edge in range(indptr[need], indptr[need + 1]):
        if marks[edge] & CHOSEN:
            continue
        reached = people[indices[edge]] - values[edge]
        if marks[edge] & GOOD:
            floors[need] = min(floors[need], reached)
        else:
            needs[need] = min(needs[need], reached)


@compiled
def _within(need: int, table: Ints, bonus: Ints, labels) -> None:  # type: ignore[no-untyped-def]
    """The arcs between floor, need and root."""
    _people, needs, floors, root = labels
    load, good = table[LOAD, need], table[GOOD_LOAD, need]
    if load > 0:
        needs[need] = min(needs[need], root[0] + (bonus[0] if load == 1 else 0))
    if table[FLOORED, need]:
        needs[need] = min(needs[need], floors[need] - (bonus[1] if good == 0 else 0))
        if good > 0:
            floors[need] = min(floors[need], needs[need] + (bonus[1] if good == 1 else 0))
    if load < table[DEMAND, need]:
        root[0] = min(root[0], needs[need] - (bonus[0] if load == 0 else 0))


@compiled
def _from_root(people_table: Ints, labels) -> int:  # type: ignore[no-untyped-def]
    """The arcs between root and people until they hold; the root's label then."""
    people, _needs, _floors, root = labels
    for person in range(people.size):
        if people_table[0, person] > people_table[2, person]:
            root[0] = min(root[0], people[person])
    for person in range(people.size):
        if people_table[0, person] < people_table[1, person]:
            people[person] = min(people[person], root[0])
    return int(root[0])


@compiled
def settle(  # type: ignore[no-untyped-def]
    indptr: Ints, indices: Halves, values: Array, marks: Codes, table: Ints, people_table: Ints, bonus: Ints,
    labels, reverse, limits: Ints,
):  # fmt: skip
    """Correct the labels until every arc holds; True when they settle.

    people_table (3, people): load, places, minimum load; bonus: of a served need, of a floor reached; reverse: from
    `by_person`; limits: the label below which there is no optimum, and the most visits of needs. False leaves labels
    as far as they came.
    """
    people, needs, floors, root = labels
    starts, needs_of = reverse
    queue, queued = np.arange(needs.size), np.ones(needs.size, np.uint8)
    head, waiting, visits, told = 0, needs.size, 0, root[0] + 1
    while True:
        if root[0] < told:
            told = _from_root(people_table, labels)
            for need in range(needs.size):
                if queued[need] == 0:
                    queue[(head + waiting) % needs.size], queued[need], waiting = need, 1, waiting + 1
        if waiting == 0:
            return True
        for _turn in range(waiting):
            need = queue[head % needs.size]
            head, waiting, queued[need], visits = head + 1, waiting - 1, 0, visits + 1
            _pull(need, indptr, indices, values, marks, labels)
            _within(need, table, bonus, labels)
            for edge in range(indptr[need], indptr[need + 1]):
                if (marks[edge] & (CHOSEN | LOCKED)) != CHOSEN:
                    continue
                person = indices[edge]
                reached = (floors[need] if marks[edge] & GOOD else needs[need]) + values[edge]
                if reached >= people[person]:
                    continue
                people[person] = reached
                if people_table[0, person] > people_table[2, person]:
                    root[0] = min(root[0], reached)
                for place in range(starts[person], starts[person + 1]):
                    other = needs_of[place]
                    if queued[other] == 0:
                        queue[(head + waiting) % needs.size], queued[other], waiting = other, 1, waiting + 1
        if visits > limits[1] or root[0] < limits[0] or needs.min() < limits[0]:
            return False


@compiled
def widen(indptr: Ints, indices: Halves, values: Array, marks: Codes, kept: Array, labels) -> int:  # type: ignore[no-untyped-def]
    """Keep the pairs outside the window that the labels find worth more than their need pays; how many they are."""
    people, needs, floors, _root = labels
    added = 0
    for need in range(needs.size):
        for edge in range(indptr[need], indptr[need + 1]):
            reached = people[indices[edge]] - values[edge]
            if not kept[edge] and reached < (floors[need] if marks[edge] & GOOD else needs[need]):
                kept[edge] = True
                added += 1
    return added


@compiled
def tight(indptr: Ints, indices: Halves, values: Array, marks: Codes, kept: Array, labels) -> None:  # type: ignore[no-untyped-def]
    """Keep exactly the pairs that some optimum may choose: those whose label does not forbid them."""
    people, needs, floors, _root = labels
    for need in range(needs.size):
        for edge in range(indptr[need], indptr[need + 1]):
            reached = people[indices[edge]] - values[edge]
            kept[edge] = reached <= (floors[need] if marks[edge] & GOOD else needs[need])


@compiled
def slack_of_pairs(  # type: ignore[no-untyped-def]
    indptr: Ints, indices: Halves, values: Array, marks: Codes, need_price: Ints, person_price: Ints, floor_price: Ints
):
    """The pairs' share of the bound, as two whole numbers (high * 2**31 + low): no sum of millions overflows."""
    high, low = 0, 0
    for need in range(need_price.size):
        for edge in range(indptr[need], indptr[need + 1]):
            worth = values[edge] - need_price[need] - person_price[indices[edge]]
            if marks[edge] & GOOD:
                worth += floor_price[need]
            if worth > 0 or marks[edge] & LOCKED:
                high += worth >> 31
                low += worth & LOW_BITS
    return high, low
