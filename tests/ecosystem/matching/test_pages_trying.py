"""The what-if desk: the address holds the trial, what is wrong is said, and nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching.models import Proposal, Round, default_weights
from tests.ecosystem.matching.season import computed, season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def round_():
    for mentor in season(needs=4, mentors=3).mentors:
        type(mentor).objects.filter(pk=mentor.pk).update(capacity=1)
    return computed()


def typed(moved=0, missing=0, **more):
    """The form as somebody sends it: points moved from expertise to sector, and points that are missing."""
    weights = default_weights("mentors")
    weights["weight_expertise"] -= moved
    weights["weight_sector"] += moved
    weights["weight_availability"] -= missing
    return weights | more


def test_the_page_opens_on_the_rounds_own_settings_and_tries_nothing(client, curator, round_):
    page = client.get(at("what_if", round_.pk))
    assertContains(page, "Rien n’est encore essayé")
    assert [bound.value() for bound in page.context["form"].weight_fields] == list(round_.weights.values())


@pytest.mark.parametrize(("prefix", "nobody"), [("", "Aucune personne"), ("/en", "Nobody")])
def test_the_empty_choice_says_that_nobody_is_closed(client, curator, round_, prefix, nobody):
    page = client.get(prefix + at("what_if", round_.pk))
    assertContains(page, f'<option value="" selected>{nobody}</option>', count=2, html=True)


def test_closing_somebody_says_who_loses_by_name(client, curator, round_):
    pair = Proposal.objects.filter(round=round_, rank=0).select_related("need__startup", "mentor").first()
    page = client.get(at("what_if", round_.pk), typed(ferme=pair.mentor_id))
    assertContains(page, "Qui perd")
    (lost,) = page.context["result"]["losses"]
    assert lost["left"]
    assertContains(page, pair.mentor.name)
    assert page.context["result"]["outcome"].before.served == page.context["result"]["outcome"].after.served + 1
    assertContains(page, "Les poids n’ont pas bougé")


def test_a_trial_of_nothing_says_so(client, curator, round_):
    assertContains(client.get(at("what_if", round_.pk), typed()), "Cet essai est la tournée telle qu’elle est")


def test_weights_that_do_not_make_100_are_said_and_kept(client, curator, round_):
    page = client.get(at("what_if", round_.pk), typed(missing=5, changements="4"))
    assertContains(page, "Ajoutez 5 pour arriver à 100.")
    assertContains(page, 'value="4"')
    assert page.context["result"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"changements": "-1"}, {"nombre": "0"}, {"ferme": "999999"}, {"ferme": "x"}, {"changements": "beaucoup"}],
)
def test_what_cannot_be_read_is_said_by_its_field(client, curator, round_, wrong):
    page = client.get(at("what_if", round_.pk), typed(**wrong))
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(wrong)


def test_the_same_person_is_not_closed_and_given_places(client, curator, round_):
    mentor = Proposal.objects.first().mentor_id
    page = client.get(at("what_if", round_.pk), typed(ferme=mentor, place=mentor))
    assertContains(page, "fermée dans le même essai")


def test_too_few_changes_say_how_many_it_takes(client, curator, round_):
    mentor = Proposal.objects.filter(round=round_, rank=0).first().mentor_id
    page = client.get(at("what_if", round_.pk), typed(ferme=mentor, changements=0))
    assertContains(page, "défait à lui seul 1 paire")
    assert page.context["result"] is None


def test_facts_that_moved_since_the_computation_are_said(client, curator, round_):
    Round.objects.filter(pk=round_.pk).update(facts_digest="0" * 64)
    page = client.get(at("what_if", round_.pk), typed(25))
    assertContains(page, "Les fiches ont changé depuis le calcul")


@pytest.mark.parametrize("state", ["draft", "computing", "failed", "published", "closed"])
def test_only_a_round_that_is_ready_is_tried(client, curator, state):
    published = {"published_at": "2026-01-01T00:00Z"} if state == "published" else {}
    round_ = RoundFactory(state=state, **published)
    assert client.get(at("what_if", round_.pk)).url == at("round", round_.pk)


def test_a_trial_becomes_a_scenario_and_the_round_stays(client, curator, round_):
    response = client.post(at("make_scenario", round_.pk), typed(25))
    scenario = Round.objects.get(source=round_)
    assertRedirects(response, at("settings", scenario.pk))
    assert (scenario.weight_expertise, scenario.weight_sector) == (10, 40)
    assert Round.objects.get(pk=round_.pk).weights == round_.weights


def test_a_trial_that_is_wrong_becomes_nothing(client, curator, round_):
    response = client.post(at("make_scenario", round_.pk), typed(missing=-10), follow=True)
    assertContains(response, "rien n’a été créé")
    assert Round.objects.count() == 1


def test_the_page_asks_as_many_queries_for_few_needs_and_more(client, curator, django_assert_num_queries):
    season(needs=2, mentors=2)
    first = computed()
    client.get(at("what_if", first.pk), typed(25))
    with CaptureQueriesContext(connection) as one:
        client.get(at("what_if", first.pk), typed(25))
    season(needs=5, mentors=3)
    second = computed()
    with django_assert_num_queries(len(one)):
        client.get(at("what_if", second.pk), typed(25))


def test_funders_are_tried_as_mentors_are(client, curator):
    season(needs=3, funders=3)
    round_ = computed(kind=Round.Kind.FUNDERS)
    pair = round_.proposals.filter(rank=0).first()
    weights = {f"weight_{part}": weight for part, weight in round_.weights.items()}
    page = client.get(at("what_if", round_.pk), {**weights, "ferme": pair.funder_id})
    assertContains(page, "Fermer un financeur")
    assert any(pair.funder_id in move.before for move in page.context["result"]["outcome"].moves)


def test_the_review_leads_to_the_desk_and_to_the_comparison_while_nothing_left(client, curator, round_):
    page = client.get(at("proposals", round_.pk))
    assertContains(page, at("what_if", round_.pk))
    assertContains(page, at("compare", round_.pk))
    assertNotContains(client.get(at("proposals", RoundFactory(published=True).pk)), "/essai/")
