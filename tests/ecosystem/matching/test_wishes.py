"""The team's choices by hand: who may be chosen, until when, and what a later choice does to an earlier one."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ecosystem.matching.actions.wishes import (
    add_balance_rule,
    impose_pair,
    release_pair,
    remove_balance_rule,
    set_pair_aside,
)
from ecosystem.matching.errors import (
    AlreadyARuleOfThatName,
    NeedNotInTheRound,
    PersonNotOfTheRound,
    TooLateToChoose,
)
from ecosystem.matching.models import BalanceRule, Round, RoundPair
from ecosystem.matching.snapshot import take_snapshot
from tests.factories import (
    BalanceRuleFactory,
    FunderFactory,
    MentorFactory,
    NeedFactory,
    RoundFactory,
    RoundPairFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OPEN = ("draft", "ready", "failed", "cancelled")
OVER = ("computing", "published", "closed")


def made() -> tuple[Any, Any]:
    return NeedFactory(opened=True), MentorFactory(published=True)


def round_in(state: str) -> Round:
    more = {"published": True} if state == "published" else {}
    return RoundFactory(state=state, **more) if not more else RoundFactory(**more)


@pytest.mark.parametrize("state", OPEN)
def test_a_pair_is_imposed_while_the_round_is_the_teams(state: str) -> None:
    need, mentor = made()
    by = UserFactory(curator=True)
    pair = impose_pair(round_in(state), need, mentor, by=by, reason="  Ils se connaissent.  ")
    assert (pair.kind, pair.reason, pair.by, pair.person) == ("imposed", "Ils se connaissent.", by, mentor)


@pytest.mark.parametrize("act", [impose_pair, set_pair_aside])
@pytest.mark.parametrize("state", OVER)
def test_nothing_is_chosen_while_it_computes_or_once_it_left(state: str, act: Any) -> None:
    need, mentor = made()
    with pytest.raises(TooLateToChoose):
        act(round_in(state), need, mentor, by=None, reason="Essai.")
    assert not RoundPair.objects.exists()


@pytest.mark.parametrize("state", OVER)
def test_what_was_chosen_stays_once_the_round_left(state: str) -> None:
    round_ = round_in(state)
    pair, rule = RoundPairFactory(round=round_), BalanceRuleFactory(round=round_)
    with pytest.raises(TooLateToChoose):
        release_pair(pair, by=None)
    with pytest.raises(TooLateToChoose):
        remove_balance_rule(rule)
    with pytest.raises(TooLateToChoose):
        add_balance_rule(round_, name="Autre", least=1, of_each_need=False, people=[])
    assert (RoundPair.objects.count(), BalanceRule.objects.count()) == (1, 1)


def test_the_later_choice_replaces_the_earlier_one() -> None:
    need, mentor = made()
    round_ = RoundFactory()
    set_pair_aside(round_, need, mentor, by=None, reason="Pas maintenant.")
    impose_pair(round_, need, mentor, by=None, reason="Finalement si.")
    assert [(pair.kind, pair.reason) for pair in round_.pairs.all()] == [("imposed", "Finalement si.")]


def test_a_released_pair_is_gone() -> None:
    pair = RoundPairFactory()
    release_pair(pair, by=None)
    assert not RoundPair.objects.exists()


def test_only_open_needs_and_published_people_of_the_kind_are_chosen() -> None:
    need, mentor = made()
    round_ = RoundFactory()
    with pytest.raises(NeedNotInTheRound):
        impose_pair(round_, NeedFactory(), mentor, by=None, reason="Essai.")
    for other in (MentorFactory(hidden=True), FunderFactory(published=True)):
        with pytest.raises(PersonNotOfTheRound):
            impose_pair(round_, need, other, by=None, reason="Essai.")


def test_two_rules_of_a_round_do_not_share_a_name() -> None:
    rule = BalanceRuleFactory(name="Expertes")
    with pytest.raises(AlreadyARuleOfThatName):
        add_balance_rule(rule.round, name="Expertes", least=1, of_each_need=False, people=[])
    add_balance_rule(RoundFactory(), name="Expertes", least=1, of_each_need=False, people=[])


def test_the_database_wants_a_reason_and_one_person() -> None:
    pair = RoundPairFactory()
    for wrong in ({"reason": ""}, {"mentor": None}, {"funder": FunderFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoundPair.objects.filter(pk=pair.pk).update(**wrong)


def test_a_round_of_funders_imposes_a_funder() -> None:
    need, funder = NeedFactory(opened=True, funding=True), FunderFactory(published=True)
    round_ = RoundFactory(funders=True)
    pair = impose_pair(round_, need, funder, by=None, reason="Essai.")
    rule = add_balance_rule(round_, name="Fonds publics", least=1, of_each_need=False, people=[funder])
    assert (pair.person, list(rule.people.all())) == (funder, [funder])
    wishes = take_snapshot(round_).problem.wishes
    assert (wishes.locked_person.tolist(), wishes.balance[0].people.tolist(), wishes.min_load) == ([0], [0], None)
