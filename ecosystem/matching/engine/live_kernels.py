"""The compiled searches of `live.Plan`: one shortest path out of a node, or into one, over reduced costs.

Nodes are numbered 3 * person, 3 * need + 1, and 3 * need + 2 for the pairs of a need that reach its floor. The root,
where every unit begins and ends, has no number and the price 0. A price is what one more unit at the node is worth:
along every arc a -> b that can still carry a unit, of gain g, price[a] >= g + price[b]; the difference is the length
of the arc, never negative, so Dijkstra's search applies. Source: Edmonds and Karp (1972), Tomizawa (1971).
"""

from typing import NamedTuple

import numpy as np

from ecosystem.matching.engine.arrays import Codes, Ints
from ecosystem.matching.engine.compiled import compiled

FREE, CHOSEN, LOCKED, BARRED = 0, 1, 2, 3
"""States of a pair: not used; used; used and not to be taken back; not admissible."""
FAR = 2**62


class Net(NamedTuple):
    """The network and its flow; pairs by need and by person, each list of pairs in the order of their numbers.

    Flows: need_load (root from need), good_load (pairs that reach the floor), person_load (root to person). bonus:
    what the first unit of a need is worth (0), and the first pair that reaches its floor (1).
    """

    need_start: Ints
    need_pairs: Ints
    person_start: Ints
    person_pairs: Ints
    need_of: Ints
    person_of: Ints
    value: Ints
    good: Codes
    state: Codes
    demand: Ints
    capacity: Ints
    low: Ints
    floor: Ints
    need_load: Ints
    good_load: Ints
    person_load: Ints
    price: Ints
    bonus: Ints


class Room(NamedTuple):
    """Working memory of the searches: distances, where each node was reached from, a heap, and the pairs that moved.

    stamp marks what the current search has seen; size: 0 heap, 1 current search, 2 settled nodes, 3 moved pairs.
    """

    distance: Ints
    near: Ints
    by: Ints
    stamp: Ints
    heap: Ints
    place: Ints
    settled: Ints
    moved: Ints
    size: Ints


@compiled
def _before(room: Room, left: int, right: int) -> bool:
    """Whether a node comes out of the heap before another: nearer, else of a smaller number."""
    if room.distance[left] != room.distance[right]:
        return bool(room.distance[left] < room.distance[right])
    return left < right


@compiled
def _rise(room: Room, at: int) -> None:
    node = room.heap[at]
    while at > 0:
        above = (at - 1) // 2
        if not _before(room, node, room.heap[above]):
            break
        room.heap[at] = room.heap[above]
        room.place[room.heap[at]] = at
        at = above
    room.heap[at] = node
    room.place[node] = at


@compiled
def _pop(room: Room) -> int:
    top = int(room.heap[0])
    room.size[0] -= 1
    last = room.heap[room.size[0]]
    room.place[top] = -1
    if room.size[0] == 0:
        return top
    at = 0
    while True:
        below = 2 * at + 1
        if below >= room.size[0]:
            break
        if below + 1 < room.size[0] and _before(room, room.heap[below + 1], room.heap[below]):
            below += 1
        if not _before(room, room.heap[below], last):
            break
        room.heap[at] = room.heap[below]
        room.place[room.heap[at]] = at
        at = below
    room.heap[at] = last
    room.place[last] = at
    return top


@compiled
def _reach(room: Room, node: int, distance: int, near: int, by: int, limit: int) -> None:
    """Note a way to a node, unless a shorter one is known or the root is nearer than that."""
    if distance >= limit:
        return
    if room.stamp[node] != room.size[1]:
        room.stamp[node] = room.size[1]
        room.place[node] = room.size[0]
        room.heap[room.size[0]] = node
        room.size[0] += 1
    elif room.place[node] < 0 or distance >= room.distance[node]:
        return
    room.distance[node] = distance
    room.near[node] = near
    room.by[node] = by
    _rise(room, room.place[node])


@compiled
def _begin(room: Room, node: int) -> None:
    room.size[0] = 0
    room.size[1] += 1
    room.size[2] = 0
    _reach(room, node, 0, -1, -1, FAR)


@compiled
def _set_state(net: Net, room: Room, pair: int, state: int) -> None:
    net.state[pair] = state
    room.moved[room.size[3]] = pair
    room.size[3] += 1


