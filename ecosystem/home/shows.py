"""The trade shows to come, each with the month that names it."""

from datetime import date

from ecosystem.tradeshows.calendar import first_of_month
from ecosystem.tradeshows.models import Edition


def coming_shows(on: date, limit: int) -> list[tuple[Edition, date | None]]:
    """The next editions that are public, the soonest first; one query."""
    coming = Edition.objects.public().upcoming(on).select_related("tradeshow").by_date()
    return [(edition, first_of_month(edition)) for edition in coming[:limit]]
