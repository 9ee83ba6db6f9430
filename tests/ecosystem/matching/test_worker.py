"""Rounds and mails through a real worker on a real Redis, and what is left when it is killed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.actions.sendings import confirm_sending
from ecosystem.matching.models import Round
from ecosystem.matching.tasks import ROUND_TASK, watch_rounds, watch_sendings
from tests.ecosystem.matching.season import computed, fresh, season, started, stored
from tests.factories import ProposalFactory, RoundFactory
from tests.workers import Worker, eventually

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
Start = Callable[..., Worker]
State = Round.State


@pytest.fixture
def worker_to_kill(celery_worker_process: Start, tmp_path: Path) -> Callable[..., tuple[Worker, Callable[[str], None]]]:
    """A worker that stops at the given places, and the way to wait until it stands at one of them."""

    def start(*places: str) -> tuple[Worker, Callable[[str], None]]:
        settings = "tests.ecosystem.matching.pausing"
        worker = celery_worker_process(
            DJANGO_SETTINGS_MODULE=settings, PAUSE_AT=" ".join(places), PAUSE_FLAGS=str(tmp_path)
        )
        return worker, lambda place: eventually((tmp_path / place).exists, of=worker)

    return start


def fall_silent() -> None:
    """Time passes without a sign of life; then the beat's watch comes by."""
    Round.objects.computing().update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    watch_rounds.delay()


def ready(round_: Round) -> bool:
    return fresh(round_).state == State.READY


def told(round_: Round) -> list[str]:
    return [move.to_state for move in round_.moves.all()]


def test_a_worker_computes_a_round_once_and_a_second_delivery_changes_nothing(
    redis_broker: str, celery_worker_process: Start
) -> None:
    season(needs=4, mentors=4)
    first, last = started(), started()
    for name, round_ in (("one", first), ("one", first), ("two", first), ("three", last), ("one", first)):
        current_app.send_task(ROUND_TASK, [round_.pk], task_id=name)
    enqueue(ROUND_TASK, last.pk)
    worker = celery_worker_process()
    eventually(lambda: ready(last), of=worker)
    watch_rounds.delay()
    after = started()
    enqueue(ROUND_TASK, after.pk)
    eventually(lambda: ready(after), of=worker)
    assert (fresh(first).attempt_count, told(first)) == (1, ["computing", "ready"])
    assert stored(first) == stored(last) == stored(computed())


def test_a_round_killed_at_each_step_ends_as_if_nothing_had_happened(
    redis_broker: str, celery_worker_process: Start, worker_to_kill: Callable[..., Any]
) -> None:
    """Now the process that computes is killed, which the worker notices; now the whole worker, which nobody does."""
    season(needs=5, mentors=5)
    undisturbed = stored(computed())
    first = started()
    early, late = f"{first.pk}:snapshot", f"{first.pk}:rules_and_scores"
    worker, stands_at = worker_to_kill(early, late)
    enqueue(ROUND_TASK, first.pk)
    stands_at(early)
    assert untouched(first, step="snapshot")
    worker.kill_pool()
    stands_at(late)
    assert untouched(first, step="rules_and_scores")
    worker.kill()
    fall_silent()

    then = started()
    early, late = f"{then.pk}:assignment", f"{then.pk}:stored"
    worker, stands_at = worker_to_kill(early, late)
    eventually(lambda: ready(first), of=worker)
    enqueue(ROUND_TASK, then.pk)
    stands_at(early)
    assert untouched(then, step="assignment")
    worker.kill_pool()
    stands_at(late)
    assert untouched(then, step="storage")
    worker.kill()
    fall_silent()

    worker = celery_worker_process()
    eventually(lambda: ready(then), of=worker)
    for round_ in (first, then):
        assert stored(round_) == undisturbed
        assert (fresh(round_).attempt_count, told(round_)) == (3, ["computing", "ready"])


