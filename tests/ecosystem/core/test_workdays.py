"""Deadlines and reminders follow the French calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from ecosystem.core.workdays import add_working_days, is_working_day, next_office_moment, working_days_between

PARIS = ZoneInfo("Europe/Paris")
NINE, SIX = time(9), time(18)


def paris(*parts, **more):
    return datetime(*parts, tzinfo=PARIS, **more)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 28),  # Saturday
        date(2026, 11, 29),  # Sunday
        date(2026, 7, 14),
        date(2026, 12, 25),
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 6),  # Ascension
        date(2027, 5, 17),  # Whit Monday
        date(2028, 5, 1),
    ],
)
def test_week_ends_and_french_holidays_are_days_off(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2028, 2, 29), date(2026, 12, 28), date(2027, 3, 26)])
def test_other_days_are_worked_good_friday_and_leap_days_included(day):
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 26), 7, date(2026, 12, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 5, 5), 1, date(2027, 5, 7)),
        (date(2026, 7, 10), 2, date(2026, 7, 15)),
    ],
)
def test_working_days_are_added_over_week_ends_and_holidays(start, count, end):
    assert add_working_days(start, count) == end


def test_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 11, 26), -1)


@pytest.mark.parametrize("start", [date(2026, 11, 26), date(2026, 11, 28), date(2026, 12, 24), date(2027, 5, 5)])
@pytest.mark.parametrize("count", [1, 3, 5, 7, 30])
def test_what_was_added_is_what_lies_between(start, count):
    assert working_days_between(start, add_working_days(start, count)) == count


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert working_days_between(date(2026, 11, 26), date(2026, 11, 26)) == 0
    assert working_days_between(date(2026, 11, 26), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (paris(2026, 11, 26, 11, 30), None),
        (paris(2026, 11, 26, 9, 0), None),
        (paris(2026, 11, 26, 18, 0), paris(2026, 11, 27, 9)),
        (paris(2026, 11, 26, 23, 59), paris(2026, 11, 27, 9)),
        (paris(2026, 11, 26, 3, 0), paris(2026, 11, 26, 9)),
        (paris(2026, 11, 27, 18, 1), paris(2026, 11, 30, 9)),
        (paris(2026, 11, 28, 12, 0), paris(2026, 11, 30, 9)),
        (paris(2026, 12, 24, 19, 0), paris(2026, 12, 28, 9)),
        (paris(2026, 7, 14, 10, 0), paris(2026, 7, 15, 9)),
    ],
)
def test_nobody_is_written_to_at_night_nor_on_a_day_off(moment, expected):
    assert next_office_moment(moment, NINE, SIX) == (expected or moment)


def test_office_hours_are_those_of_paris_whatever_the_zone_of_the_moment():
    assert next_office_moment(datetime(2026, 11, 26, 17, 30, tzinfo=UTC), NINE, SIX) == datetime(
        2026, 11, 27, 8, tzinfo=UTC
    )
    assert next_office_moment(datetime(2026, 7, 15, 6, 30, tzinfo=UTC), NINE, SIX) == datetime(
        2026, 7, 15, 7, tzinfo=UTC
    )


@pytest.mark.parametrize("fold", [0, 1])
def test_both_two_in_the_morning_of_the_autumn_change_open_on_the_same_monday(fold):
    twice = paris(2026, 10, 25, 2, 30, fold=fold)
    assert next_office_moment(twice, NINE, SIX) == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_the_hour_that_spring_skips_opens_on_the_next_working_day():
    skipped = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert next_office_moment(skipped, NINE, SIX) == datetime(2027, 3, 30, 7, tzinfo=UTC)  # after Easter Monday


def test_an_office_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="opens"):
        next_office_moment(paris(2026, 11, 26, 11), SIX, NINE)
