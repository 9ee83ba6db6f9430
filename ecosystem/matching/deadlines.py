"""Until when an answer is awaited: working days, from the day on which the question can leave."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ecosystem.core.workdays import add_working_days, is_working_day, working_days_between
from ecosystem.matching.models import AnswerSchedule, Proposal


def leaves_at() -> datetime:
    """When a mail that is written now may leave: never at night, at a week-end or on a public holiday."""
    return AnswerSchedule.current().leaves_at(timezone.now())


def answer_by(days: int, *, on: date | None = None) -> date:
    """The last day of an answer to what is asked on that day; of today, the count begins when the mail may leave."""
    if on is None or on == timezone.localdate():
        on = timezone.localdate(leaves_at())
    return add_working_days(on, days)


def elapsed(proposal: Proposal, on: date) -> int:
    """Working days of the answer that have passed; a pause, which moves the deadline, stops the count."""
    if proposal.expires_on is None:
        return 0
    return max(0, proposal.round.answer_days - working_days_between(on, proposal.expires_on))


def moved_by_pause(expires_on: date, *, before: date | None, after: date | None, on: date) -> date:
    """The deadline once a pause has changed: the days that were left when it begins are left when it ends.

    `before` and `after` are the last day of the pause, that of today included in it; None without one.
    """
    yesterday = on - timedelta(days=1)
    was, will = max(before or yesterday, yesterday), max(after or yesterday, yesterday)
    left = working_days_between(was, expires_on)
    return expires_on if was == will or not left else add_working_days(will, left)


def rungs(proposal: Proposal) -> dict[str, date | None]:
    """The days of the ladder of one proposal, as they stand now: sent, reminded, for the last time, over."""
    schedule = AnswerSchedule.current()
    ends, days = proposal.expires_on, proposal.round.answer_days
    sent = timezone.localdate(proposal.sent_at) if proposal.sent_at else None
    if ends is None:
        return {"sent": sent, "reminder": None, "last": None, "ends": None}
    return {
        "sent": sent,
        "reminder": _days_before(ends, days - schedule.reminder_days),
        "last": _days_before(ends, days - schedule.last_chance_days),
        "ends": ends,
    }


def _days_before(day: date, count: int) -> date | None:
    """The day that is so many working days earlier; None for a rung that comes after the end."""
    if count < 0:
        return None
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
