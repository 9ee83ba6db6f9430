"""A round of the season before, told by its answers alone, and what else the public pages can show of people.

Who was asked often enough has a badge, or none for want of answers; it stands after the other rounds, so that they are
computed as if it had never been.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Skill
from ecosystem.home.demo.content import SOURCE, read, sectors
from ecosystem.matching.actions.rounds import create_round
from ecosystem.matching.models import Proposal, Round
from ecosystem.tradeshows.actions import follow_show
from ecosystem.tradeshows.models import TradeShow
from mentors.models import Mentor
from startups.actions import move_need
from startups.models import Need, Startup

TITLE = "Mentors, printemps"
SENT_DAYS_AGO, CLOSED_DAYS_AGO, ANSWER_DAYS = 180, 158, 14
POINTS = {"expertise": 3_000, "sector": 1_400, "language": 1_000, "availability": 800}
FOLLOWED = ("VivaTech", "Hannover Messe")
PAUSE_DAYS = 45


@transaction.atomic
def create_last_season(users: dict[str, User]) -> int:
    """Once: what people changed since is left as it is."""
    if Round.objects.filter(title=TITLE).exists():
        return 0
    sent_at, closed_at = (timezone.now() - timedelta(days=days) for days in (SENT_DAYS_AGO, CLOSED_DAYS_AGO))
    as_of = timezone.localdate(sent_at)
    round_ = create_round(
        title=TITLE, kind=Round.Kind.MENTORS, by=users["curator"], as_of=as_of, answer_days=ANSWER_DAYS
    )
    for entry in read("last_season"):
        need = _need(entry, sent_at, closed_at)
        for rank, asked in enumerate(entry["asked"]):
            _proposal(round_, need, rank, asked, sent_at)
    dates = {"created_at": sent_at - timedelta(days=1), "computed_at": sent_at, "published_at": sent_at}
    dates |= {"announced_at": sent_at, "closed_at": closed_at}
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSED, **dates)
    _pause_somebody()
    for show in TradeShow.objects.filter(source=SOURCE, name__in=FOLLOWED):
        follow_show(show, by=users["founder"])
    return 1


def _need(entry: dict[str, Any], sent_at: datetime, closed_at: datetime) -> Need:
    """Along the real moves, then dated back; closed by its startup, which found nobody."""
    need = Need.objects.create(
        startup=Startup.objects.get(source=SOURCE, name=entry["startup"]),
        topic=Skill.objects.get(slug=entry["topic"]),
        title=entry["title"],
        details=entry["details"],
        languages=["fr"],
        formats=["remote"],
        mentors_wanted=1,
        deadline_on=timezone.localdate() + timedelta(days=30),
    )
    need.sectors.set(sectors(entry["sectors"]))
    move_need(need, "open", by=None)
    move_need(need, "close", by=None)
    opened_at = sent_at - timedelta(days=4)
    dates = {"created_at": opened_at, "opened_at": opened_at, "closed_at": closed_at}
    deadline_on = timezone.localdate(closed_at) + timedelta(days=30)
    Need.objects.filter(pk=need.pk).update(review=Need.Review.KEPT, deadline_on=deadline_on, **dates)
    need.moves.filter(to_state=Need.State.OPEN).update(at=opened_at)
    need.moves.filter(to_state=Need.State.CLOSED).update(at=closed_at)
    return need


def _proposal(round_: Round, need: Need, rank: int, asked: dict[str, Any], sent_at: datetime) -> None:
    """A no of the mentor, a yes to which the startup said no, or silence until the last day."""
    answer, answered_at = asked["answer"], sent_at + timedelta(days=asked["days"])
    told: dict[str, Any] = {"state": Proposal.State.EXPIRED}
    if answer:
        side = Proposal.Side.PERSON if answer == Proposal.Answer.NO else Proposal.Side.STARTUP
        told = {"state": Proposal.State.DECLINED, "person_answer": answer, "person_answered_at": answered_at}
        told |= {"declined_by_side": side, "decline_reason": Proposal.DeclineReason.NO_TIME}
    if answer == Proposal.Answer.YES:
        told |= {"startup_answer": Proposal.Answer.NO, "startup_answered_at": answered_at + timedelta(days=1)}
        told["decline_reason"] = Proposal.DeclineReason.OTHER
    points = {f"points_{part}": count - 100 * rank for part, count in POINTS.items()}
    Proposal.objects.create(
        round=round_,
        need=need,
        mentor=Mentor.objects.get(source=SOURCE, name=asked["mentor"]),
        rank=rank,
        score=sum(points.values()),
        sent_at=sent_at,
        expires_on=timezone.localdate(sent_at) + timedelta(days=ANSWER_DAYS),
        **points,
        **told,
    )


def _pause_somebody() -> None:
    """Of those to whom nothing is proposed: no round changes by it."""
    idle = Mentor.objects.public().filter(source=SOURCE, proposals__isnull=True, user__isnull=True)
    mentor = idle.order_by("sort_name", "pk").first()
    if mentor is not None:
        until = timezone.localdate() + timedelta(days=PAUSE_DAYS)
        Mentor.objects.filter(pk=mentor.pk).update(paused_until=until, places_moved_at=timezone.now())
