"""The board of the tasks: how each one stands, its last fourteen days, and what failed, in sentences."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log1p
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.core.models import TaskRun
from ecosystem.core.task_runs import INTERRUPTED
from ecosystem.home.jobs import JOBS, ROUND_TASK, Job, job_of, planned
from ecosystem.home.rhythm import duration, next_time, rhythm, when
from ecosystem.matching.figures import percent_done
from ecosystem.matching.models import Round, RoundQuerySet
from ecosystem.ui.navigation import Text

DAYS = 14
FAILURES_SHOWN = 10
BAR_STEP, BAR_WIDTH, BAR_TOP, BAR_FOOT = 7.4, 5, 22, 25.0
TALLEST = 300.0  # seconds: five minutes and more fill the height
DATABASE = re.compile("OperationalError|InterfaceError|DatabaseError")
OUTSIDE = re.compile("OSError|Connection|Timeout|SMTP|gaierror")


@dataclass(frozen=True)
class Bar:
    """One day of a task: as high as its longest run, marked where a run failed."""

    x: str
    y: str
    height: str
    failed: bool


@dataclass(frozen=True)
class Line:
    """One task of the board."""

    job: Job
    rhythm: str
    state: Text
    shape: str
    last: str
    duration: str
    bars: list[Bar]
    bars_said: str
    next: str
    can_start: bool
    round: Round | None
    is_bad: bool


@dataclass(frozen=True)
class Failure:
    """A run that asks for somebody: what happened and what it means, then the trace for whoever repairs."""

    run: TaskRun
    job: Job
    sentence: str
    can_start_again: bool


def board(now: datetime) -> dict[str, Any]:
    """Everything that the page shows, in a constant number of queries."""
    latest = {run.task: run for run in TaskRun.objects.latest_of_their_task()}
    running = {run.task for run in TaskRun.objects.under_way() if not run.is_stuck}
    rounds = list(Round.objects.computing().order_by("-heartbeat_at"))
    schedule, days = planned(), by_day(now)
    jobs = [*JOBS, *(job_of(task) for task in sorted(set(latest) - {job.task for job in JOBS}))]
    listed = [
        line(job, schedule, latest.get(job.task), days.get(job.task, {}), rounds, job.task in running, now)
        for job in jobs
    ]
    bad, stopped, count = failures(), list(failed_rounds()[:FAILURES_SHOWN]), failing_count()
    return {
        "lines": listed,
        "bad_count": sum(one.is_bad for one in listed),
        "running_count": sum(one.shape == "busy" for one in listed),
        "failures": bad,
        "failed_rounds": stopped,
        "failing_count": count,
        "hidden_failures": count - len(bad) - len(stopped),
    }


def failed_rounds() -> RoundQuerySet:
    """Rounds that stopped and that nobody took up again."""
    return Round.objects.filter(state=Round.State.FAILED).order_by("-created_at")


def failing_count() -> int:
    """How many things ask for somebody, for the rail and the head of the page."""
    return TaskRun.objects.unresolved().count() + failed_rounds().count()


def failures() -> list[Failure]:
    found = []
    for run in TaskRun.objects.unresolved()[:FAILURES_SHOWN]:
        job = job_of(run.task)
        found.append(Failure(run, job, sentence(run, job), arguments(run) is not None))
    return found


def sentence(run: TaskRun, job: Job) -> str:
    """What happened, and what it means for the people."""
    return f"{what_happened(run)} {job.after}"


def what_happened(run: TaskRun) -> str:
    if run.is_stuck:
        return _("Elle a commencé et ne donne plus signe de vie : son ouvrier s’est sans doute arrêté.")
    if run.failure == INTERRUPTED or "WorkerLost" in run.failure:
        return _("L’ouvrier s’est arrêté pendant la tâche.")
    kind = run.failure.split(":")[0]
    if DATABASE.search(kind):
        return _("La base de données n’a pas répondu.")
    if OUTSIDE.search(kind):
        return _("Un service dont elle dépend n’a pas répondu.")
    return _("Une erreur inattendue l’a arrêtée.")


def arguments(run: TaskRun) -> list[int | str] | None:
    """What to start the same work again with; None when the record was cut short."""
    try:
        read = json.loads(run.arguments)
    except ValueError:
        return None
    return read if isinstance(read, list) and all(isinstance(one, int | str) for one in read) else None


def line(
    job: Job,
    schedule: dict[str, Any],
    run: TaskRun | None,
    days: dict[date, Any],
    rounds: list[Round],
    running: bool,
    now: datetime,
) -> Line:
    plan = schedule.get(job.task)
    round_ = rounds[0] if rounds and job.task == ROUND_TASK else None
    label, shape = how_it_stands(job, run, round_)
    runs = sum(day["runs"] for day in days.values())
    bad = sum(day["failed"] for day in days.values())
    return Line(
        job=job,
        rhythm=rhythm(plan),
        state=label,
        shape=shape,
        last=when(run.started_at, now) if run else "—",
        duration=duration(run.seconds if run else None),
        bars=bars(days, timezone.localtime(now).date()),
        bars_said=f"{executions(runs)}, {failed_ones(bad)}",
        next=when(next_time(plan, run.started_at if run else None, now), now),
        can_start=plan is not None and not running,
        round=round_,
        is_bad=shape == "failed",
    )


def how_it_stands(job: Job, run: TaskRun | None, round_: Round | None) -> tuple[Text, str]:
    """The state of the latest run: a word and a shape."""
    if round_ is not None:
        return _("En cours, %(percent)s %%") % {"percent": percent_done(round_)}, "busy"
    if run is None:
        return _("Pas encore lancée"), ""
    if run.is_stuck:
        return _("Bloquée"), "failed"
    if run.state == TaskRun.State.FAILED:
        return _("Échec"), "failed"
    if run.state == TaskRun.State.WAITING:
        return _("Nouvel essai à venir"), "half"
    if run.state == TaskRun.State.RUNNING:
        return _("En cours"), "busy"
    if run.attempt_count > 1:
        return _("Réussie au %(rank)se essai") % {"rank": run.attempt_count}, "half"
    if job.found is not None and run.found_count:
        return _("Réussie, %(found)s") % {"found": job.found % {"count": run.found_count}}, "full"
    return _("Réussie"), "full"


def by_day(now: datetime) -> dict[str, dict[date, Any]]:
    """By task and day: how many runs, how many failed, and how long the longest took."""
    first = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    rows = (
        TaskRun.objects.filter(started_at__gte=first)
        .order_by()
        .annotate(day=TruncDate("started_at"))
        .values("task", "day")
        .annotate(runs=Sum("run_count"), longest=Max("seconds"), failed=Count("pk", Q(state=TaskRun.State.FAILED)))
    )
    found: dict[str, dict[date, Any]] = {}
    for row in rows:
        found.setdefault(row["task"], {})[row["day"]] = row
    return found


def bars(days: dict[date, Any], today: date) -> list[Bar]:
    """A bar a day, today's at the right end; heights by the logarithm, on one scale for all tasks."""
    drawn = []
    for rank, day in enumerate(last_days(today)):
        row = days.get(day)
        if row is None:
            continue
        share = min(1.0, log1p(row["longest"] or 0.0) / log1p(TALLEST))
        height = 1.8 + (BAR_TOP - 1.8) * share
        x = 0.4 + BAR_STEP * rank
        drawn.append(Bar(f"{x:.1f}", f"{BAR_FOOT - height:.1f}", f"{height:.1f}", bool(row["failed"])))
    return drawn


def last_days(today: date) -> Iterable[date]:
    return [today - timedelta(days=DAYS - 1 - rank) for rank in range(DAYS)]


def executions(count: int) -> str:
    return ngettext("%(count)d exécution", "%(count)d exécutions", count) % {"count": count}


def failed_ones(count: int) -> str:
    return ngettext("%(count)d échec", "%(count)d échecs", count) % {"count": count}
