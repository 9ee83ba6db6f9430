"""`python -m bench.assign INSTANCE.npz`: the exact assignment of one instance, as one JSON line.

The file holds `indptr, indices, scores` (CSR, needs x people, points 0..100), `demand` and `capacity`. `--objective` is
`coverage` (the default: most needs served, then the total), `total`, or `floor:R` (coverage, then as many needs as
possible with a pair of at least R of their own best candidate, R from 0 to 1, or R points above 1, then the total).
`--out PAIRS.npz` writes `need, person`. `--vs-peers` prints the same line for each peer that is installed, one process
after the other, with the ratio of our seconds to theirs. Scores count to a millionth of a point.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.assign import solve
from ecosystem.matching.engine.errors import BadGoal, EngineError
from ecosystem.matching.engine.goal import Goal, floor_share
from ecosystem.matching.engine.instance import MICRO, Instance

PEERS = ("plain", "highs", "networkx", "hospital_resident", "greedy")


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read(path: str) -> Instance:
    """The instance of a file; what is missing or wrong is an EngineError that names it."""
    try:
        with np.load(path, allow_pickle=False) as held:
            missing = {"indptr", "indices", "scores", "demand", "capacity"} - set(held.files)
            if missing:
                raise EngineError(f"{path} lacks {', '.join(sorted(missing))}")
            table = held["indptr"], held["indices"], held["scores"]
            return Instance.from_points(*table, held["demand"], held["capacity"], MICRO)
    except (OSError, ValueError, KeyError) as error:
        raise error if isinstance(error, EngineError) else EngineError(f"{path} cannot be read: {error}") from error


def goal_of(objective: str, instance: Instance) -> Goal:
    """The goal that an objective's name asks for; raises BadGoal."""
    name, _, amount = objective.partition(":")
    if objective in ("total", "coverage"):
        return Goal(coverage=objective == "coverage")
    try:
        least = float(amount)
    except ValueError:
        least = -1.0
    if name != "floor" or not 0 <= least <= 100:
        raise BadGoal(f"the objective is {objective!r}, expected total, coverage, or floor:R with R from 0 to 100")
    if least <= 1:
        return Goal(floor=floor_share(instance, round(least * MICRO), MICRO))
    return Goal(floor=np.full(instance.needs, round(least * instance.unit)))


def line(instance: Instance, need: Ints, person: Ints) -> dict[str, Any]:
    """What a set of pairs comes to: objective in points, pairs, needs covered, the least of the needs' best scores."""
    edge = instance.edge_ids(need, person)
    best = np.full(instance.needs, -1, dtype=np.int64)
    np.maximum.at(best, need, instance.scores[edge])
    return {
        "objective": round(int(instance.scores[edge].sum(dtype=np.int64)) / instance.unit, 6),
        "pairs": int(need.size),
        "covered": int((best >= 0).sum()),
        "min_best": round(int(best[best >= 0].min(initial=101 * instance.unit)) / instance.unit, 6)
        if need.size
        else None,
    }


def ours(options: argparse.Namespace) -> dict[str, Any]:
    """Solve and prove one instance; the seconds are those of both, once the file is read and the loops compiled."""
    warm()
    instance = read(options.instance)
    goal = goal_of(options.objective, instance)
    begin = time.perf_counter()
    found = solve(instance, None, goal)
    seconds = time.perf_counter() - begin
    peak = peak_mb()
    chosen, proof = found.assignment, found.certificate
    if options.out:
        np.savez(options.out, need=chosen.need, person=chosen.person)
    told = line(instance, chosen.need, chosen.person)
    bound = {"dual_bound": round(proof.score_bound / instance.unit, 6), "gap": proof.gap}
    floors = {} if goal.floor is None else {"at_floor": proof.above_floor}
    return {
        "objective": told.pop("objective"),
        **bound,
        **told,
        **floors,
        "seconds": round(seconds, 3),
        "peak_mb": peak,
    }


def warm() -> None:
    """Compile the loops in a process of their own, whose memory is not counted, then load them."""
    subprocess.run([sys.executable, "-c", "from bench.assign import tiny; tiny()"], check=True)
    tiny()


def tiny() -> None:
    """A small instance through every loop."""
    from ecosystem.matching.engine import assign  # noqa: PLC0415 - its threshold is lowered for the tiny instance

    rng, before = np.random.default_rng(0), assign.PRICED_FROM
    indices = np.concatenate([np.sort(rng.choice(20, 8, replace=False)) for _ in range(40)]).astype(np.int32)
    instance = Instance(
        np.arange(0, 321, 8), indices, rng.integers(0, 10_000, 320, np.int32), np.ones(40, int), np.full(20, 2)
    )
    assign.PRICED_FROM = 0
    solve(instance, None, Goal(floor=np.full(40, 5_000)))
    assign.PRICED_FROM = before
    solve(instance)


def versus(options: argparse.Namespace) -> None:
    """Ours and every peer, each in a process of its own, in the same order on the same file."""
    common = [options.instance, "--objective", options.objective]
    lines: dict[str, Any] = {}
    for peer in ("escale", *PEERS):
        extra = [] if peer == "escale" else ["--peer", peer]
        command = [sys.executable, "-m", "bench.assign", *common, *extra]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=options.timeout, check=False)  # noqa: S603
            found = (
                json.loads(done.stdout.strip().splitlines()[-1])
                if done.returncode == 0
                else {"skipped": done.stderr.strip()[-200:]}
            )
        except subprocess.TimeoutExpired:
            found = {"skipped": f"not finished in {options.timeout} s"}
        lines[peer] = found
        if peer != "escale" and "seconds" in found:
            found["ours_to_theirs"] = round(lines["escale"]["seconds"] / max(found["seconds"], 1e-9), 4)
            found["their_objective_to_ours"] = round(found["objective"] / max(lines["escale"]["objective"], 1e-9), 6)
        print(json.dumps({"solver": peer, **found}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instance")
    parser.add_argument("--objective", default="coverage")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--vs-peers", action="store_true")
    parser.add_argument("--peer", choices=PEERS)
    parser.add_argument("--timeout", type=int, default=900)
    options = parser.parse_args()
    try:
        if options.vs_peers:
            versus(options)
        elif options.peer:
            from bench import peers  # noqa: PLC0415 - optional packages

            instance = read(options.instance)
            print(json.dumps(peers.run(options.peer, instance, goal_of(options.objective, instance))))
        else:
            print(json.dumps(ours(options)))
    except (EngineError, ImportError) as error:
        raise SystemExit(f"{type(error).__name__}: {error}") from error


if __name__ == "__main__":
    main()
