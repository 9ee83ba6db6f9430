"""Editions as a calendar: by month for the page, as iCalendar for agendas."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ecosystem.core.ical import Entry, Status, calendar
from ecosystem.directory.models import Listing
from ecosystem.tradeshows.models import Edition, EditionQuerySet

SHOWS, DEADLINES = "salons", "clotures"
WITHDRAWN_FOR = timedelta(days=90)
"""How long agendas are told that a show left the site: one that did not ask in that time keeps what it had."""


def month_of(edition: Edition) -> int | None:
    return edition.starts_on.month if edition.starts_on else edition.month


def first_of_month(edition: Edition) -> date | None:
    """A day of the month of an edition, to name that month; None when it is not known."""
    month = month_of(edition)
    return date(edition.year, month, 1) if month else None


def month_names(year: int) -> list[str]:
    """The twelve months in the reader's language."""
    return [date_format(date(year, number, 1), "F").capitalize() for number in range(1, 13)]


def feed(editions: Iterable[Edition], *, what: Sequence[str] = (SHOWS, DEADLINES)) -> bytes:
    """Shows and the ends of applications, or one of the two."""
    title = f"{settings.ESCALE_NAME} · {_('Salons')}"
    return calendar(title, (entry for edition in editions for entry in entries_of(edition, what)))


def entries_of(edition: Edition, what: Sequence[str] = (SHOWS, DEADLINES)) -> Iterator[Entry]:
    """The events of one edition; one whose month is not known yet has no day to stand on."""
    month = month_of(edition)
    if SHOWS in what and month is not None:
        yield show_entry(edition, edition.starts_on or date(edition.year, month, 1))
    if DEADLINES in what and edition.closes_on is not None:
        yield deadline_entry(edition, edition.closes_on)


def show_entry(edition: Edition, starts_on: date) -> Entry:
    """Confirmed dates on their days; the others as a provisional event on the first of their month.

    A show that left the site is cancelled without being named: its page is nobody's to read any more.
    """
    key, changed_at = f"edition-{edition.pk}", changed(edition)
    if edition.tradeshow.state != Listing.State.PUBLISHED:
        title = _("Salon retiré du calendrier")
        return Entry(key=key, title=title, starts=starts_on, changed_at=changed_at, status=Status.CANCELLED)
    title = str(edition)
    if edition.is_cancelled:
        title = _("%(show)s (annulé)") % {"show": title}
    elif not edition.dates_confirmed:
        title = _("%(show)s (dates à confirmer)") % {"show": title}
    return Entry(
        key=key,
        title=title,
        starts=starts_on,
        ends=edition.ends_on,
        changed_at=changed_at,
        status=status_of(edition),
        place=", ".join(filter(None, (edition.venue, edition.city, str(edition.country.name or "")))),
        text=edition.tradeshow.shown_tagline,
        url=settings.SITE_URL + edition.tradeshow.get_absolute_url(),
    )


def deadline_entry(edition: Edition, closes_on: date) -> Entry:
    """Applications are taken until the last minute of the day in Paris, wherever one reads it."""
    key, changed_at = f"edition-{edition.pk}-cloture", changed(edition)
    closes = datetime.combine(closes_on, time(23, 59), tzinfo=timezone.get_default_timezone())
    if edition.tradeshow.state != Listing.State.PUBLISHED:
        title = _("Salon retiré du calendrier")
        return Entry(key=key, title=title, starts=closes, changed_at=changed_at, status=Status.CANCELLED)
    return Entry(
        key=key,
        title=_("%(show)s : clôture des candidatures") % {"show": edition},
        starts=closes,
        changed_at=changed_at,
        status=Status.CANCELLED if edition.is_cancelled else Status.CONFIRMED,
        url=settings.SITE_URL + edition.tradeshow.get_absolute_url(),
    )


def status_of(edition: Edition) -> Status:
    if edition.is_cancelled:
        return Status.CANCELLED
    return Status.CONFIRMED if edition.dates_confirmed else Status.TENTATIVE


def changed(edition: Edition) -> datetime:
    """The last change of the edition or of its show: what agendas compare."""
    return max(edition.updated_at, edition.tradeshow.updated_at)


def withdrawn() -> EditionQuerySet:
    """The editions of shows that were on line and left it lately."""
    gone = [Listing.State.HIDDEN, Listing.State.ARCHIVED]
    since = timezone.now() - WITHDRAWN_FOR
    return Edition.objects.filter(
        tradeshow__state__in=gone, tradeshow__published_at__isnull=False, tradeshow__updated_at__gte=since
    )
