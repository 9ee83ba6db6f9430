"""Tells the mail engine what the matching writes, when it may leave, and whether it still holds."""

from ecosystem.core.mail import register_truth
from ecosystem.core.mail_digests import register_todos
from ecosystem.core.mail_hours import Hours, register_hours
from ecosystem.core.mail_kinds import register_kind
from ecosystem.matching.mail_words import answers, requester, team, truth
from ecosystem.matching.models import AnswerSchedule


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in (*answers.KINDS, *requester.KINDS, *team.KINDS):
        register_kind(kind)
    register_truth("matching.proposal", truth.proposal_holds)
    register_truth("matching.sending", truth.sending_holds)
    register_truth("startups.need", truth.need_holds)
    register_todos(truth.waiting_for)
    register_hours(office_hours)


def office_hours() -> Hours:
    """Those that the team set for the reminders."""
    schedule = AnswerSchedule.current()
    return schedule.opens_at, schedule.closes_at
