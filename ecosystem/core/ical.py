"""Calendars that agendas subscribe to: RFC 5545, written so that an update finds the event that it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from icalendar import Calendar, Event

SINCE = datetime(2020, 1, 1, tzinfo=UTC)
"""Revisions are counted in seconds from here, until 2088: they only rise, without a column that counts them."""


class Status(StrEnum):
    """What an agenda shows of an event: a cancelled one is struck or taken out, never left as it was."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event: days without hours, or a moment with its time zone.

    `key` stays for ever and `changed_at` rises with each change; `ends` is the last day, that day included.
    """

    key: str
    title: str
    starts: date
    ends: date | None = None
    changed_at: datetime
    status: Status = Status.CONFIRMED
    place: str = ""
    text: str = ""
    url: str = ""


def calendar(title: str, entries: Iterable[Entry]) -> bytes:
    """The file: lines folded at 75 bytes and ended by CRLF, with the time zones that its moments name."""
    file = Calendar()
    file.add("prodid", f"-//{settings.ESCALE_NAME}//{title}//{(get_language() or 'fr')[:2].upper()}")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("name", title)
    file.add("x-wr-calname", title)
    file.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in entries:
        file.add_component(event_of(entry))
    file.add_missing_timezones()
    return bytes(file.to_ical())


def event_of(entry: Entry) -> Event:
    """An agenda marks nobody as busy for it."""
    event = Event()
    event.add("uid", f"{entry.key}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", max(0, (entry.changed_at - SINCE) // timedelta(seconds=1)))
    event.add("dtstart", entry.starts)
    if not isinstance(entry.starts, datetime):
        event.add("dtend", (entry.ends or entry.starts) + timedelta(days=1))
    event.add("status", entry.status.value)
    event.add("summary", entry.title)
    for name, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            event.add(name, value)
    event.add("transp", "TRANSPARENT")
    return event


def calendar_response(request: HttpRequest, body: bytes, filename: str, *, cache: str) -> HttpResponse:
    """The file, or 304 for the agenda that already holds it."""
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = cache
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response