def untouched(round_: Round, step: str) -> bool:
    """Nothing half done is seen from outside."""
    row = fresh(round_)
    assert (row.state, row.step, row.proposals.count(), row.unserved.count()) == (State.COMPUTING, step, 0, 0)
    return True


def test_mails_stopped_in_the_middle_are_those_of_an_undisturbed_round(
    redis_broker: str, celery_worker_process: Start, worker_to_kill: Callable[..., Any]
) -> None:
    round_ = RoundFactory(ready=True)
    proposals = ProposalFactory.create_batch(5, round=round_)
    publish_round(round_, by=None)
    enqueue("ecosystem.matching.tasks.announce_round", round_.pk)
    worker, stands_at = worker_to_kill("mailed")
    stands_at("mailed")
    worker.kill()
    before = messages()
    assert len([key for key in before if ":person:" in key]) == 2
    assert fresh(round_).announced_at is None
    watch_rounds.delay()
    worker = celery_worker_process()
    eventually(lambda: fresh(round_).announced_at, of=worker)
    deliver_now()
    eventually(lambda: Mail.objects.filter(state=Mail.State.SENT).count() == 10, of=worker)
    assert messages().items() >= before.items()
    assert persons_of(messages()) == {f"round:{round_.pk}:person:{one.mentor_id}" for one in proposals}
    assert set(Mail.objects.values_list("attempt_count", flat=True)) == {1}
    assert fresh(round_).announced_at is not None


def test_a_sending_killed_at_each_step_sends_the_mails_of_an_undisturbed_one(
    redis_broker: str, celery_worker_process: Start, worker_to_kill: Callable[..., Any]
) -> None:
    """Killed before the commit, after it, with all mails in the outbox, and while they leave: each leaves once."""
    round_ = RoundFactory(ready=True)
    proposals = ProposalFactory.create_batch(5, round=round_, reviewed_at=timezone.now())
    waits = ProposalFactory(round=round_)
    sending = confirm_sending(round_, by=None, minutes=0)
    places = (f"leaving-{sending.pk}", f"left-{sending.pk}", "written")
    worker, stands_at = worker_to_kill(*places)
    watch_sendings.delay()
    stands_at(places[0])
    worker.kill()
    assert (fresh(round_).state, round_.proposals.sent().count(), fresh(sending).left_at) == (State.READY, 0, None)

    worker, stands_at = worker_to_kill(*places)
    watch_sendings.delay()
    stands_at(places[1])
    worker.kill()
    assert (fresh(round_).state, round_.proposals.sent().count(), Mail.objects.count()) == (State.PUBLISHED, 5, 0)

    worker, stands_at = worker_to_kill(*places)
    watch_sendings.delay()
    watch_rounds.delay()
    stands_at(places[2])
    worker.kill()
    before = messages()
    assert (len(before), fresh(round_).announced_at) == (10, None), "one a person and one a startup"

    watch_rounds.delay()
    worker = celery_worker_process()
    eventually(lambda: fresh(round_).announced_at, of=worker)
    deliver_now()
    eventually(lambda: Mail.objects.filter(state=Mail.State.SENT).count() == 10, of=worker)
    assert messages() == before
    assert persons_of(before) == {f"round:{round_.pk}:person:{one.mentor_id}" for one in proposals}
    assert set(Mail.objects.values_list("attempt_count", flat=True)) == {1}
    assert [move.to_state for move in proposals[0].moves.all()] == ["sent"]
    assert (told(round_), fresh(waits).state) == (["published"], "drafted")


def deliver_now() -> None:
    """The office opens, whatever the hour of the test."""
    Mail.objects.update(not_before=None)
    enqueue("ecosystem.core.tasks.deliver_queued_mails")


def persons_of(told: dict[str, Any]) -> set[str]:
    return {key for key in told if ":person:" in key}


def messages() -> dict[str, Any]:
    return dict(Mail.objects.values_list("key", "message_id"))
