"""The trade shows to come, each with the month that names it."""

from datetime import date

from ecosystem.tradeshows.models import Edition


def coming_shows(on: date, limit: int) -> list[tuple[Edition, date | None]]:
    """The next editions that are public, the soonest first; one query."""
    coming = Edition.objects.public().upcoming(on).select_related("tradeshow").by_date()
    return [(edition, first_of_month(edition)) for edition in coming[:limit]]


def first_of_month(edition: Edition) -> date | None:
    """A day of the month of an edition, to name that month; None when it is not known."""
    if edition.starts_on:
        return edition.starts_on
    return date(edition.year, edition.month, 1) if edition.month else None
