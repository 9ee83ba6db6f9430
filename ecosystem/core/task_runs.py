"""What the workers did, for the team to read: a row a run, written by Celery's own signals.

A run that cannot be written down is done all the same: the record never stands in the way of the work.
"""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from celery import Task
from celery.signals import task_failure, task_postrun, task_prerun, task_retry
from celery.states import SUCCESS
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ecosystem.core.models import STUCK_AFTER, TaskRun

logger = logging.getLogger(__name__)

KEPT_DAYS = 15
TRACE_MAX = 6000
INTERRUPTED = "Interrupted"
"""The failure of a run that ended with its process, and said nothing."""

Receiver = Callable[..., None]


def noted(receive: Receiver) -> Receiver:
    """A record that fails is logged; tasks of this very process, and Celery's own, are not recorded."""

    @wraps(receive)
    def guarded(sender: Task[Any, Any] | None = None, **facts: Any) -> None:
        if sender is None or sender.request.is_eager or str(sender.name).startswith("celery."):
            return
        try:
            receive(sender, **facts)
        except Exception:
            logger.exception("A run of %s could not be written down.", sender.name)

    return guarded


@task_prerun.connect
@noted
def begun(sender: Task[Any, Any], task_id: str, args: Any = (), **_: Any) -> None:
    """A run begins, or begins again: the same delivery keeps its row. Runs that died silently are closed."""
    now, arguments = timezone.now(), written(args)
    same = TaskRun.objects.filter(task=sender.name, arguments=arguments).exclude(request_id=task_id)
    same.under_way().filter(started_at__lt=now - STUCK_AFTER).update(
        state=TaskRun.State.FAILED, ended_at=now, failure=INTERRUPTED
    )
    run, created = TaskRun.objects.get_or_create(
        request_id=task_id,
        defaults={"task": sender.name, "arguments": arguments, "started_at": now, "worker": worker(sender)},
    )
    if not created:
        TaskRun.objects.filter(pk=run.pk).update(
            state=TaskRun.State.RUNNING,
            attempt_count=F("attempt_count") + 1,
            started_at=now,
            ended_at=None,
            worker=worker(sender),
        )


@task_postrun.connect
@noted
def ended(sender: Task[Any, Any], task_id: str, state: str = "", retval: Any = None, **_: Any) -> None:
    """A run ended well; what it counted is kept."""
    if state != SUCCESS:
        return
    with transaction.atomic():
        run = TaskRun.objects.select_for_update().filter(request_id=task_id).first()
        if run is None:
            return
        run.state, run.ended_at, run.failure, run.trace = TaskRun.State.DONE, timezone.now(), "", ""
        run.seconds = (run.ended_at - run.started_at).total_seconds()
        run.found_count = retval if isinstance(retval, int) and not isinstance(retval, bool) else None
        gather_quiet(run)
        run.save()


@task_failure.connect
@noted
def failed(sender: Task[Any, Any], task_id: str, exception: Any = None, einfo: Any = None, **_: Any) -> None:
    """A run ended badly: the error in short, and its trace for whoever repairs."""
    run = TaskRun.objects.filter(request_id=task_id).first()
    if run is None:
        return
    now = timezone.now()
    TaskRun.objects.filter(pk=run.pk).update(
        state=TaskRun.State.FAILED,
        ended_at=now,
        seconds=(now - run.started_at).total_seconds(),
        failure=short(exception),
        trace=str(einfo or "")[-TRACE_MAX:],
    )


@task_retry.connect
@noted
def put_off(sender: Task[Any, Any], request: Any = None, reason: Any = None, einfo: Any = None, **_: Any) -> None:
    """A run will be tried again a little later."""
    cause = getattr(reason, "exc", None) or reason
    TaskRun.objects.filter(request_id=getattr(request, "id", "")).update(
        state=TaskRun.State.WAITING, failure=short(cause), trace=str(einfo or "")[-TRACE_MAX:]
    )


def gather_quiet(run: TaskRun) -> None:
    """The beat asks all day long: a run without arguments that found nothing takes in its quiet predecessor."""
    if run.arguments != "[]" or not is_quiet(run):
        return
    before = TaskRun.objects.filter(task=run.task, arguments="[]", pk__lt=run.pk).order_by("-pk").first()
    if before is None or not is_quiet(before):
        return
    if timezone.localdate(before.started_at) != timezone.localdate(run.started_at):
        return
    run.run_count += before.run_count
    run.seconds = max(run.seconds or 0.0, before.seconds or 0.0)
    before.delete()


def is_quiet(run: TaskRun) -> bool:
    return run.state == TaskRun.State.DONE and not run.found_count and run.attempt_count == 1


def written(args: Any) -> str:
    """The arguments as one line of JSON, to tell two runs of the same work from two others, and to run them again."""
    return json.dumps(list(args or ()), default=str)[:200]


def short(error: Any) -> str:
    """The kind of an error, and what it says."""
    return f"{type(error).__name__}: {error}"[:300] if isinstance(error, BaseException) else str(error or "")[:300]


def worker(task: Task[Any, Any]) -> str:
    return str(task.request.hostname or "")[:100]


def prune_task_runs() -> int:
    """Runs older than the board shows are thrown away."""
    count, _models = TaskRun.objects.filter(started_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return count
