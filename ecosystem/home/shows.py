"""The trade shows to come, each with the month that names it and where it stands."""

from dataclasses import dataclass
from datetime import date

from ecosystem.tradeshows.calendar import first_of_month
from ecosystem.tradeshows.models import Edition
from ecosystem.tradeshows.standing import Standing, standing_of


@dataclass(frozen=True)
class Coming:
    """An edition, a day of its month when it is known, and what is left to take."""

    edition: Edition
    month: date | None
    standing: Standing


def coming_shows(on: date, limit: int) -> list[Coming]:
    """The next editions that are public, the soonest first; one query."""
    coming = Edition.objects.public().upcoming(on).select_related("tradeshow").with_taken().by_date()
    return [Coming(edition, first_of_month(edition), standing_of(edition, on)) for edition in coming[:limit]]
