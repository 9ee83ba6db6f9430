"""What search engines read of a show's page."""

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, breadcrumbs, facts_of
from ecosystem.tradeshows.models import Edition, TradeShow
from ecosystem.ui.navigation import address

ATTENDANCE = "https://schema.org/%sEventAttendanceMode"


def facts(show: TradeShow, upcoming: Edition | None) -> Facts:
    """The next edition as an event; dates that nobody confirmed are said by the month, as on the page."""
    organiser = {"@type": "Organization", "name": show.organiser} if show.organiser else None
    if upcoming is None:
        return facts_of(show, "EventSeries", organizer=organiser, address=None, knowsAbout=None, sameAs=show.website)
    return facts_of(
        show,
        "Event",
        name=f"{show.name} {upcoming.year}",
        address=None,
        knowsAbout=None,
        organizer=organiser,
        startDate=starts(upcoming),
        endDate=upcoming.ends_on.isoformat() if upcoming.dates_confirmed and upcoming.ends_on else "",
        eventStatus=f"https://schema.org/Event{'Cancelled' if upcoming.is_cancelled else 'Scheduled'}",
        eventAttendanceMode=ATTENDANCE % ("Online" if upcoming.is_online else "Offline"),
        location=where(show, upcoming),
        sameAs=upcoming.website or show.website,
    )


def starts(edition: Edition) -> str:
    """The first day, or only the month or the year while the organiser has not confirmed it."""
    if edition.dates_confirmed and edition.starts_on:
        return edition.starts_on.isoformat()
    month = edition.month or (edition.starts_on.month if edition.starts_on else None)
    return f"{edition.year}-{month:02}" if month else str(edition.year)


def where(show: TradeShow, edition: Edition) -> Facts | None:
    """The hall and its town; the site of the edition when it is held online."""
    if edition.is_online:
        return {"@type": "VirtualLocation", "url": edition.website or show.website}
    if not edition.city:
        return None
    town = {"@type": "PostalAddress", "addressLocality": edition.city, "addressCountry": edition.country.code or ""}
    return {"@type": "Place", "name": edition.venue or edition.city, "address": town}


def way(show: TradeShow) -> Facts:
    return breadcrumbs((_("Salons"), address("tradeshows:list")), (show.name, show.get_absolute_url()))
