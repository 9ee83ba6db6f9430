"""Office hours of the mails that keep to them: never at night, on a week-end or on a public holiday."""

from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.utils import timezone

from ecosystem.core.mail_kinds import kind_of
from ecosystem.core.workdays import next_office_moment

Hours = tuple[time, time]
_provider: list[Callable[[], Hours]] = [lambda: (time(9), time(18))]


def register_hours(provider: Callable[[], Hours]) -> None:
    """The app that lets staff set the hours tells where they stand; without one, from 9 to 18."""
    _provider[0] = provider


def office_hours() -> Hours:
    """When the office opens and closes, in Paris."""
    return _provider[0]()


def opening(template: str) -> datetime | None:
    """When a mail of this kind may leave, if that is not now."""
    kind = kind_of(template)
    if kind is None or not kind.office_hours or not settings.MAIL_OFFICE_HOURS:
        return None
    now = timezone.now()
    moment = next_office_moment(now, *office_hours())
    return moment if moment > now else None
