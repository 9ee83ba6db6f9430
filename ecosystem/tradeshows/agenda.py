"""The year of shows as its page reads it: months, what is left to take, what closes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ecosystem.tradeshows.calendar import month_of
from ecosystem.tradeshows.models import Edition, EditionQuerySet
from ecosystem.tradeshows.standing import Standing, days_left, standing_of

NEXT = 3


@dataclass(frozen=True)
class Stop:
    """An edition of the year and where it stands."""

    edition: Any
    standing: Standing


@dataclass(frozen=True)
class Year:
    """The editions of a year that pass the filters, as they stand on a day."""

    stops: Sequence[Stop]
    on: date

    def of_month(self, number: int) -> list[Stop]:
        return [one for one in self.stops if month_of(one.edition) == number]

    @property
    def undated(self) -> list[Stop]:
        return [one for one in self.stops if month_of(one.edition) is None]

    @property
    def provisional(self) -> int:
        return sum(not one.edition.dates_confirmed and not one.edition.is_cancelled for one in self.stops)

    @property
    def delegations(self) -> int:
        """Editions with a shared stand."""
        return len(self._stands())

    @property
    def places(self) -> int:
        return sum(one.stand_places or 0 for one in self._stands())

    @property
    def free(self) -> int:
        """What is left to take: nothing at a show that is over."""
        coming = [one for one in self._stands() if not one.is_over(self.on)]
        return sum(max(0, (one.stand_places or 0) - one.taken) for one in coming)

    @property
    def is_over(self) -> bool:
        """No shared stand is still to come."""
        return all(one.is_over(self.on) for one in self._stands())

    def _stands(self) -> list[Any]:
        """The editions with a shared stand, but those that do not take place."""
        return [one.edition for one in self.stops if one.edition.stand_places and not one.edition.is_cancelled]


def year_of(editions: EditionQuerySet, on: date) -> Year:
    """One query."""
    rows = editions.select_related("tradeshow").with_taken().by_date()
    return Year([Stop(edition, standing_of(edition, on)) for edition in rows], on)


def next_closings(on: date) -> list[tuple[Edition, str, int | None]]:
    """The next deadlines of public shows, whatever the year: the edition, how long is left, the places left."""
    rows: list[Any] = list(Edition.objects.public().closing(on).select_related("tradeshow").with_taken()[:NEXT])
    return [
        (one, days_left(one.closes_on, on), one.stand_places and max(0, one.stand_places - one.taken)) for one in rows
    ]
