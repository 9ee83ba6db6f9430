"""The answers of mentors and funders, counted over twelve months of requests."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.directory.responsiveness import Responsiveness, register_responsiveness
from ecosystem.matching.models import Proposal, ProposalQuerySet

OVER = timedelta(days=365)


def asked(now: datetime) -> ProposalQuerySet:
    """The requests that were answered or left to lapse: what still waits, or was taken back, says nothing."""
    lapsed = Q(state=Proposal.State.EXPIRED) | Q(state=Proposal.State.SENT, expires_on__lt=timezone.localdate(now))
    silent = lapsed & Q(person_answer="") & ~Q(pk__in=Proposal.objects.pointless().values("pk"))
    return Proposal.objects.seen().filter(~Q(person_answer="") | silent, sent_at__gte=now - OVER)


def answers_of(kind: str, pks: Iterable[int]) -> dict[int, Responsiveness]:
    """Of each of these people that anything was put to; one query for any number of them."""
    side = "mentor_id" if kind == Listing.Kind.MENTOR else "funder_id"
    mine = asked(timezone.now()).filter(**{f"{side}__in": list(pks)}).order_by("sent_at", "pk")
    rows: dict[int, list[tuple[bool, timedelta | None]]] = defaultdict(list)
    for pk, answer, sent_at, answered_at in mine.values_list(side, "person_answer", "sent_at", "person_answered_at"):
        rows[pk].append((bool(answer), answered_at - sent_at if answered_at else None))
    return {pk: _told(found) for pk, found in rows.items()}


def register() -> None:
    """Called once, when the apps are ready."""
    register_responsiveness(answers_of)


def _told(rows: list[tuple[bool, timedelta | None]]) -> Responsiveness:
    seconds = [delay.total_seconds() for _answered, delay in rows if delay is not None]
    delay = timedelta(seconds=median(seconds)) if seconds else None
    return Responsiveness(tuple(answered for answered, _delay in rows), delay)
