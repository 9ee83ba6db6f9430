"""What search engines read of a show's page, and of the calendar."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, absolute, breadcrumbs, facts_of, said_only
from ecosystem.tradeshows.models import Edition, TradeShow
from ecosystem.ui.navigation import address

ATTENDANCE = "https://schema.org/%sEventAttendanceMode"


def facts(show: TradeShow, upcoming: Edition | None) -> Facts:
    """The next edition as an event; dates that nobody confirmed are said by the month, as on the page."""
    if upcoming is None:
        organiser = organiser_of(show)
        return facts_of(show, "EventSeries", organizer=organiser, address=None, knowsAbout=None, sameAs=show.website)
    return facts_of(show, "Event", address=None, knowsAbout=None, **event(show, upcoming))


def event(show: TradeShow, edition: Edition) -> dict[str, Any]:
    """What one year of a show says of itself, as far as it is known."""
    return {
        "name": str(edition),
        "organizer": organiser_of(show),
        "startDate": starts(edition),
        "endDate": edition.ends_on.isoformat() if edition.dates_confirmed and edition.ends_on else "",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if edition.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": ATTENDANCE % ("Online" if edition.is_online else "Offline"),
        "location": where(show, edition),
        "sameAs": edition.website or show.website,
    }


def organiser_of(show: TradeShow) -> Facts | None:
    return {"@type": "Organization", "name": show.organiser} if show.organiser else None


def year_list(editions: Iterable[Any]) -> Facts | None:
    """The events of the year that is being read, in its order; nothing for a year without any."""
    items = [
        {"@type": "ListItem", "position": place, "item": said_only(_listed(one))}
        for place, one in enumerate(editions, start=1)
    ]
    return {"@type": "ItemList", "itemListElement": items} if items else None


def _listed(edition: Edition) -> Facts:
    show = edition.tradeshow
    return {"@type": "Event", "url": absolute(show.get_absolute_url()), **event(show, edition)}


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
