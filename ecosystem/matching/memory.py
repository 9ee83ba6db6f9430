"""Fairness memory: which open needs the latest published rounds left without anyone, and what that is worth now.

A published round of the kind missed a need that took part when nobody's yes came of it: nobody was proposed, or all who
were asked declined, let it expire, or were withdrawn. A yes of a person ends the count, whatever the startup did with
it: a startup that declines, or does not answer, gets no priority from its own refusals. An answer that is still
awaited ends the count as well. Only rounds in a row count, from the latest back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.models import Proposal, Round, UnservedNeed
from ecosystem.ui.typography import number

A_MISSED_ROUND, MOST_PRIORITY = 200, 500
"""Hundredths, as in the engine's `terms.py`, which pages do not load."""


@dataclass(frozen=True)
class Missed:
    """How many rounds in a row left a need without anyone, and what happened in the latest."""

    count: int
    round: str
    anyone_asked: bool

    @property
    def priority(self) -> int:
        """Hundredths that each pair of the need is worth more."""
        return min(MOST_PRIORITY, self.count * A_MISSED_ROUND)

    @property
    def points(self) -> str:
        """« +4 »."""
        return f"+{number(self.priority / 100)}"

    @property
    def why(self) -> str:
        """« sans proposition à la tournée Septembre »."""
        told = {"round": self.round}
        if self.anyone_asked:
            last = _("aucun oui à la tournée « %(round)s »") % told
        else:
            last = _("sans proposition à la tournée « %(round)s »") % told
        if self.count == 1:
            return last
        more = ngettext("et à %(count)s autre avant", "et à %(count)s autres avant", self.count - 1)
        return f"{last} {more % {'count': self.count - 1}}"


def missed_rounds(kind: str, needs: Any, before: datetime | None = None) -> dict[int, Missed]:
    """The needs that have priority, of those given (ids, or a queryset of needs); three queries.

    before: as it was when a round was computed; without it, as it is now.
    """
    published = Round.objects.filter(kind=kind, published_at__isnull=False)
    if before is not None:
        published = published.filter(published_at__lt=before)
    rounds = dict(published.order_by("published_at", "pk").values_list("pk", "title"))
    told: dict[int, dict[int, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    mine = Proposal.objects.filter(round__in=published, need__in=needs).exclude(rank__gt=0, sent_at__isnull=True)
    for need, round_, *facts in mine.values_list("need_id", "round_id", "state", "person_answer", "sent_at"):
        told[need][round_].append(tuple(facts))
    for need, round_ in UnservedNeed.objects.filter(round__in=published, need__in=needs).values_list("need", "round"):
        told[need].setdefault(round_, [])
    latest_first = list(reversed(rounds))
    found = {need: _in_a_row(took_part, latest_first, rounds) for need, took_part in told.items()}
    return {need: missed for need, missed in found.items() if missed is not None}


def _in_a_row(took_part: dict[int, list[Any]], latest_first: Iterable[int], titles: dict[int, str]) -> Missed | None:
    count, latest = 0, None
    for round_ in latest_first:
        if round_ not in took_part:
            continue
        if not _missed(took_part[round_]):
            break
        count, latest = count + 1, latest or round_
    if latest is None:
        return None
    return Missed(count, titles[latest], any(sent_at is not None for _state, _answer, sent_at in took_part[latest]))


def _missed(facts: Iterable[tuple[str, str, datetime | None]]) -> bool:
    """No yes of a person, and nothing that is still awaited."""
    return not any(answer == Proposal.Answer.YES or state == Proposal.State.SENT for state, answer, _sent in facts)
