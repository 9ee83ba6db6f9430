"""`python -m bench.repair --needs N --people M`: one decline mended against solving the whole round again.

A random round is solved; some of its pairs are frozen as accepted or announced; then pairs decline one after the
other, each mended by `engine.live.Plan`. Prints one JSON line: the median and the worst repair, the median full solve
of the same run, their ratio, and how many of a sample of repaired values equal solving the rest again (all must).
"""

import argparse
import json
import time
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.certificate import certify
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live import Plan
from ecosystem.matching.engine.live_kernels import BARRED, LOCKED


def made_up(needs: int, people: int, degree: int, seed: int) -> Instance:
    """Each need with `degree` candidates, better people better for everybody; a little fewer places than wanted."""
    rng = np.random.default_rng(seed)
    degree = min(degree, people)
    indices = np.concatenate([np.sort(rng.choice(people, degree, replace=False)) for _ in range(needs)])
    skill = rng.normal(0, 900, people)
    scores = np.clip(rng.normal(6_000, 1_300, indices.size) + skill[indices], 100, 10_000).astype(np.int64)
    places = np.maximum(1, rng.poisson(max(1.0, 0.95 * needs / people), people))
    demand = np.ones(needs, dtype=np.int64)
    return Instance(np.arange(needs + 1) * degree, indices, scores, demand, places)


def left(instance: Instance, plan: Plan) -> tuple[Instance, Ints]:
    """What remains to be solved when the frozen pairs have used their places and needs; and where they stand."""
    rows = instance.rows()
    frozen = np.flatnonzero(plan.state == LOCKED)
    open_ = np.flatnonzero((plan.state != LOCKED) & (plan.state != BARRED))
    demand = instance.demand - np.bincount(rows[frozen], minlength=instance.needs)
    capacity = instance.capacity - np.bincount(instance.indices[frozen], minlength=instance.people)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows[open_], minlength=instance.needs))])
    rest = replace(
        instance,
        indptr=indptr, indices=instance.indices[open_], scores=instance.scores[open_],
        demand=demand, capacity=capacity,
    )  # fmt: skip
    return rest, frozen


def solved_again(instance: Instance, plan: Plan) -> tuple[int, int]:
    """Covered needs and total of the frozen pairs and a full solve of the rest (every need wants one person)."""
    rest, frozen = left(instance, plan)
    again = assign(rest)
    return frozen.size + again.edge.size, int(instance.scores[frozen].sum()) + int(rest.scores[again.edge].sum())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Solve, freeze, decline, compare."""
    instance = made_up(options.needs, options.people, options.degree, options.seed)
    best, solves = assign(instance), []
    for _ in range(options.solves):
        begin = time.perf_counter()
        best = assign(instance)
        solves.append(time.perf_counter() - begin)
    proof = certify(instance, best.need, best.person)
    begin = time.perf_counter()
    plan = Plan(instance, best.edge, prices=(proof.need_price, proof.person_price, None))
    prepared = time.perf_counter() - begin
    rng = np.random.default_rng(options.seed + 1)
    order = rng.permutation(best.edge)
    frozen = order[: int(options.frozen * order.size)]
    plan.freeze(frozen)
    plan.copy().remove_pair(int(plan.need_of[order[-1]]), int(plan.person_of[order[-1]]))  # compiled before the clock
    repairs, moved, equal, checked = [], [], 0, 0
    for turn in range(min(options.declines, plan.chosen.size)):
        pair = int(rng.choice(plan.chosen))
        begin = time.perf_counter()
        change = plan.remove_pair(int(plan.need_of[pair]), int(plan.person_of[pair]))
        repairs.append(time.perf_counter() - begin)
        moved.append(change.added.size)
        if turn % max(1, options.declines // options.checks) == 0:
            checked += 1
            equal += solved_again(instance, plan) == (change.covered, change.total)
    full = median(solves)
    return {
        "needs": instance.needs,
        "people": instance.people,
        "pairs": instance.pairs,
        "frozen": int(frozen.size),
        "declines": len(repairs),
        "full_solve_seconds": round(full, 4),
        "prepare_seconds": round(prepared, 4),
        "repair_median_ms": round(1000 * median(repairs), 3),
        "repair_p95_ms": round(1000 * float(np.quantile(repairs, 0.95)), 3),
        "repair_worst_ms": round(1000 * max(repairs), 3),
        "solve_over_repair": round(full / median(repairs)),
        "pairs_added_mean": round(float(np.mean(moved)), 2),
        "equal_to_a_full_solve": f"{equal} of {checked}",
        "proven": plan.proven(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=1000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--degree", type=int, default=50)
    parser.add_argument("--declines", type=int, default=200)
    parser.add_argument("--frozen", type=float, default=0.5, help="share of the pairs accepted or announced, 0 to 1")
    parser.add_argument("--solves", type=int, default=3, help="full solves, of which the median counts")
    parser.add_argument("--checks", type=int, default=5, help="repaired values compared with solving the rest again")
    parser.add_argument("--seed", type=int, default=1)
    print(json.dumps({"bench": "repair", **measure(parser.parse_args())}))


if __name__ == "__main__":
    main()
