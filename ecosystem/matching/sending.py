"""The last look before sending: who gets a mail, what was looked at again, and what stays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.matching.actions.mails import address_of
from ecosystem.matching.actions.sendable import conflicting, risk_of, sendable
from ecosystem.matching.actions.sendings import with_alternates
from ecosystem.matching.conflicts import Conflict
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round, Sending
from startups.models import Member, Need, Startup


@dataclass
class Recipient:
    """One person and the proposals that her one mail carries."""

    person: Any
    reachable: bool
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class Stale:
    """Drafts that do not leave, because of what changed since the computation."""

    asleep: list[Proposal] = field(default_factory=list)
    """The person is away, or no longer published."""
    over: list[Proposal] = field(default_factory=list)
    """The need is closed, has expired, or its startup is no longer published."""
    taken: list[Proposal] = field(default_factory=list)
    """The place went elsewhere, the need has enough people, or the pair is open in another round."""

    @property
    def count(self) -> int:
        return len(self.asleep) + len(self.over) + len(self.taken)


@dataclass(frozen=True)
class Recap:
    """What this sending does."""

    people: list[Recipient]
    listed: list[Proposal]
    needs: int
    startups: int
    total: int
    """Every proposal of the round, what was set aside left out."""
    to_review: int
    """Drafts that wait for somebody of the team: they leave later."""
    stale_found: Stale
    at_once: int
    """Alternates who are asked with the others, within the risk that the round takes."""
    conflicts: list[tuple[Proposal, Conflict]]
    """Drafts whose two sides are in conflict of interest since, set aside as well, and why."""
    withdrawn: int
    alternates: int
    unserved: int
    silent_startups: list[Startup]
    """Startups that nobody could be asked for, should the person say yes: no admin with an account, no address."""
    failing: list[Recipient]
    """People whose last mail could not be delivered."""

    @property
    def proposals(self) -> int:
        return len(self.listed)

    @property
    def stale(self) -> int:
        return self.stale_found.count

    @property
    def mails(self) -> int:
        return sum(recipient.reachable for recipient in self.people)

    def mails_by(self, side: str) -> list[list[Proposal]]:
        """The proposals of each mail: one a person, or one a startup."""
        if side == "person":
            return [recipient.proposals for recipient in self.people]
        groups: dict[int, list[Proposal]] = {}
        for proposal in self.listed:
            groups.setdefault(proposal.need.startup_id, []).append(proposal)
        return list(groups.values())

    @property
    def unreachable(self) -> list[Recipient]:
        return [recipient for recipient in self.people if not recipient.reachable]


def recap(round_: Round, sending: Sending | None = None) -> Recap:
    """What the page shows, in a constant number of queries: of a sending, or of what is validated now."""
    gone = sending is not None and sending.left_at is not None
    chosen = sending.proposals.all() if sending is not None else round_.proposals.validated()
    drafted = chosen if gone else with_alternates(round_, chosen.in_review())
    listed = list(drafted.with_parties().order_by("rank", "-score", "pk"))
    barred = {} if gone else conflicting(drafted, round_)
    left = {one.pk for one in listed if one.sent_at}
    going = left if gone else _going(round_, drafted, barred)
    leaving = [one for one in listed if one.pk in going]
    people = _people(leaving)
    startups = {one.need.startup_id: one.need.startup for one in leaving}
    counted = round_.proposals.aggregate(
        withdrawn=Count("pk", filter=Q(state=Proposal.State.WITHDRAWN)),
        alternates=Count("pk", filter=Q(rank__gt=0, state=Proposal.State.DRAFTED)),
        total=Count("pk", filter=Q(rank=0) & ~Q(state=Proposal.State.WITHDRAWN)),
        to_review=Count("pk", filter=Q(rank=0, state=Proposal.State.DRAFTED, reviewed_at=None)),
    )
    at_once = sum(one.rank > 0 for one in leaving)
    left_out = [one for one in listed if one.pk not in going and one.pk not in barred and not one.rank]
    return Recap(
        people=people,
        listed=leaving,
        needs=len({one.need_id for one in leaving}),
        startups=len(startups),
        total=counted["total"],
        to_review=counted["to_review"],
        stale_found=_stale([] if gone else left_out),
        at_once=at_once,
        conflicts=[(proposal, barred[proposal.pk]) for proposal in listed if proposal.pk in barred],
        unserved=round_.unserved.count(),
        silent_startups=_silent(startups),
        withdrawn=counted["withdrawn"],
        alternates=counted["alternates"] - (0 if gone else at_once),
        failing=_failing(people),
    )


def _going(round_: Round, drafted: ProposalQuerySet, barred: dict[int, Conflict]) -> set[int]:
    after_refusals = not round_.rule_refused_before
    today = timezone.localdate()
    return set(sendable(drafted, on=today, after_refusals=after_refusals, barred=barred, risk=risk_of(round_)))


def _people(leaving: Iterable[Proposal]) -> list[Recipient]:
    people: dict[int, Recipient] = {}
    for proposal in leaving:
        person = proposal.person
        known = people.setdefault(person.pk, Recipient(person, bool(address_of(person)[0])))
        known.proposals.append(proposal)
    return sorted(people.values(), key=lambda one: (one.reachable, one.person.sort_name))


def _stale(left_out: list[Proposal], on: date | None = None) -> Stale:
    today = on or timezone.localdate()
    open_needs = set(
        Need.objects.matchable(today).filter(pk__in=[one.need_id for one in left_out]).values_list("pk", flat=True)
    )
    found = Stale()
    for one in left_out:
        person = one.person
        away = person.paused_until is not None and person.paused_until >= today
        if one.need_id not in open_needs:
            found.over.append(one)
        elif away or not person.is_public:
            found.asleep.append(one)
        else:
            found.taken.append(one)
    return found


def _failing(people: list[Recipient]) -> list[Recipient]:
    """Whose latest mail failed for good."""
    addresses = {address_of(one.person)[0]: one for one in people if one.reachable}
    tried = Mail.objects.filter(to__in=list(addresses), state__in=[Mail.State.SENT, Mail.State.FAILED])
    latest = tried.order_by().values("to").annotate(last=Max("pk")).values("last")
    failed = Mail.objects.filter(pk__in=latest, state=Mail.State.FAILED).order_by("to").values_list("to", flat=True)
    return [addresses[to] for to in failed]


def _silent(startups: dict[int, Startup]) -> list[Startup]:
    admins = Member.objects.filter(role=Member.Role.ADMIN, user__is_active=True, startup__in=startups)
    heard = set(admins.values_list("startup_id", flat=True))
    silent = [one for pk, one in startups.items() if pk not in heard and not one.contact_email]
    return sorted(silent, key=lambda startup: startup.sort_name)
