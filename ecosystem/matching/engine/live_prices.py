"""Prices of a network that already carries a flow: label correction from the root, and the check that they hold."""

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.compiled import compiled
from ecosystem.matching.engine.live_kernels import CHOSEN, FREE, Net


@compiled
def _lower(net: Net, queue: Ints, waiting: Ints, ends: Ints, node: int, price: int) -> None:
    if price >= net.price[node]:
        return
    net.price[node] = price
    if waiting[node] == 0:
        waiting[node] = 1
        queue[ends[1]] = node
        ends[1] = (ends[1] + 1) % queue.size


@compiled
def _spread(net: Net, queue: Ints, waiting: Ints, ends: Ints, node: int) -> int:
    """Lower what a node reaches; what its way to the root leaves of the root's price, below 0 when it gains."""
    row, kind, price = node // 3, node % 3 - 1, int(net.price[node])
    if kind < 0:
        for at in range(net.person_start[row], net.person_start[row + 1]):
            pair = net.person_pairs[at]
            if net.state[pair] == FREE:
                head = 3 * net.need_of[pair] + 1 + net.good[pair]
                _lower(net, queue, waiting, ends, head, price - net.value[pair])
        return price if net.person_load[row] > net.low[row] else 0
    for at in range(net.need_start[row], net.need_start[row + 1]):
        pair = net.need_pairs[at]
        if net.state[pair] == CHOSEN and net.good[pair] == kind:
            _lower(net, queue, waiting, ends, 3 * net.person_of[pair], price + net.value[pair])
    if kind == 1:
        gain = net.bonus[1] if net.good_load[row] == 0 else 0
        _lower(net, queue, waiting, ends, node - 1, price - gain)
        return 0
    if net.good_load[row] > 0:
        _lower(net, queue, waiting, ends, node + 1, price + (net.bonus[1] if net.good_load[row] == 1 else 0))
    if net.need_load[row] < net.demand[row]:
        return price - (net.bonus[0] if net.need_load[row] == 0 else 0)
    return 0


@compiled
def settle(net: Net, far: int) -> bool:
    """Write the lengths of the shortest ways from the root as prices; False when the flow can be improved.

    far: above the gain of any way; the price of what the root does not reach comes from it.
    """
    people, needs = net.capacity.size, net.demand.size
    queue = np.empty(net.price.size + 1, np.int64)
    waiting = np.zeros(net.price.size, np.int64)
    ends = np.zeros(2, np.int64)
    net.price[:] = 2 * far
    for person in range(people):
        _lower(net, queue, waiting, ends, 3 * person, 0 if net.person_load[person] < net.capacity[person] else far)
    for need in range(needs):
        start = far if net.need_load[need] == 0 else (net.bonus[0] if net.need_load[need] == 1 else 0)
        _lower(net, queue, waiting, ends, 3 * need + 1, start)
        _lower(net, queue, waiting, ends, 3 * need + 2, far)
    while ends[0] != ends[1]:
        node = queue[ends[0]]
        ends[0] = (ends[0] + 1) % queue.size
        waiting[node] = 0
        if net.price[node] < -far or _spread(net, queue, waiting, ends, node) < 0:
            return False
    return True


@compiled
def holds(net: Net) -> bool:
    """Whether no arc that can carry one more unit gains anything at these prices: the flow is then the best."""
    price = net.price
    for person in range(net.capacity.size):
        at = price[3 * person]
        if net.person_load[person] < net.capacity[person] and at > 0:
            return False
        if net.person_load[person] > net.low[person] and at < 0:
            return False
    for need in range(net.demand.size):
        node, load = price[3 * need + 1], net.need_load[need]
        if load < net.demand[need] and node < (net.bonus[0] if load == 0 else 0):
            return False
        if load > 0 and node > (net.bonus[0] if load == 1 else 0):
            return False
        if net.floor[need] > 0:
            above, held = price[3 * need + 2], net.good_load[need]
            if above < node + (net.bonus[1] if held == 0 else 0):
                return False
            if held > 0 and above > node + (net.bonus[1] if held == 1 else 0):
                return False
    for pair in range(net.value.size):
        slack = price[3 * net.person_of[pair]] - net.value[pair] - price[3 * net.need_of[pair] + 1 + net.good[pair]]
        if (net.state[pair] == FREE and slack < 0) or (net.state[pair] == CHOSEN and slack > 0):
            return False
    return True
