"""The last look before sending: who gets a mail, who has no address, and what stays."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ecosystem.matching.actions.mails import address_of
from ecosystem.matching.actions.sendable import conflicting, leaving, risk_of, sendable
from ecosystem.matching.conflicts import Conflict
from ecosystem.matching.models import Proposal, Round
from startups.models import Member, Startup


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
    stale: int
    """Drafts that publishing sets aside: the need, the person or her place has changed since the computation."""
    at_once: int
    """Alternates who are asked with the others, within the risk that the round takes."""
    conflicts: list[tuple[Proposal, Conflict]]
    """Drafts whose two sides are in conflict of interest since, set aside as well, and why."""
    withdrawn: int
    alternates: int
    unserved: int
    silent_startups: list[Startup]
    """Startups that nobody could be asked for, should the person say yes: no admin with an account, no address."""

    @property
    def mails(self) -> int:
        return sum(recipient.reachable for recipient in self.people)

    @property
    def unreachable(self) -> list[Recipient]:
        return [recipient for recipient in self.people if not recipient.reachable]


def recap(round_: Round) -> Recap:
    """What the page shows, in a constant number of queries."""
    drafted = leaving(round_).with_parties().order_by("rank", "-score", "pk")
    people: dict[int, Recipient] = {}
    needs: set[int] = set()
    startups: dict[int, Startup] = {}
    barred = conflicting(drafted, round_)
    after_refusals = not round_.rule_refused_before
    leave = sendable(
        drafted, on=timezone.localdate(), after_refusals=after_refusals, barred=barred, risk=risk_of(round_)
    )
    going = set(leave)
    listed = list(drafted)
    for proposal in listed:
        if proposal.pk not in going:
            continue
        person = proposal.person
        known = people.setdefault(person.pk, Recipient(person, bool(address_of(person)[0])))
        known.proposals.append(proposal)
        needs.add(proposal.need_id)
        startups[proposal.need.startup_id] = proposal.need.startup
    at_once = sum(one.pk in going and one.rank > 0 for one in listed)
    aside = round_.proposals.aggregate(
        withdrawn=Count("pk", filter=Q(state=Proposal.State.WITHDRAWN)),
        alternates=Count("pk", filter=Q(rank__gt=0, state=Proposal.State.DRAFTED)),
    )
    return Recap(
        people=sorted(people.values(), key=lambda one: (one.reachable, one.person.sort_name)),
        proposals=len(going),
        needs=len(needs),
        startups=len(startups),
        stale=sum(one.pk not in going and one.pk not in barred and not one.rank for one in listed),
        at_once=at_once,
        conflicts=[(proposal, barred[proposal.pk]) for proposal in listed if proposal.pk in barred],
        unserved=round_.unserved.count(),
        silent_startups=_silent(startups),
        withdrawn=aside["withdrawn"],
        alternates=aside["alternates"] - at_once,
    )


def _silent(startups: dict[int, Startup]) -> list[Startup]:
    admins = Member.objects.filter(role=Member.Role.ADMIN, user__is_active=True, startup__in=startups)
    heard = set(admins.values_list("startup_id", flat=True))
    silent = [one for pk, one in startups.items() if pk not in heard and not one.contact_email]
    return sorted(silent, key=lambda startup: startup.sort_name)
