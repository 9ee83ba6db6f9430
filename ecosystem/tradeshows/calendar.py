"""Editions as a calendar: by month for the page, as iCalendar for agendas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ecosystem.tradeshows.models import Edition


@dataclass(frozen=True)
class Month:
    """A month of the year and the editions that it holds."""

    name: str
    editions: Sequence[Edition]


def month_of(edition: Edition) -> int | None:
    return edition.starts_on.month if edition.starts_on else edition.month


def months(editions: Iterable[Edition], year: int) -> list[Month]:
    """The twelve months of a year, the empty ones too."""
    kept = list(editions)
    return [
        Month(
            date_format(date(year, number, 1), "F").capitalize(),
            [edition for edition in kept if month_of(edition) == number],
        )
        for number in range(1, 13)
    ]


def uid(edition: Edition) -> str:
    """The same for ever, whatever the address or the dates become: agendas update the event in its place."""
    return f"edition-{edition.pk}@{settings.MAIL_DOMAIN}"


def feed(editions: Iterable[Edition]) -> bytes:
    """Confirmed editions on their days; the others as a provisional event on the first of their month."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ESCALE_NAME}//{_('Salons')}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{settings.ESCALE_NAME} · {_('Salons')}")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for edition in editions:
        if event := event_of(edition):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def event_of(edition: Edition) -> Event | None:
    """One edition; none when not even its month is known."""
    month = month_of(edition)
    if month is None:
        return None
    starts_on = edition.starts_on or date(edition.year, month, 1)
    ends_on = edition.ends_on or starts_on
    title = str(edition)
    event = Event()
    event.add("uid", uid(edition))
    event.add("dtstamp", edition.tradeshow.updated_at)
    event.add("dtstart", starts_on)
    event.add("dtend", ends_on + timedelta(days=1))
    event.add("status", "CONFIRMED" if edition.dates_confirmed else "TENTATIVE")
    event.add("summary", title if edition.dates_confirmed else _("%(show)s (dates à confirmer)") % {"show": title})
    event.add("location", ", ".join(filter(None, (edition.venue, edition.city, str(edition.country.name or "")))))
    event.add("description", edition.tradeshow.shown_tagline)
    event.add("url", settings.SITE_URL + edition.tradeshow.get_absolute_url())
    event.add("transp", "TRANSPARENT")
    return event
