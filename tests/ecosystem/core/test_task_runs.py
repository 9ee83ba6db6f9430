"""What the workers did: one row a run, whatever happened to it, and never in the way of the work."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import current_app
from celery.states import FAILURE, SUCCESS
from django.utils import timezone

from ecosystem.core import task_runs
from ecosystem.core.models import STUCK_AFTER, TaskRun
from ecosystem.core.tasks import deliver_queued_mails, prune_task_runs
from tests.ecosystem.core.smtp import queued_mail
from tests.factories import TaskRunFactory
from tests.workers import eventually

DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


class AsIfByAWorker:
    """The signals that a worker sends for one run of a task."""

    def __init__(
        self, name: str = DELIVERY, number: str = "a", args: tuple[Any, ...] = (), eager: bool = False
    ) -> None:
        request = SimpleNamespace(is_eager=eager, hostname="w1@test", id=number)
        self.task: Any = SimpleNamespace(name=name, request=request)
        self.number, self.args = number, args

    def begin(self) -> "AsIfByAWorker":
        task_runs.begun(sender=self.task, task_id=self.number, args=self.args)
        return self

    def end(self, result: Any = None) -> None:
        task_runs.ended(sender=self.task, task_id=self.number, state=SUCCESS, retval=result)

    def fail(self, error: Exception) -> None:
        task_runs.failed(sender=self.task, task_id=self.number, exception=error, einfo="Traceback: line 3")
        task_runs.ended(sender=self.task, task_id=self.number, state=FAILURE, retval=error)

    def put_off(self, error: Exception) -> None:
        task_runs.put_off(sender=self.task, request=self.task.request, reason=error, einfo="Traceback")


def run(number: str = "a") -> TaskRun:
    return TaskRun.objects.get(request_id=number)


@pytest.mark.django_db
def test_a_run_is_written_down_while_it_goes_and_when_it_ends() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        working = AsIfByAWorker().begin()
        assert (run().state, run().worker, run().ended_at) == (TaskRun.State.RUNNING, "w1@test", None)
        clock.shift(timedelta(seconds=3))
        working.end(17)
    assert (run().state, run().found_count, run().seconds) == (TaskRun.State.DONE, 17, 3.0)


@pytest.mark.django_db
def test_a_failure_keeps_its_error_and_its_trace() -> None:
    AsIfByAWorker().begin().fail(OSError("no route to host"))
    assert (run().state, run().failure) == (TaskRun.State.FAILED, "OSError: no route to host")
    assert "line 3" in run().trace


@pytest.mark.django_db
def test_a_second_delivery_keeps_its_row_and_counts_as_another_try() -> None:
    AsIfByAWorker().begin()
    AsIfByAWorker().begin().end(0)
    assert TaskRun.objects.count() == 1
    assert (run().attempt_count, run().state) == (2, TaskRun.State.DONE)


@pytest.mark.django_db
def test_a_retry_waits_then_succeeds_on_its_next_try() -> None:
    working = AsIfByAWorker().begin()
    working.put_off(OSError("locked"))
    assert (run().state, run().failure) == (TaskRun.State.WAITING, "OSError: locked")
    working.begin().end(None)
    assert (run().state, run().attempt_count, run().failure) == (TaskRun.State.DONE, 2, "")


@pytest.mark.django_db
def test_runs_of_a_day_that_found_nothing_share_one_row() -> None:
    """The watch runs 4,320 times a day."""
    with time_machine.travel(NOON, tick=False) as clock:
        for number in "abc":
            AsIfByAWorker(number=number).begin().end(0)
            clock.shift(timedelta(seconds=20))
        AsIfByAWorker(number="d").begin().end(2)
        AsIfByAWorker(number="e").begin().end(0)
        clock.shift(timedelta(days=1))
        AsIfByAWorker(number="f").begin().end(0)
    kept = TaskRun.objects.order_by("pk").values_list("request_id", "run_count")
    assert list(kept) == [("c", 3), ("d", 1), ("e", 1), ("f", 1)]


@pytest.mark.django_db
def test_a_run_that_died_silently_is_closed_when_the_same_work_begins_again() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        AsIfByAWorker(number="dead", args=(3,)).begin()
        AsIfByAWorker(number="other", args=(4,)).begin()
        clock.shift(STUCK_AFTER + timedelta(seconds=1))
        assert set(TaskRun.objects.unresolved().values_list("request_id", flat=True)) == {"dead", "other"}
        AsIfByAWorker(number="new", args=(3,)).begin()
    assert (run("dead").state, run("dead").failure) == (TaskRun.State.FAILED, task_runs.INTERRUPTED)
    assert run("other").state == TaskRun.State.RUNNING


@pytest.mark.django_db
def test_a_failure_is_resolved_by_the_next_run_of_the_same_work_or_by_hand() -> None:
    first = TaskRunFactory(failed=True, arguments="[3]")
    other = TaskRunFactory(failed=True, arguments="[4]")
    assert set(TaskRun.objects.unresolved()) == {first, other}
    TaskRunFactory(arguments="[3]")
    assert set(TaskRun.objects.unresolved()) == {other}
    TaskRun.objects.filter(pk=other.pk).update(set_aside_at=timezone.now())
    assert not TaskRun.objects.unresolved().exists()


@pytest.mark.django_db
def test_a_record_that_cannot_be_written_never_stops_the_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no table")

    monkeypatch.setattr(TaskRun.objects, "get_or_create", broken)
    AsIfByAWorker().begin().end(1)
    assert "could not be written down" in caplog.text


@pytest.mark.django_db
def test_tasks_of_this_process_and_celery_s_own_are_not_recorded() -> None:
    AsIfByAWorker(eager=True).begin()
    AsIfByAWorker(name="celery.backend_cleanup", number="b").begin()
    deliver_queued_mails.apply()
    assert not TaskRun.objects.exists()


@pytest.mark.django_db
def test_old_runs_are_forgotten() -> None:
    TaskRunFactory(started_at=timezone.now() - timedelta(days=task_runs.KEPT_DAYS, minutes=1))
    kept = TaskRunFactory()
    assert prune_task_runs() == 1
    assert list(TaskRun.objects.all()) == [kept]


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_what_it_did(celery_worker_process, redis_broker: str) -> None:
    mail = queued_mail("one")
    worker = celery_worker_process()
    current_app.send_task(DELIVERY)
    done = eventually(lambda: TaskRun.objects.filter(task=DELIVERY, state=TaskRun.State.DONE).first(), of=worker)
    assert (done.found_count, done.attempt_count, done.worker) == (1, 1, "w0@test")
    mail.refresh_from_db()
    assert mail.sent_at is not None
