"""The last look before sending: who gets a mail, who has no address, and what stays."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ecosystem.matching.actions.mails import address_of
from ecosystem.matching.models import Proposal, Round
from startups.models import Need


@dataclass
class Recipient:
    """One person and the proposals that her one mail carries."""

    person: Any
    reachable: bool
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class Recap:
    """What publishing the round does."""

    people: list[Recipient]
    proposals: int
    needs: int
    startups: int
    closed: int
    withdrawn: int
    alternates: int
    unserved: int

    @property
    def mails(self) -> int:
        return sum(recipient.reachable for recipient in self.people)

    @property
    def unreachable(self) -> list[Recipient]:
        return [recipient for recipient in self.people if not recipient.reachable]


def recap(round_: Round) -> Recap:
    """Four queries."""
    drafted = round_.proposals.chosen().filter(state=Proposal.State.DRAFTED).with_parties().order_by("-score", "pk")
    people: dict[int, Recipient] = {}
    needs: dict[int, int] = {}
    count = 0
    for proposal in drafted:
        count += 1
        person = proposal.person
        known = people.setdefault(person.pk, Recipient(person, bool(address_of(person)[0])))
        known.proposals.append(proposal)
        needs[proposal.need_id] = proposal.need.startup_id
    aside = round_.proposals.aggregate(
        withdrawn=Count("pk", filter=Q(state=Proposal.State.WITHDRAWN)),
        alternates=Count("pk", filter=Q(rank__gt=0, state=Proposal.State.DRAFTED)),
    )
    return Recap(
        people=sorted(people.values(), key=lambda one: (one.reachable, one.person.sort_name)),
        proposals=count,
        needs=len(needs),
        startups=len(set(needs.values())),
        closed=drafted.exclude(need__in=Need.objects.matchable(timezone.localdate())).count(),
        unserved=round_.unserved.count(),
        **aside,
    )
