"""`python -m bench.round --needs N --mentors M`: a whole round on PostgreSQL, from snapshot to stored proposals.

Prints one JSON line: seconds of each stage, peak memory of the process, the optimum and its gap, and the ratio to a
floor measured in the same run: reading the same rows again, and inserting the same proposals again in bulk.
"""

import argparse
import json
import resource
import sys
import time
from typing import Any

from bench import database


class Stages:
    """Seconds by step, as the engine tells them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.step, self.since = "", time.perf_counter()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self.close()
            self.step = step

    def close(self) -> None:
        now = time.perf_counter()
        if self.step:
            self.seconds[self.step] = round(self.seconds.get(self.step, 0.0) + now - self.since, 3)
        self.since, self.step = now, ""


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=1000)
    parser.add_argument("--mentors", type=int, default=200)
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="postgres")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    engine = database.start(options.engine)
    print(json.dumps({"bench": "round", "engine": engine, **measure(options)}))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The round and its floor, one after the other in the same process."""
    from bench.crowd import Crowd  # noqa: PLC0415 - models exist only once Django is set up
    from ecosystem.matching.actions import certifying, rounds, storing  # noqa: PLC0415
    from ecosystem.matching.engine.run import compute  # noqa: PLC0415
    from ecosystem.matching.models import Proposal, Round  # noqa: PLC0415
    from ecosystem.matching.snapshot import take_snapshot  # noqa: PLC0415

    crowd = Crowd(options.seed)
    crowd.needs(options.needs)
    crowd.mentors(options.mentors)
    round_ = rounds.create_round(title="Bench", kind=Round.Kind.MENTORS, by=None)
    rounds.start_round(round_, by=None)
    before, stages, begin = peak_mb(), Stages(), time.perf_counter()
    stages("snapshot", 0, 1)
    snapshot = take_snapshot(round_)
    result = compute(snapshot.problem, on_progress=stages)
    stages("storage", 0, 1)
    storing.store(round_, snapshot, result)
    stages("certificate_file", 0, 1)
    certifying.keep_certificate(round_, certifying.seal(round_, snapshot, result))
    stages.close()
    whole = time.perf_counter() - begin
    peak = peak_mb()

    begin = time.perf_counter()
    read_everything()
    read = time.perf_counter() - begin
    rows = list(Proposal.objects.filter(round=round_))
    round_.proposals.all().delete()
    for row in rows:
        row.pk = None
    begin = time.perf_counter()
    Proposal.objects.bulk_create(rows, batch_size=storing.BATCH)
    floor = read + time.perf_counter() - begin
    return {
        "needs": options.needs,
        "mentors": options.mentors,
        "candidates": result.stats.candidates,
        "proposals": len(rows),
        "covered": result.stats.covered,
        "objective": result.stats.objective,
        "dual_bound": result.stats.score_bound,
        "gap": result.stats.gap,
        "stages": stages.seconds,
        "seconds": round(whole, 3),
        "floor_seconds": round(floor, 3),
        "ratio_to_floor": round(whole / floor, 2),
        "mb_before": before,
        "peak_mb": peak,
        "python": sys.version.split()[0],
    }


def read_everything() -> None:
    """The floor's reading: the same rows as the snapshot, as plain tuples."""
    from ecosystem.directory.models import Listing, Sector, Skill  # noqa: PLC0415
    from mentors.models import Mentor, MentorSkill  # noqa: PLC0415
    from startups.models import Need  # noqa: PLC0415

    for rows in (
        Sector.objects.values_list(),
        Skill.objects.values_list(),
        Need.objects.select_related("startup").values_list(),
        Mentor.objects.values_list(),
        MentorSkill.objects.values_list(),
        Listing.sectors.through.objects.values_list(),
    ):
        for _ in rows.iterator(chunk_size=5000):
            pass


if __name__ == "__main__":
    main()
