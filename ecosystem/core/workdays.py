"""Working days and office hours in France: week-ends and national public holidays do not count."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from holidays import country_holidays

SATURDAY = 5
DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    """The public holidays of the whole country; Alsace-Moselle has two more, which do not stop the team."""
    return frozenset(country_holidays("FR", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _days_off(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that is so many working days later; none from a day off is the next working day."""
    if count < 0:
        raise ValueError("Working days are counted forwards.")
    while not is_working_day(day) and not count:
        day += DAY
    for _ in range(count):
        day += DAY
        while not is_working_day(day):
            day += DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after the start, up to the end included; 0 when the end is not later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def next_office_moment(moment: datetime, opens: time, closes: time) -> datetime:
    """The moment itself inside the office hours of a working day in Paris, else when the office opens next."""
    if opens >= closes:
        raise ValueError("The office opens before it closes.")
    zone = ZoneInfo(settings.TIME_ZONE)
    local = moment.astimezone(zone)
    day, at = local.date(), local.time()
    if is_working_day(day) and opens <= at < closes:
        return moment
    if not is_working_day(day) or at >= closes:
        day = add_working_days(day, 1 if is_working_day(day) else 0)
    return datetime.combine(day, opens, zone)
