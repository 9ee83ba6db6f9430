"""The team's own choices for one round: pairs imposed or set aside, and rules of balance."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from ecosystem.accounts.models import User
from ecosystem.matching.actions.moving import refuse_while_leaving
from ecosystem.matching.errors import AlreadyARuleOfThatName, NeedNotInTheRound, PersonNotOfTheRound, TooLateToChoose
from ecosystem.matching.models import BalanceRule, Round, RoundPair
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

STILL_OPEN = frozenset({Round.State.DRAFT, Round.State.READY, Round.State.FAILED, Round.State.CANCELLED})
"""The states in which the next computation can still be told what to do."""


def impose_pair(round_: Round, need: Need, person: Mentor | Funder, *, by: User | None, reason: str) -> RoundPair:
    """The next computation chooses this pair whatever its score, unless a hard rule forbids it; signed, with a reason.

    What was set aside is imposed instead.
    """
    return _choose(RoundPair.Kind.IMPOSED, round_, need, person, by=by, reason=reason)


def set_pair_aside(round_: Round, need: Need, person: Mentor | Funder, *, by: User | None, reason: str) -> RoundPair:
    """The next computation leaves this pair out; signed, with a reason. What was imposed is set aside instead."""
    return _choose(RoundPair.Kind.SET_ASIDE, round_, need, person, by=by, reason=reason)


@transaction.atomic
def release_pair(pair: RoundPair, *, by: User | None) -> None:
    """The next computation decides of this pair alone again; `by` may be anybody of the team."""
    _locked(pair.round)
    RoundPair.objects.filter(pk=pair.pk).delete()


@transaction.atomic
def add_balance_rule(
    round_: Round, *, name: str, least: int, of_each_need: bool, people: Iterable[Mentor | Funder]
) -> BalanceRule:
    """The next computation gives at least so many pairs to these people; a name is used once in a round."""
    locked = _locked(round_)
    if locked.balance_rules.filter(name=name).exists():
        raise AlreadyARuleOfThatName
    rule = BalanceRule.objects.create(round=locked, name=name, least=least, of_each_need=of_each_need)
    rule.people.set(people)
    return rule


@transaction.atomic
def remove_balance_rule(rule: BalanceRule) -> None:
    """The next computation does not know the rule any more."""
    _locked(rule.round)
    BalanceRule.objects.filter(pk=rule.pk).delete()


def copy_wishes(source: Round, copied: Round, *, by: User | None) -> None:
    """A scenario keeps its source's pairs, with their reasons, and its rules of balance; whoever copies signs."""
    RoundPair.objects.bulk_create(
        RoundPair(
            round=copied,
            need_id=pair.need_id,
            mentor_id=pair.mentor_id,
            funder_id=pair.funder_id,
            kind=pair.kind,
            reason=pair.reason,
            by=by,
        )
        for pair in source.pairs.all()
    )
    for rule in source.balance_rules.prefetch_related("mentors", "funders"):
        made = BalanceRule.objects.create(
            round=copied, name=rule.name, least=rule.least, of_each_need=rule.of_each_need
        )
        made.mentors.set(rule.mentors.all())
        made.funders.set(rule.funders.all())


@transaction.atomic
def _choose(
    kind: str, round_: Round, need: Need, person: Mentor | Funder, *, by: User | None, reason: str
) -> RoundPair:
    """One choice a pair: the later one, under the round's lock."""
    locked = _locked(round_)
    is_mentors = locked.kind == Round.Kind.MENTORS
    if not isinstance(person, Mentor if is_mentors else Funder) or not person.is_public:
        raise PersonNotOfTheRound
    if not locked.open_needs().filter(pk=need.pk).exists():
        raise NeedNotInTheRound
    who: dict[str, Any] = {"mentor": person} if is_mentors else {"funder": person}
    locked.pairs.filter(need=need, **who).delete()
    return RoundPair.objects.create(round=locked, need=need, kind=kind, by=by, reason=reason.strip()[:500], **who)


def _locked(round_: Round) -> Round:
    """The round under lock, while its next computation can still be told; raises TooLateToChoose."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in STILL_OPEN:
        raise TooLateToChoose
    refuse_while_leaving(locked.pk)
    return locked
