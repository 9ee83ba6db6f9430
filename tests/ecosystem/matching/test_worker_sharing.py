"""A large round between real workers on a real Redis, killed in a chunk, after one, and in the assignment."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ecosystem.core.queue import enqueue
from ecosystem.matching.models import Round, RoundChunk
from ecosystem.matching.tasks import ROUND_TASK, watch_rounds
from tests.ecosystem.matching.season import computed, fresh, season, started, stored
from tests.workers import Worker, eventually

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
Start = Callable[..., Worker]
SHARED = {"ROUND_SHARED_FROM_PAIRS": "1", "ROUND_CHUNK_PAIRS": "8"}


def ready(round_: Round) -> bool:
    return fresh(round_).state == Round.State.READY


def fall_silent() -> None:
    """Time passes without a sign of life; then the beat's watch comes by."""
    old = timezone.now() - timedelta(minutes=5)
    Round.objects.computing().update(heartbeat_at=old)
    RoundChunk.objects.exclude(lease="").update(heartbeat_at=old)
    watch_rounds.delay()


def test_two_workers_store_what_one_stores(redis_broker: str, celery_worker_process: Start) -> None:
    season(needs=8, mentors=4)
    undisturbed = stored(computed())
    workers = [celery_worker_process(**SHARED) for _ in range(2)]
    rounds = [started(), started()]
    for round_ in rounds:
        enqueue(ROUND_TASK, round_.pk)
        enqueue(ROUND_TASK, round_.pk)
    for round_ in rounds:
        eventually(lambda this=round_: ready(this), of=workers[0])
        assert stored(round_) == undisturbed
        assert [move.to_state for move in round_.moves.all()] == ["computing", "ready"]
    assert not RoundChunk.objects.exists()


def test_a_shared_round_killed_anywhere_ends_as_if_nothing_had_happened(
    redis_broker: str, celery_worker_process: Start, tmp_path: Path
) -> None:
    season(needs=6, mentors=4)
    undisturbed = stored(computed())
    round_ = started()

    def worker_to_kill(*places: str) -> Worker:
        names = " ".join(f"{round_.pk}:{place}" for place in places)
        pausing = {"DJANGO_SETTINGS_MODULE": "tests.ecosystem.matching.pausing", "PAUSE_AT": names}
        return celery_worker_process(**pausing, PAUSE_FLAGS=str(tmp_path), **SHARED)

    def stands_at(place: str, worker: Worker) -> None:
        eventually((tmp_path / f"{round_.pk}:{place}").exists, of=worker)
        row = fresh(round_)
        assert (row.state, row.proposals.count(), row.unserved.count()) == (Round.State.COMPUTING, 0, 0)

    worker = worker_to_kill("snapshot", "chunk-2")
    enqueue(ROUND_TASK, round_.pk)
    stands_at("snapshot", worker)
    worker.kill_pool()
    stands_at("chunk-2", worker)
    worker.kill()
    fall_silent()

    worker = worker_to_kill("found-4", "assignment", "stored")
    stands_at("found-4", worker)
    worker.kill_pool()
    stands_at("assignment", worker)
    worker.kill_pool()
    stands_at("stored", worker)
    worker.kill()
    fall_silent()

    worker = celery_worker_process(**SHARED)
    eventually(lambda: ready(round_), of=worker)
    assert stored(round_) == undisturbed
    assert [move.to_state for move in round_.moves.all()] == ["computing", "ready"]
    assert not RoundChunk.objects.exists()
