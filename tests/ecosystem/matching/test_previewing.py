"""A preview says what the round would give, to the pair, and writes nothing."""

from copy import copy

import pytest
from django.utils import timezone

from ecosystem.matching.actions import measured, previewing
from ecosystem.matching.actions.previewing import preview
from ecosystem.matching.actions.rounds import create_round
from ecosystem.matching.actions.scenarios import adopt_scenario
from ecosystem.matching.actions.wishes import add_balance_rule, impose_pair, set_pair_aside
from ecosystem.matching.comparison import compare
from ecosystem.matching.errors import PreviewImpossible, TooLargeToPreview
from ecosystem.matching.models import Proposal, Round, RoundInputs
from ecosystem.matching.references import reference_of
from ecosystem.matching.shortfalls import explain
from startups.models import Need
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories.matching import RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

KINDS = pytest.mark.parametrize("kind", Round.Kind.values)
SETTINGS = {
    "mentors": {"weight_expertise": 5, "weight_sector": 45, "rule_expertise": False, "min_score": 55},
    "funders": {"weight_ticket": 3, "weight_sector": 22, "rule_thesis": False, "min_score": 35},
}


@pytest.fixture
def made():
    made = season(needs=6, mentors=5, funders=5)
    for mentor in made.mentors[:2]:
        type(mentor).objects.filter(pk=mentor.pk).update(capacity=1)
    return made


def draft(kind="mentors", **settings):
    return create_round(title="Décembre", kind=kind, by=None, **{"min_score": 20, **settings})


def set_to(round_, **settings):
    """The round as somebody asks for it, not stored."""
    asked = copy(round_)
    for name, value in settings.items():
        setattr(asked, name, value)
    return asked


@KINDS
@pytest.mark.parametrize("more", [{}, {"fairness_memory": False, "expected_acceptance": True}, {"floor_percent": 90}])
def test_it_is_the_round_that_would_be_computed_to_the_pair(kind, more, made):
    settings = SETTINGS[kind] | more
    found = preview(set_to(draft(kind), **settings), None)
    column = compare([computed(kind, **settings)]).columns[0]
    assert found.answer == column.answer
    assert found.answer.needs
    assert sum(found.loads.values()) == found.answer.pairs


@KINDS
def test_both_settings_are_read_on_the_same_facts(kind, made):
    round_ = draft(kind)
    found = preview(set_to(round_, **SETTINGS[kind]), round_)
    assert found.base == compare([computed(kind)]).columns[0].answer


def test_the_needs_without_anyone_have_the_reason_that_the_round_would_give(made):
    settings = {"min_score": 95}
    found = preview(set_to(draft(), **settings), None)
    stored = computed(**settings)
    told = explain(stored, stored.unserved.select_related("need__startup"))
    assert told
    for row in found.unserved:
        row.need = Need.objects.get(pk=row.need_id)
    assert {one.need.pk: one.why for one in explain(stored, found.unserved)} == {one.need.pk: one.why for one in told}


def test_who_has_no_place_left_is_told_apart(made):
    found = preview(draft(), None)
    for mentor in made.mentors[:2]:
        if found.loads.get(mentor.pk):
            assert mentor.pk in found.full
    assert found.full <= found.loads.keys()
    assert found.available == 5


def test_choices_by_hand_count_in_both_settings(made):
    round_ = draft()
    impose_pair(round_, made.needs[0], made.mentors[4], by=None, reason="Ils se connaissent.")
    set_pair_aside(round_, made.needs[1], made.mentors[1], by=None, reason="Déjà vus.")
    found = preview(set_to(round_, weight_expertise=0, weight_sector=50), round_)
    for answer in (found.answer, found.base):
        assert made.mentors[4].pk in answer.served[made.needs[0].pk].people
        assert made.mentors[1].pk not in answer.served[made.needs[1].pk].people


def test_choices_that_cannot_all_be_kept_are_named(made):
    round_ = draft()
    add_balance_rule(round_, name="Deux pour Anne", least=9, of_each_need=False, people=[made.mentors[0]])
    with pytest.raises(PreviewImpossible, match="Deux pour Anne"):
        preview(round_, None)


def test_a_setting_to_read_against_that_cannot_be_kept_is_left_out(made):
    round_ = draft(rule_refused_sector=False)
    impose_pair(round_, made.needs[0], made.mentors[0], by=None, reason="Ils se connaissent.")
    made.mentors[0].refused_sectors.set(made.needs[0].startup.sectors.all())
    found = preview(round_, set_to(round_, rule_refused_sector=True))
    assert found.base is None
    assert made.mentors[0].pk in found.answer.served[made.needs[0].pk].people


def test_facts_that_were_read_stay_while_settings_move(made, monkeypatch):
    round_ = draft()
    first = preview(round_, None)
    type(made.mentors[0]).objects.update(capacity=0)
    monkeypatch.setattr(previewing, "take_snapshot", None)
    monkeypatch.setattr(measured.Sheet, "of", None)
    second = preview(round_, None, first.facts)
    assert (second.answer, second.read_at) == (first.answer, first.read_at)


@pytest.mark.parametrize("name", ["", "x", "0" * 64])
def test_facts_that_are_gone_are_read_again(made, name):
    round_ = draft()
    before = preview(round_, None)
    type(made.mentors[0]).objects.update(capacity=0)
    after = preview(round_, None, name)
    assert after.facts not in {name, before.facts}
    assert after.answer.pairs == 0


def test_facts_of_another_round_or_of_another_day_are_not_these(made):
    one, other = draft(), draft()
    named = preview(one, None).facts
    type(made.mentors[0]).objects.update(capacity=0)
    assert preview(other, None, named).answer.pairs == 0
    assert preview(set_to(one, as_of=timezone.localdate() + timezone.timedelta(days=1)), None, named).answer.pairs == 0


def test_nothing_is_written(made):
    round_ = draft()
    before = Round.objects.filter(pk=round_.pk).values().get()
    preview(set_to(round_, weight_expertise=0, weight_sector=50), round_)
    assert Round.objects.filter(pk=round_.pk).values().get() == before
    assert not Proposal.objects.exists()
    assert not RoundInputs.objects.exists()


def test_a_round_too_large_to_try_says_so_before_it_reads_anything(made, monkeypatch):
    monkeypatch.setattr(previewing, "MOST_KEPT", 5)
    monkeypatch.setattr(previewing, "take_snapshot", None)
    with pytest.raises(TooLargeToPreview):
        preview(draft(), None)


def test_a_setting_is_read_against_the_kept_scenario_else_the_last_sent_round(made):
    round_ = draft()
    assert reference_of(round_) is None
    RoundFactory(published=True, published_at=timezone.now() - timezone.timedelta(days=40))
    sent = RoundFactory(published=True)
    RoundFactory(published=True, kind=Round.Kind.FUNDERS)
    assert reference_of(round_) == sent
    scenario = computed()
    Round.objects.filter(pk=scenario.pk).update(source=round_)
    assert reference_of(round_) == sent
    adopt_scenario(fresh(scenario), by=None)
    assert reference_of(round_) == scenario
    assert reference_of(fresh(scenario)) == sent
