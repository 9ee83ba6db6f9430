"""How often a task runs, when it ran and when it will, and for how long: in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from celery import schedules
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.ui.typography import NO_BREAK, french, number


def rhythm(schedule: Any) -> str:
    """How often: on demand, each so many seconds, each day at a time, each Monday at a time."""
    if schedule is None:
        return _("À la demande")
    if isinstance(schedule, schedules.crontab):
        return _by_the_clock(schedule)
    run_every = getattr(schedule, "run_every", None)
    return _("Planifiée") if run_every is None else _each(int(run_every.total_seconds()))


def next_time(schedule: Any, last: datetime | None, now: datetime) -> datetime | None:
    """When the beat asks for it again; unknown for what is asked for by people."""
    if schedule is None:
        return None
    if isinstance(schedule, schedules.crontab):
        remaining: timedelta = schedule.remaining_estimate(now)
        near = now.astimezone(UTC) + remaining + timedelta(seconds=30)
        return near.replace(second=0, microsecond=0)
    run_every = getattr(schedule, "run_every", None)
    if run_every is None or last is None:
        return None
    following: datetime = max(now, last + run_every)
    return following


def clock(moment: datetime) -> str:
    """An hour of the day: 9 h 00, 9:00."""
    local = timezone.localtime(moment)
    return formats.date_format(local, f"G{NO_BREAK}\\h{NO_BREAK}i" if french() else "G:i")


def when(moment: datetime | None, now: datetime) -> str:
    """A moment near today, in a narrow column."""
    if moment is None:
        return "—"
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    if abs(moment - now) < timedelta(seconds=60):
        return _("maintenant") if moment <= now else _("dans moins d’une minute")
    if local.date() == today:
        return clock(moment)
    near = {today - timedelta(days=1): _("hier"), today + timedelta(days=1): _("demain")}
    day = near.get(local.date()) or f"{local.day}{NO_BREAK}{formats.date_format(local, 'N')}"
    return f"{day}, {clock(moment)}"


def duration(seconds: float | None) -> str:
    """0,6 s, then 12 s, then 4 min 09, then 1 h 05."""
    if seconds is None:
        return "—"
    if seconds < 60:
        return f"{number(round(seconds, 1), 1 if seconds < 10 else 0)}{NO_BREAK}s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}{NO_BREAK}min{NO_BREAK}{whole % 60:02d}"
    return f"{whole // 3600}{NO_BREAK}h{NO_BREAK}{whole % 3600 // 60:02d}"


def _each(seconds: int) -> str:
    if seconds < 60:
        return ngettext("Chaque seconde", "Toutes les %(count)d secondes", seconds) % {"count": seconds}
    if seconds < 3600:
        minutes = seconds // 60
        return ngettext("Chaque minute", "Toutes les %(count)d minutes", minutes) % {"count": minutes}
    hours = seconds // 3600
    return ngettext("Chaque heure", "Toutes les %(count)d heures", hours) % {"count": hours}


def _by_the_clock(schedule: Any) -> str:
    every, hours = 60 // len(schedule.minute), sorted(schedule.hour)
    if every < 60 and hours == list(range(hours[0], hours[-1] + 1)):
        hour = timezone.localtime().replace(minute=0)
        span = {"start": clock(hour.replace(hour=hours[0])), "end": clock(hour.replace(hour=hours[-1]))}
        return _("Toutes les %(count)s minutes, de %(start)s à %(end)s") % {**span, "count": every}
    if len(schedule.hour) != 1 or len(schedule.minute) != 1 or len(schedule.day_of_month) != 31:
        return _("Chaque heure") if len(schedule.hour) == 24 and len(schedule.minute) == 1 else _("Planifiée")
    moment = timezone.localtime().replace(hour=next(iter(schedule.hour)), minute=next(iter(schedule.minute)))
    days, at = sorted(schedule.day_of_week), {"time": clock(moment)}
    if len(days) == 7:
        return _("Chaque jour à %(time)s") % at
    if days == [1, 2, 3, 4, 5]:
        return _("Du lundi au vendredi à %(time)s") % at
    if len(days) == 1:
        return _("Le %(day)s à %(time)s") % {**at, "day": WEEKDAYS[(days[0] - 1) % 7]}
    return _("Planifiée")
