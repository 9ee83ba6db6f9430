"""Approximate prices of people by an auction, and the window of pairs that those prices leave worth a look.

Needs bid for the people that profit them most; a person who is full keeps the highest bids and costs the lowest of them
(Bertsekas 1988, for people with several places). The prices are within `step` of an equilibrium: a guide, not a proof.
"""

from ecosystem.matching.engine.arrays import Array, Codes, Halves, Ints
from ecosystem.matching.engine.compiled import compiled

import numpy as np  # isort: skip


@compiled
def _best_two(first: int, stop: int, indices: Halves, values: Array, price: Ints, taken: Codes, least: int):  # type: ignore[no-untyped-def]
    """The most profitable pair of a row among those not taken (-1: staying out is better), and the two best profits."""
    best, most, second = -1, least, least
    for edge in range(first, stop):
        if taken[edge] != 0:
            continue
        profit = values[edge] - price[indices[edge]]
        if profit > most:
            best, second, most = edge, most, profit
        elif profit > second:
            second = profit
    return best, most, second


@compiled
def _sift_up(bids: Ints, owners: Ints, base: int, place: int, bid: int, owner: int) -> None:
    """Put a bid into the heap of one person (lowest bid on top) at its last place."""
    while place > 0:
        above = (place - 1) >> 1
        if bids[base + above] <= bid:
            break
        bids[base + place], owners[base + place] = bids[base + above], owners[base + above]
        place = above
    bids[base + place], owners[base + place] = bid, owner


@compiled
def _sift_down(bids: Ints, owners: Ints, base: int, size: int, bid: int, owner: int) -> None:
    """Replace the lowest bid of a full person."""
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and bids[base + below + 1] < bids[base + below]:
            below += 1
        if bids[base + below] >= bid:
            break
        bids[base + place], owners[base + place] = bids[base + below], owners[base + below]
        place = below
    bids[base + place], owners[base + place] = bid, owner


@compiled
def _row_of(indptr: Ints, edge: int) -> int:
    low, high = 0, indptr.size - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if indptr[middle] <= edge:
            low = middle
        else:
            high = middle
    return low


@compiled
def auction(  # type: ignore[no-untyped-def]
    indptr: Ints, indices: Halves, values: Array, demand: Ints, places: Ints, slots: Ints, taken: Codes, limits: Ints
):
    """Prices of people (people,) after the bidding; `taken` (pairs,) is 1 for the pairs held at its end.

    slots (people + 1,): where the places of each person begin; taken: 1 in pairs that may not be bid for; limits: what
    a need pays at most to be served at all, the step of a bid, and the most bids.
    """
    outside, step, most_bids = limits[0], limits[1], limits[2]
    needs = indptr.size - 1
    bids, owners = np.zeros(slots[-1], np.int64), np.zeros(slots[-1], np.int64)
    price, load, have = np.zeros(places.size, np.int64), np.zeros(places.size, np.int64), np.zeros(needs, np.int64)
    queue, queued = np.arange(needs), np.ones(needs, np.uint8)
    head, waiting, made = 0, needs, 0
    while waiting > 0 and made < most_bids:
        need = queue[head % needs]
        head, waiting, queued[need] = head + 1, waiting - 1, 0
        while have[need] < demand[need]:
            least = -outside if have[need] == 0 else 0
            edge, most, second = _best_two(indptr[need], indptr[need + 1], indices, values, price, taken, least)
            if edge < 0:
                break
            made += 1
            person, base = indices[edge], slots[indices[edge]]
            bid = price[person] + most - second + step
            taken[edge], have[need] = 1, have[need] + 1
            if load[person] < places[person]:
                load[person] += 1
                _sift_up(bids, owners, base, load[person] - 1, bid, edge)
            else:
                lost = owners[base]
                loser = _row_of(indptr, lost)
                taken[lost], have[loser] = 0, have[loser] - 1
                _sift_down(bids, owners, base, places[person], bid, edge)
                if queued[loser] == 0 and loser != need:
                    queue[(head + waiting) % needs], queued[loser], waiting = loser, 1, waiting + 1
            if load[person] == places[person]:
                price[person] = bids[base]
    return price


@compiled
def window(  # type: ignore[no-untyped-def]
    indptr: Ints, indices: Halves, values: Array, demand: Ints, price: Ints, kept: Array, slack: int
):
    """Mark the pairs within `slack` of the demand-th best profit of their need, and always one more than the demand."""
    top = np.empty(int(demand.max()) + 2, np.int64)
    for need in range(demand.size):
        first, stop = indptr[need], indptr[need + 1]
        size = min(demand[need] + 1, stop - first)
        if demand[need] == 0 or size == 0:
            continue
        filled = 0
        for edge in range(first, stop):
            profit = values[edge] - price[indices[edge]]
            if filled == size and profit <= top[size - 1]:
                continue
            place = min(filled, size - 1)
            filled = min(filled + 1, size)
            while place > 0 and top[place - 1] < profit:
                top[place] = top[place - 1]
                place -= 1
            top[place] = profit
        least = min(top[min(demand[need], size) - 1] - slack, top[size - 1])
        for edge in range(first, stop):
            if values[edge] - price[indices[edge]] >= least:
                kept[edge] = True
