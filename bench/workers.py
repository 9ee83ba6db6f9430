"""`python -m bench.workers --needs N --mentors M`: a large round by two real workers against one.

Prints one JSON line: seconds from the request to the stored proposals with one worker and with two, the same for the
candidates alone (the part that is shared; assignment and storage are one worker's), both speed-ups, and whether both
stored the same bytes. Every worker has computed a round before the one that counts, and keeps to one thread.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench import broker, database

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--mentors", type=int, default=2_000)
    parser.add_argument("--chunk-pairs", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=["postgres", "sqlite"], default="postgres")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.update(ONE_THREAD, CELERY_BROKER_URL=broker.start(), ROUND_SHARED_FROM_PAIRS="1")
    os.environ["ROUND_CHUNK_PAIRS"] = str(options.chunk_pairs)
    engine = database.start(options.engine)
    print(json.dumps({"bench": "workers", "engine": engine, **measure(options)}))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """One worker, then two, on the same needs and mentors."""
    from django.conf import settings  # noqa: PLC0415 - only now do the settings know the database

    from bench.crowd import Crowd  # noqa: PLC0415

    crowd = Crowd(options.seed)
    crowd.needs(options.needs)
    crowd.mentors(options.mentors)
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    one, two = (with_workers(count, folder) for count in (1, 2))
    return {
        "needs": options.needs,
        "mentors": options.mentors,
        "chunk_pairs": options.chunk_pairs,
        "one": one,
        "two": two,
        "speed_up": round(one["seconds"] / two["seconds"], 2),
        "speed_up_of_candidates": round(one["candidates"] / two["candidates"], 2),
        "same_bytes": one["digest"] == two["digest"],
        "python": sys.version.split()[0],
    }


def with_workers(count: int, folder: Path) -> dict[str, Any]:
    """Two rounds with so many workers: the second one counts."""
    workers = broker.start_workers(count, folder)
    run()
    told = run()
    broker.stop(workers)
    return told


def run() -> dict[str, Any]:
    """One round from the request to its proposals, followed on its row; then thrown away."""
    from ecosystem.core.queue import enqueue  # noqa: PLC0415
    from ecosystem.matching.actions import rounds  # noqa: PLC0415
    from ecosystem.matching.models import Round  # noqa: PLC0415
    from ecosystem.matching.tasks import ROUND_TASK  # noqa: PLC0415

    round_ = rounds.start_round(rounds.create_round(title="Bench", kind=Round.Kind.MENTORS, by=None), by=None)
    begin = time.perf_counter()
    enqueue(ROUND_TASK, round_.pk)
    seen: dict[str, float] = {}
    while round_.state == Round.State.COMPUTING:
        time.sleep(0.02)
        round_ = Round.objects.get(pk=round_.pk)
        seen.setdefault(round_.step, time.perf_counter())
    seconds = time.perf_counter() - begin
    assert round_.state == Round.State.READY, round_.failure
    told = {"seconds": round(seconds, 2), "digest": digest_of(round_), "proposals": round_.proposals.count()}
    round_.proposals.all().delete()
    return told | {"candidates": round(seen[Round.Step.ASSIGNMENT] - seen[Round.Step.SCORES], 2)}


def digest_of(round_: Any) -> str:
    """One fingerprint of everything stored, but the numbers of the rows."""
    columns = ["need_id", "mentor_id", "rank", "score", *(f"points_{part}" for part in round_.parts), "evidence"]
    state = hashlib.sha256(json.dumps([round_.input_digest, round_.objective, round_.stats]).encode())
    for row in round_.proposals.order_by("pk").values_list(*columns).iterator(chunk_size=2_000):
        state.update(json.dumps(row).encode())
    return state.hexdigest()


if __name__ == "__main__":
    main()
