"""The pages where the team imposes a pair, sets one aside, and adds a rule of balance."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching.models import BalanceRule, Proposal, Round, RoundPair
from tests.factories import (
    BalanceRuleFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    RoundPairFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True, full_name="Nadia Belkacem")
    client.force_login(user)
    return user


@pytest.fixture
def pair():
    return NeedFactory(opened=True), MentorFactory(published=True)


def typed(need, person, **changes):
    return {"need": need.pk, "person": person.pk, "kind": "imposed", "reason": "Vus au salon.", **changes}


def test_a_pair_is_imposed_from_the_settings_and_listed_there_with_who_and_why(client, curator, pair):
    round_ = RoundFactory()
    response = client.post(at("impose", round_.pk), typed(*pair))
    assertRedirects(response, at("settings", round_.pk) + "#paires", fetch_redirect_response=False)
    page = client.get(at("settings", round_.pk))
    for words in ("Vus au salon.", "Imposée", pair[0].startup.name, pair[1].name, "Nadia Belkacem"):
        assertContains(page, words)


def test_the_address_names_the_pair_and_nothing_is_done_before_the_reason_is_given(client, curator, pair):
    round_ = RoundFactory(ready=True)
    page = client.get(at("impose", round_.pk) + f"?besoin={pair[0].pk}&personne={pair[1].pk}&choix=ecarter")
    form = page.context["pair_form"]
    assert (form["need"].value(), form["person"].value(), form["kind"].value()) == (
        str(pair[0].pk), str(pair[1].pk), "set_aside",
    )  # fmt: skip
    assert not RoundPair.objects.exists()
    page = client.post(at("impose", round_.pk), typed(*pair, reason=" "))
    assertContains(page, "Dites pourquoi")
    assert page.context["pair_form"]["need"].value() == str(pair[0].pk)
    assert not RoundPair.objects.exists()


@pytest.mark.parametrize("query", ["?besoin=abc&personne=99999999999999999999", "?besoin=&choix=x", "?besoin=12"])
def test_an_address_that_names_nothing_is_only_the_page(client, curator, query):
    assert client.get(at("impose", RoundFactory().pk) + query).status_code == 200


def test_a_computed_round_says_that_the_choice_waits_and_computes_again_in_one_act(client, curator, pair):
    round_ = ProposalFactory(need=pair[0], mentor=pair[1]).round
    response = client.post(at("impose", round_.pk), typed(*pair, kind="set_aside"))
    assertRedirects(response, at("impose", round_.pk) + "#paires", fetch_redirect_response=False)
    page = client.get(at("impose", round_.pk))
    assertContains(page, "prochain calcul")
    assertContains(page, "Rouvrir et recalculer")
    client.post(at("recompute", round_.pk))
    assert not Proposal.objects.filter(round=round_).exists()
    assert Round.objects.get().pairs.get().kind == "set_aside"
    assert Round.objects.get().state == "computing"


def test_a_published_round_refuses_with_a_sentence(client, curator, pair):
    round_ = RoundFactory(published=True)
    page = client.post(at("impose", round_.pk), typed(*pair), follow=True)
    assertContains(page, "ne peut plus y changer")
    assertRedirects(client.get(at("impose", round_.pk)), at("round", round_.pk), fetch_redirect_response=False)


def test_a_choice_is_taken_back(client, curator):
    pair = RoundPairFactory()
    client.post(at("release", pair.round.pk, pair.pk))
    assert not RoundPair.objects.exists()


def test_a_choice_that_no_longer_counts_says_so(client, curator):
    round_ = RoundFactory()
    RoundPairFactory(round=round_, need__state="closed")
    RoundPairFactory(round=round_, mentor__state="hidden")
    page = client.get(at("settings", round_.pk))
    assertContains(page, "Ce besoin n’est plus ouvert")
    assertContains(page, "Cette personne n’est plus publiée")


def test_a_rule_of_balance_is_added_listed_and_removed(client, curator, pair):
    round_ = RoundFactory()
    typed_rule = {"name": "Expertes", "least": "2", "scope": "need", "people": [pair[1].pk]}
    client.post(at("balance", round_.pk), typed_rule)
    rule = BalanceRule.objects.get()
    assert (rule.name, rule.least, rule.of_each_need, list(rule.mentors.all())) == ("Expertes", 2, True, [pair[1]])
    page = client.get(at("settings", round_.pk))
    assertContains(page, "Au moins 2 propositions pour chaque besoin")
    client.post(at("balance_remove", round_.pk, rule.pk))
    assert not BalanceRule.objects.exists()


def test_a_rule_that_is_wrong_is_told_and_nothing_typed_is_lost(client, curator, pair):
    round_ = BalanceRuleFactory(name="Expertes").round
    page = client.post(at("balance", round_.pk), {"name": "Expertes", "least": "2", "scope": "round", "people": []})
    assertContains(page, "Choisissez au moins une personne")
    good = {"name": "Expertes", "least": "2", "scope": "round", "people": [pair[1].pk]}
    page = client.post(at("balance", round_.pk), good)
    assertContains(page, "porte déjà ce nom")
    assert page.context["balance_form"]["least"].value() == "2"


def test_more_choices_ask_no_more_queries(client, curator, django_assert_num_queries):
    round_ = RoundFactory()
    RoundPairFactory(round=round_)
    BalanceRuleFactory(round=round_, mentors=[MentorFactory(published=True)])
    with CaptureQueriesContext(connection) as few:
        client.get(at("impose", round_.pk))
    for _ in range(2):
        RoundPairFactory(round=round_)
        BalanceRuleFactory(round=round_, mentors=[MentorFactory(published=True)])
    with django_assert_num_queries(len(few)):
        client.get(at("impose", round_.pk))


def test_an_imposed_pair_is_marked_with_its_reason_in_the_review(client, curator):
    proposal = ProposalFactory(imposed=True)
    RoundPairFactory(round=proposal.round, need=proposal.need, mentor=proposal.mentor, reason="Vus au salon.")
    page = client.get(at("proposals", proposal.round.pk))
    assertContains(page, "Imposée par l’équipe")
    assertContains(page, "Vus au salon.")
    other = ProposalFactory()
    page = client.get(at("proposals", other.round.pk))
    assertNotContains(page, "Imposée par l’équipe")
    assertContains(page, at("withdraw", other.round.pk, other.pk))