@compiled
def _carry(net: Net, room: Room, pair: int, head: int) -> None:
    """One unit along the arc that ends in `head`: a pair, or (pair < 0) the arc between the two nodes of a need."""
    if pair >= 0:
        _set_state(net, room, pair, FREE if head % 3 == 0 else CHOSEN)
    elif head % 3 == 1:
        net.good_load[head // 3] += 1
    else:
        net.good_load[head // 3] -= 1


@compiled
def _out_of_person(net: Net, room: Room, node: int, best: int) -> int:
    """Relax what leaves a person; the length of the arc to the root, FAR if it is closed."""
    person, distance = node // 3, room.distance[node]
    way = FAR
    if net.person_load[person] > net.low[person]:
        way = int(net.price[node])
        best = min(best, distance + way)
    for at in range(net.person_start[person], net.person_start[person + 1]):
        pair = net.person_pairs[at]
        if net.state[pair] == FREE:
            head = 3 * net.need_of[pair] + 1 + net.good[pair]
            length = net.price[node] - net.value[pair] - net.price[head]
            _reach(room, head, distance + length, node, pair, best)
    return way


@compiled
def _out_of_need(net: Net, room: Room, node: int, best: int) -> int:
    """The same for one of the two nodes of a need."""
    need, kind, distance = node // 3, node % 3 - 1, room.distance[node]
    way = FAR
    if kind == 0 and net.need_load[need] < net.demand[need]:
        way = net.price[node] - (net.bonus[0] if net.need_load[need] == 0 else 0)
        best = min(best, distance + way)
    for at in range(net.need_start[need], net.need_start[need + 1]):
        pair = net.need_pairs[at]
        if net.state[pair] == CHOSEN and net.good[pair] == kind:
            head = 3 * net.person_of[pair]
            _reach(room, head, distance + net.price[node] + net.value[pair] - net.price[head], node, pair, best)
    if kind == 0 and net.good_load[need] > 0:
        loss = net.bonus[1] if net.good_load[need] == 1 else 0
        _reach(room, node + 1, distance + net.price[node] + loss - net.price[node + 1], node, -1, best)
    elif kind == 1:
        gain = net.bonus[1] if net.good_load[need] == 0 else 0
        _reach(room, node - 1, distance + net.price[node] - gain - net.price[node - 1], node, -1, best)
    return way


@compiled
def _into_person(net: Net, room: Room, node: int, best: int) -> int:
    """Relax, backwards, what enters a person; the length of the arc from the root, FAR if it is closed."""
    person, distance = node // 3, room.distance[node]
    way = FAR
    if net.person_load[person] < net.capacity[person]:
        way = -net.price[node]
        best = min(best, distance + way)
    for at in range(net.person_start[person], net.person_start[person + 1]):
        pair = net.person_pairs[at]
        if net.state[pair] == CHOSEN:
            tail = 3 * net.need_of[pair] + 1 + net.good[pair]
            _reach(room, tail, distance + net.price[tail] + net.value[pair] - net.price[node], node, pair, best)
    return way


@compiled
def _into_need(net: Net, room: Room, node: int, best: int) -> int:
    """The same for one of the two nodes of a need."""
    need, kind, distance = node // 3, node % 3 - 1, room.distance[node]
    way = FAR
    if kind == 0 and net.need_load[need] > 0:
        way = (net.bonus[0] if net.need_load[need] == 1 else 0) - net.price[node]
        best = min(best, distance + way)
    for at in range(net.need_start[need], net.need_start[need + 1]):
        pair = net.need_pairs[at]
        if net.state[pair] == FREE and net.good[pair] == kind:
            tail = 3 * net.person_of[pair]
            _reach(room, tail, distance + net.price[tail] - net.value[pair] - net.price[node], node, pair, best)
    if kind == 0 and net.floor[need] > 0:
        gain = net.bonus[1] if net.good_load[need] == 0 else 0
        _reach(room, node + 1, distance + net.price[node + 1] - gain - net.price[node], node, -1, best)
    elif kind == 1 and net.good_load[need] > 0:
        loss = net.bonus[1] if net.good_load[need] == 1 else 0
        _reach(room, node - 1, distance + net.price[node - 1] + loss - net.price[node], node, -1, best)
    return way


@compiled
def push(net: Net, room: Room, source: int, sink: int) -> int:
    """Send the unit that is too many at a node by the best way to the root, or to `sink` (-1: none), where one is
    missing, when that is nearer: 1 for the root, 2 for the sink, 0 (nothing moved) when neither can be reached.
    """
    _begin(room, source)
    best, end, ended = FAR, -1, 0
    while room.size[0] > 0:
        node = _pop(room)
        if room.distance[node] >= best:
            break
        if node == sink:
            best, end, ended = room.distance[node], node, 2
            break
        room.settled[room.size[2]] = node
        room.size[2] += 1
        way = _out_of_person(net, room, node, best) if node % 3 == 0 else _out_of_need(net, room, node, best)
        if way < FAR and room.distance[node] + way < best:
            best, end, ended = room.distance[node] + way, node, 1
    if ended == 0:
        return 0
    for at in range(room.size[2]):
        node = room.settled[at]
        net.price[node] -= max(0, best - room.distance[node])
    if ended == 1 and end % 3 == 0:
        net.person_load[end // 3] -= 1
    elif ended == 1:
        net.need_load[end // 3] += 1
    node = end
    while room.near[node] >= 0:
        _carry(net, room, room.by[node], node)
        node = room.near[node]
    return ended


@compiled
def pull(net: Net, room: Room, target: int) -> bool:
    """Bring the unit that is missing at a node from the root by the best way; False if there is none."""
    _begin(room, target)
    best, end = FAR, -1
    while room.size[0] > 0:
        node = _pop(room)
        if room.distance[node] >= best:
            break
        room.settled[room.size[2]] = node
        room.size[2] += 1
        way = _into_person(net, room, node, best) if node % 3 == 0 else _into_need(net, room, node, best)
        if way < FAR and room.distance[node] + way < best:
            best, end = room.distance[node] + way, node
    if end < 0:
        return False
    for at in range(room.size[2]):
        node = room.settled[at]
        net.price[node] += max(0, best - room.distance[node])
    if end % 3 == 0:
        net.person_load[end // 3] += 1
    else:
        net.need_load[end // 3] -= 1
    node = end
    while room.near[node] >= 0:
        head = room.near[node]
        _carry(net, room, room.by[node], head)
        node = head
    return True


@compiled
def grouped(of: Ints, size: int) -> tuple[Ints, Ints]:
    """Where each group of a vector of group numbers 0..size-1 starts, (size + 1,), and its members in order."""
    start = np.zeros(size + 1, np.int64)
    for at in range(of.size):
        start[of[at] + 1] += 1
    for group in range(size):
        start[group + 1] += start[group]
    order = np.empty(of.size, np.int64)
    next_place = start[:-1].copy()
    for at in range(of.size):
        order[next_place[of[at]]] = at
        next_place[of[at]] += 1
    return start, order
