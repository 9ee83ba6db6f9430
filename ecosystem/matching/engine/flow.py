"""The exact optimum of a set of pairs as a minimum-cost flow; what comes out is whole, since networks are.

Person j sends c_j units. A unit either goes through a pair (capacity 1, cost -value) to a need, or straight to the
sink, at most c_j - l_j of them. A need passes its first unit at the cost -W_c, the d_i - 1 others at none. Where a need
has a floor, pairs that reach it go to a node of their own, whose first unit passes on at the cost -W_f. Costs are
convex along each way, so that the bonuses are counted once (Ahuja, Magnanti and Orlin, Network Flows, 1993).
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from ecosystem.matching.engine.arrays import Bools, Ints, first
from ecosystem.matching.engine.errors import Infeasible, SolverFailed


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Pairs to choose from and the limits of the two sides.

    need, person, weight, good: (pairs,); demand, has_somebody, has_good (needs,): the units that count no bonus any
    more; capacity, least (people,): at most and at least so many units.
    """

    need: Ints
    person: Ints
    weight: Ints
    good: Bools | None
    demand: Ints
    has_somebody: Bools
    has_good: Bools
    capacity: Ints
    least: Ints

    @property
    def nodes(self) -> int:
        """People, needs, the floors of needs and the sink."""
        return self.capacity.size + self.demand.size * (1 if self.good is None else 2) + 1


def cheapest(network: Network, bonus: int, floor_bonus: int) -> Ints:
    """Positions of the pairs that carry flow at the least cost; raises Infeasible or SolverFailed."""
    needs, people, pairs = network.demand.size, network.capacity.size, network.need.size
    sink = needs + people
    tails, heads = [needs + network.person], [network.need]
    limits, costs = [np.ones(pairs, dtype=np.int64)], [-network.weight]

    def arcs(tail: Ints, head: Ints, limit: Ints, cost: int) -> None:
        useful = limit > 0
        tails.append(tail[useful])
        heads.append(head[useful])
        limits.append(limit[useful])
        costs.append(np.full(int(useful.sum()), cost, dtype=np.int64))

    all_needs, all_people = np.arange(needs), needs + np.arange(people)
    if network.good is not None:
        floors = sink + 1 + all_needs
        heads[0] = np.where(network.good, floors[network.need], network.need)
        counts = np.bincount(network.need[network.good], minlength=needs)
        arcs(floors, all_needs, np.where(network.has_good, 0, np.minimum(counts, 1)), -floor_bonus)
        arcs(floors, all_needs, counts, 0)
    to_sink = np.full(needs, sink)
    arcs(all_people, np.full(people, sink), network.capacity - network.least, 0)
    once = np.where(network.has_somebody, 0, np.minimum(network.demand, 1))
    arcs(all_needs, to_sink, once, -bonus)
    arcs(all_needs, to_sink, network.demand - once, 0)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate(tails).astype(np.int32),
        np.concatenate(heads).astype(np.int32),
        np.concatenate(limits),
        np.concatenate(costs),
    )
    supplies = np.zeros(network.nodes, dtype=np.int64)
    supplies[all_people] = network.capacity
    supplies[sink] = -network.capacity.sum()
    flow.set_nodes_supplies(np.arange(supplies.size, dtype=np.int32), supplies)
    status = flow.solve()
    if status == flow.INFEASIBLE:
        person, why = short_of(network)
        raise Infeasible(why, person=person)
    if status != flow.OPTIMAL:
        raise SolverFailed(f"minimum-cost flow ended with {status.name}")
    return np.flatnonzero(flow.flows(np.arange(pairs, dtype=np.int32))).astype(np.int64)


def short_of(network: Network) -> tuple[int, str]:
    """Who cannot get the minimum load, and why in words, by a maximum flow of the minimums alone."""
    needs, people = network.demand.size, network.capacity.size
    source, sink = needs + people, needs + people + 1
    all_people = needs + np.arange(people)
    flow = SimpleMaxFlow()
    tails = np.concatenate([np.full(people, source), needs + network.person, np.arange(needs)])
    heads = np.concatenate([all_people, network.need, np.full(needs, sink)])
    limits = np.concatenate([network.least, np.ones(network.need.size, dtype=np.int64), network.demand])
    flow.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), limits)
    flow.solve(source, sink)
    got = flow.flows(np.arange(people, dtype=np.int32))
    missing = got < network.least
    if not missing.any():
        return -1, "the minimum loads cannot all be kept"
    row = first(missing)
    return row, (
        f"person {row}: at least {network.least[row]} pairs wanted, but {int(got[row])} can be given "
        f"while the other minimums hold ({int(missing.sum())} people fall short)"
    )
