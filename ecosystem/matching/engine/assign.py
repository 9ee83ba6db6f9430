"""The exact assignment: as many needs as possible get somebody, then the highest total score, then the seed.

The network. Person j sends c_j units. A unit either goes through a pair (capacity 1, cost -score) to a need, or
straight to the sink at no cost. Need i passes its first unit to a "served" node, the d_i - 1 others to the sink.
Served needs form the independent sets of a matroid, so their greatest number C is a maximum flow, found first; then
the served node is asked for exactly C units. Every basic solution of a network is whole (total unimodularity): what
comes out is the optimum, not an approximation, and coverage needs no large bonus in the costs, so nothing can
overflow.

Ties. Costs are -(M * score + noise) with 0 <= noise <= K. At most P pairs can be chosen, P the smaller of all demand
and all capacity that pairs can use, and M = P * K + 1 > P * K >= any sum of noise. Two matchings whose total scores
differ by one hundredth differ by at least M - P * K >= 1 in total cost, in the same sense: noise only ranks matchings
of equal score. Overflow: the solver multiplies costs by (nodes + 1) and adds up to P of them, so K is chosen with
(M * 10000 + K) * max(nodes + 2, P) <= 2**61; with M = P * K + 1 that leaves K > 0 for millions of pairs chosen among
as many nodes, and K = 0 (no seed, still exact) beyond.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from ecosystem.matching.engine.arrays import Hashes, Ints
from ecosystem.matching.engine.errors import SolverFailed
from ecosystem.matching.engine.instance import FULL_SCORE, Instance

NOISE_LIMIT = 4095
SAFE_COST = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Chosen pairs, sorted by need then person: need, person, edge (position among the instance's pairs)."""

    need: Ints
    person: Ints
    edge: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """The usable pairs and the limits of the two sides; a need never gets more than its row can give."""

    edge: Ints
    need: Ints
    person: Ints
    demand: Ints
    capacity: Ints


def assign(instance: Instance, ties: Hashes | None = None) -> Assignment:
    """The optimal matching of an instance: most needs served, then highest total of scores, then least by the seed.

    ties: (pairs,) uint64 from `arrays.pair_hashes`; without it ties fall as the solver meets them (deterministic
    still). Same input, same output. Source: Ahuja, Magnanti and Orlin, Network Flows (1993); OR-tools' cost-scaling
    push-relabel.
    """
    network = _network(instance)
    if not network.edge.size:
        nothing = np.zeros(0, dtype=np.int64)
        return Assignment(nothing, nothing, nothing)
    chosen = np.sort(network.edge[_optimum(network, _weights(instance, network, ties), _coverage(network))])
    return Assignment(instance.rows()[chosen], instance.indices[chosen], chosen)


def _network(instance: Instance) -> _Network:
    rows = instance.rows()
    usable = np.flatnonzero((instance.demand[rows] > 0) & (instance.capacity[instance.indices] > 0))
    need, person = rows[usable], instance.indices[usable]
    return _Network(
        edge=usable.astype(np.int64),
        need=need,
        person=person,
        demand=np.minimum(instance.demand, np.bincount(need, minlength=instance.needs)),
        capacity=np.minimum(instance.capacity, np.bincount(person, minlength=instance.people)),
    )


def _weights(instance: Instance, network: _Network, ties: Hashes | None) -> Ints:
    """Scores scaled by M plus noise 0..K; see the top of this file for why the noise cannot change the optimum."""
    scores = instance.scores[network.edge]
    if ties is None:
        return scores
    most_pairs = int(min(network.demand.sum(), network.capacity.sum()))
    nodes = instance.needs + instance.people + 2
    spread = min(NOISE_LIMIT, (SAFE_COST // max(nodes + 2, most_pairs) - FULL_SCORE) // (most_pairs * FULL_SCORE + 1))
    if spread <= 0:
        return scores
    noise = (ties[network.edge] % np.uint64(spread + 1)).astype(np.int64)
    return scores * (most_pairs * spread + 1) + noise


def _coverage(network: _Network) -> int:
    """The greatest number of needs that can have somebody at the same time: a maximum flow, one unit a need."""
    needs, people = network.demand.size, network.capacity.size
    source, sink = needs + people, needs + people + 1
    flow = SimpleMaxFlow()
    tails = np.concatenate([np.full(people, source), needs + network.person, np.arange(needs)])
    heads = np.concatenate([needs + np.arange(people), network.need, np.full(needs, sink)])
    limits = np.concatenate([network.capacity, np.ones(network.edge.size, np.int64), np.minimum(network.demand, 1)])
    flow.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), limits)
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise SolverFailed(f"maximum flow ended with {status.name}")
    return int(flow.optimal_flow())


def _optimum(network: _Network, weights: Ints, coverage: int) -> Ints:
    """Which usable pairs carry flow at the least cost when exactly `coverage` needs are served."""
    needs, people, pairs = network.demand.size, network.capacity.size, network.edge.size
    served, sink = needs + people, needs + people + 1
    several = np.flatnonzero(network.demand > 1)
    person_nodes, need_nodes = needs + np.arange(people), np.arange(needs)
    tails = np.concatenate([needs + network.person, person_nodes, need_nodes, several])
    heads = np.concatenate([network.need, np.full(people, sink), np.full(needs, served), np.full(several.size, sink)])
    limits = np.concatenate(
        [np.ones(pairs, np.int64), network.capacity, np.minimum(network.demand, 1), network.demand[several] - 1]
    )
    costs = np.concatenate([-weights, np.zeros(people + needs + several.size, np.int64)])
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), limits, costs)
    supplies = np.zeros(needs + people + 2, dtype=np.int64)
    supplies[person_nodes] = network.capacity
    supplies[served] = -coverage
    supplies[sink] = coverage - network.capacity.sum()
    flow.set_nodes_supplies(np.arange(supplies.size, dtype=np.int32), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SolverFailed(f"minimum-cost flow ended with {status.name}")
    return np.flatnonzero(flow.flows(np.arange(pairs, dtype=np.int32)))
