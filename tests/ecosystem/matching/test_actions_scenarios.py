"""Scenarios of one round: kept one at a time, and sent once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions import rounds
from ecosystem.matching.actions.scenarios import adopt_scenario, delete_draft
from ecosystem.matching.actions.wishes import impose_pair
from ecosystem.matching.errors import AnotherScenario, HasScenarios, NotADraft, ScenarioSent
from ecosystem.matching.models import Round, RoundPair
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    base = ProposalFactory().round
    return base, *(ProposalFactory(round=RoundFactory(ready=True, source=base)).round for _ in range(2))


def kept():
    return list(Round.objects.filter(adopted=True))


def test_a_copy_of_a_round_that_nobody_received_is_its_scenario_and_so_is_a_copy_of_the_copy():
    base = RoundFactory(ready=True)
    copy = rounds.clone_round(base, title="Et si", by=None)
    assert rounds.clone_round(copy, title="Et encore", by=None).source == copy.source == base


def test_a_copy_of_a_round_that_was_sent_is_a_round_of_its_own():
    assert rounds.clone_round(RoundFactory(published=True), title="Janvier", by=None).source is None


def test_one_scenario_is_kept_at_a_time_and_the_choice_is_signed(family):
    curator = UserFactory(curator=True)
    adopt_scenario(family[1], by=curator)
    adopt_scenario(family[1], by=curator)
    adopt_scenario(family[2], by=curator)
    assert kept() == [family[2]]
    assert [(move.by, move.reason) for move in family[1].moves.all()] == [(curator, "scénario retenu")]


def test_the_database_holds_one_kept_scenario_a_family(family):
    Round.objects.filter(pk=family[0].pk).update(adopted=True)
    RoundFactory(ready=True, adopted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=family[2].pk).update(adopted=True)


@pytest.mark.parametrize("state", ["draft", "computing", "failed", "cancelled"])
def test_what_has_no_result_is_not_kept(state):
    with pytest.raises(IllegalMove):
        adopt_scenario(RoundFactory(state=state), by=None)


def test_a_round_without_rival_is_sent_without_being_kept():
    base = ProposalFactory().round
    RoundFactory(source=base)
    assert rounds.publish_round(base, by=None).state == "published"


def test_of_several_that_are_ready_only_the_kept_one_is_sent(family):
    with pytest.raises(AnotherScenario):
        rounds.publish_round(family[0], by=None)
    adopt_scenario(family[1], by=None)
    with pytest.raises(AnotherScenario):
        rounds.publish_round(family[0], by=None)
    assert rounds.publish_round(family[1], by=None).state == "published"
    assert fresh(family[0]).state == "ready"


def test_once_one_was_sent_no_other_is_kept_or_sent(family):
    adopt_scenario(family[1], by=None)
    rounds.publish_round(family[1], by=None)
    with pytest.raises(ScenarioSent):
        adopt_scenario(family[2], by=None)
    with pytest.raises(ScenarioSent):
        rounds.publish_round(family[2], by=None)


def test_a_scenario_that_is_reopened_is_kept_no_more(family):
    adopt_scenario(family[1], by=None)
    rounds.reopen_round(family[1], by=None)
    assert kept() == []


def test_scenarios_of_the_same_facts_share_their_fingerprint_whatever_their_settings():
    season(needs=2, mentors=3)
    first = computed()
    weights = {"weight_expertise": 20, "weight_sector": 30}
    second = computed(rule_language=False, seed=9, **weights)
    assert first.facts_digest == second.facts_digest != ""
    assert first.input_digest != second.input_digest
    season(needs=1, mentors=1)
    assert computed().facts_digest != first.facts_digest


def test_the_round_keeps_how_many_could_be_asked_and_for_how_many_places():
    made = season(needs=1, mentors=3)
    type(made.mentors[0]).objects.filter(pk=made.mentors[0].pk).update(paused_until="2999-01-01")
    for mentor in made.mentors[1:]:
        type(mentor).objects.filter(pk=mentor.pk).update(capacity=2)
    assert {name: computed().stats[name] for name in ("available", "places")} == {"available": 2, "places": 4}


def test_a_draft_is_thrown_away_with_its_choices_by_hand():
    made = season(needs=2, mentors=2)
    base = RoundFactory()
    draft = RoundFactory(source=base)
    impose_pair(draft, made.needs[0], made.mentors[0], by=None, reason="Ils se connaissent.")
    delete_draft(draft)
    assert list(Round.objects.all()) == [base]
    assert not RoundPair.objects.exists()


@pytest.mark.parametrize("state", [state for state in Round.State.values if state != "draft"])
def test_what_was_computed_is_never_thrown_away(state):
    with pytest.raises(NotADraft):
        delete_draft(RoundFactory(state=state, published_at=timezone.now()))
    assert Round.objects.exists()


def test_a_draft_that_others_are_scenarios_of_stays():
    base = RoundFactory()
    RoundFactory(source=base, ready=True)
    with pytest.raises(HasScenarios):
        delete_draft(base)
    assert Round.objects.count() == 2
