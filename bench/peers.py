"""Other ways to assign, for `bench.assign --vs-peers`; their packages are in requirements-peers.txt."""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array, vstack

from bench.assign import line, peak_mb
from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.flow import Network, cheapest
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance

SMALL = 130_000
"""Pairs beyond which the peers that are hundreds of times slower are not started."""


def run(peer: str, instance: Instance, goal: Goal) -> dict[str, Any]:
    """One peer on one instance: the same line as ours, without a bound."""
    ways: dict[str, Callable[[Instance, Goal], tuple[Ints, Ints]]] = {
        "plain": plain,
        "highs": highs,
        "networkx": networkx,
        "hospital_resident": hospital_resident,
        "greedy": greedy,
    }
    begin = time.perf_counter()
    need, person = ways[peer](instance, goal)
    seconds = time.perf_counter() - begin
    return {**line(instance, need, person), "seconds": round(seconds, 3), "peak_mb": peak_mb()}


def _bonuses(instance: Instance, goal: Goal) -> tuple[int, int]:
    """Bonuses that put coverage and floors first on instances without long exchanges."""
    highest = int(instance.scores.max(initial=0)) + 1
    floor = 32 * highest if goal.floor is not None else 0
    return (32 * (floor + highest) if goal.coverage else 0), floor


def plain(instance: Instance, goal: Goal) -> tuple[Ints, Ints]:
    """One minimum-cost flow of OR-tools over every pair, without any proof."""
    rows = instance.rows()
    network = Network(
        need=rows,
        person=instance.indices.astype(np.int64),
        weight=instance.scores.astype(np.int64),
        good=goal.good(instance),
        demand=np.minimum(instance.demand, np.diff(instance.indptr)),
        has_somebody=np.zeros(instance.needs, np.bool_),
        has_good=np.zeros(instance.needs, np.bool_),
        capacity=instance.capacity,
        least=np.zeros(instance.people, np.int64),
    )
    edge = cheapest(network, *_bonuses(instance, goal))
    return rows[edge], instance.indices[edge].astype(np.int64)


def highs(instance: Instance, goal: Goal) -> tuple[Ints, Ints]:
    """The linear programme of the same optimum by HiGHS."""
    highspy: Any = import_module("highspy")

    pairs, needs = instance.pairs, instance.needs
    rows, edges, width = instance.rows(), np.arange(pairs), pairs + 2 * needs
    good = goal.good(instance)
    reached = np.zeros(pairs) if good is None else good.astype(float)
    by_need = coo_array((np.ones(pairs), (rows, edges)), shape=(needs, width))
    by_person = coo_array((np.ones(pairs), (instance.indices, edges)), shape=(instance.people, width))
    served = coo_array((np.ones(needs), (np.arange(needs), pairs + np.arange(needs))), shape=(needs, width))
    floors = coo_array((np.ones(needs), (np.arange(needs), pairs + needs + np.arange(needs))), shape=(needs, width))
    at_floor = coo_array((reached, (rows, edges)), shape=(needs, width))
    table = csc_array(vstack([by_need, by_person, served - by_need, floors - at_floor]))
    bonus, floor_bonus = _bonuses(instance, goal)
    model = highspy.HighsModel()
    programme = model.lp_
    programme.num_col_, programme.num_row_ = width, table.shape[0]
    gain = np.concatenate([instance.scores, np.full(needs, bonus), np.full(needs, floor_bonus)]) / instance.unit
    programme.col_cost_ = -gain
    programme.col_lower_, programme.col_upper_ = np.zeros(width), np.ones(width)
    programme.row_lower_ = np.full(table.shape[0], -np.inf)
    programme.row_upper_ = np.concatenate([instance.demand, instance.capacity, np.zeros(2 * needs)]).astype(float)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_, programme.a_matrix_.index_ = table.indptr, table.indices
    programme.a_matrix_.value_ = table.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    solver.run()
    edge = np.flatnonzero(np.array(solver.getSolution().col_value)[:pairs] > 0.5)
    return rows[edge], instance.indices[edge].astype(np.int64)


def networkx(instance: Instance, goal: Goal) -> tuple[Ints, Ints]:
    """The network simplex of networkx."""
    nx: Any = import_module("networkx")

    _only_small(instance, goal)
    bonus, _ = _bonuses(instance, goal)
    graph = nx.DiGraph()
    graph.add_node("sink", demand=int(instance.capacity.sum()))
    for person, places in enumerate(instance.capacity.tolist()):
        graph.add_node(("person", person), demand=-places)
        graph.add_edge(("person", person), "sink", capacity=places, weight=0)
    for need, wanted in enumerate(instance.demand.tolist()):
        graph.add_edge(("need", need), ("served", need), capacity=1, weight=-bonus)
        graph.add_edge(("served", need), "sink", capacity=1, weight=0)
        graph.add_edge(("need", need), "sink", capacity=max(wanted - 1, 0), weight=0)
    triples = zip(instance.rows().tolist(), instance.indices.tolist(), instance.scores.tolist(), strict=True)
    for need, person, score in triples:
        graph.add_edge(("person", person), ("need", need), capacity=1, weight=-score)
    _cost, flow = nx.network_simplex(graph)
    chosen = [
        (target[1], person)
        for person in range(instance.people)
        for target, units in flow[("person", person)].items()
        if units and target != "sink"
    ]
    return _columns(chosen)


def hospital_resident(instance: Instance, goal: Goal) -> tuple[Ints, Ints]:
    """A stable matching of the package `matching`: one person a need, preferences by score."""
    games: Any = import_module("matching.games")

    _only_small(instance, goal)
    sys.setrecursionlimit(100_000)
    wishes: dict[int, list[int]] = {}
    ranks: dict[int, list[int]] = {}
    order = np.argsort(-instance.scores, kind="stable")
    rows = instance.rows()
    for edge in order.tolist():
        if instance.capacity[instance.indices[edge]] > 0:
            wishes.setdefault(int(rows[edge]), []).append(int(instance.indices[edge]))
            ranks.setdefault(int(instance.indices[edge]), []).append(int(rows[edge]))
    places = {person: int(instance.capacity[person]) for person in ranks}
    game = games.HospitalResident.create_from_dictionaries(wishes, ranks, places)
    solved = game.solve(optimal="resident")
    return _columns([(need.name, person.name) for person, needs in solved.items() for need in needs])


def greedy(instance: Instance, goal: Goal) -> tuple[Ints, Ints]:
    """The best pair left, again and again; it knows neither coverage nor floors."""
    demand, capacity = instance.demand.tolist(), instance.capacity.tolist()
    rows = instance.rows()
    chosen = []
    for edge in np.argsort(-instance.scores, kind="stable").tolist():
        need, person = int(rows[edge]), int(instance.indices[edge])
        if demand[need] and capacity[person]:
            demand[need] -= 1
            capacity[person] -= 1
            chosen.append((need, person))
    return _columns(chosen)


def _only_small(instance: Instance, goal: Goal) -> None:
    if instance.pairs > SMALL:
        raise SystemExit(f"not started beyond {SMALL} pairs")
    if goal.floor is not None:
        raise SystemExit("it knows no floors")


def _columns(chosen: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    table = np.array(sorted(chosen), dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
