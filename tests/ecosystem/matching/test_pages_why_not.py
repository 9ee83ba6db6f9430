"""Why not this pair: the page says the rule or who is better served, a balance that sums, and what would do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching import why_words
from ecosystem.matching.actions.explaining import explain_pair
from ecosystem.matching.errors import NotInTheRound
from ecosystem.matching.models import Proposal, RoundInputs
from tests.ecosystem.matching.season import computed, season
from tests.factories import MentorFactory, NeedFactory, UserFactory
from tests.factories.matching import RoundFactory

pytestmark = pytest.mark.django_db


def page_of(client, round_, need=None, person=None):
    query = {"besoin": need or "", "personne": person or ""}
    return client.get(reverse("matching:why_not", args=[round_.pk]), query)


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(curator=True))


@pytest.fixture
def crowded():
    """Four needs, three mentors of one place: somebody is refused what they could have."""
    made = season(needs=4, mentors=3)
    for mentor in made.mentors:
        mentor.capacity = 1
        mentor.save(update_fields=["capacity"])
    return made, computed(min_score=0)


def asked(round_, status):
    """The first pair of the round that stands so."""
    for need in round_.open_needs():
        for person in {proposal.mentor_id for proposal in round_.proposals.all()}:
            told = explain_pair(round_, need.pk, person)
            if told.status == status:
                return told
    pytest.fail(f"no pair is {status}")


def test_a_pair_that_is_better_used_shows_a_balance_that_sums(client, curator, crowded):
    _made, round_ = crowded
    told = asked(round_, "outbid")
    page = page_of(client, round_, told.need, told.person)
    case = page.context["case"]
    assert sum(move.gain for move in told.forced) == told.forced_total - told.total
    assertContains(page, case.person.name)
    assertContains(page, case.need.startup.name)
    assertContains(page, "Si la paire était imposée")
    assertContains(page, case.total.points)
    assertContains(page, "L’équipe impose la paire.")
    assertContains(page, "Vérifié par recalcul")


def test_every_change_shown_is_of_the_kinds_that_are_said(client, curator, crowded):
    _made, round_ = crowded
    told = asked(round_, "outbid")
    order = ["rule_lifted", "place", "stated", "score", "minimum", "withdrawn", "forced"]
    ways = [order.index(remedy.way) for remedy in told.remedies]
    assert ways == sorted(ways)
    assert len(page_of(client, round_, told.need, told.person).context["case"].remedies) == len(told.remedies)


def test_a_chosen_pair_has_nothing_to_explain(client, curator, crowded):
    _made, round_ = crowded
    pair = round_.proposals.chosen().first()
    page = page_of(client, round_, pair.need_id, pair.mentor_id)
    assertContains(page, "Cette paire est retenue.")
    assertNotContains(page, "Ce qui la ferait exister")


def test_a_refused_pair_names_the_rule_and_never_the_motive(client, curator):
    season(needs=2, mentors=2)
    first = computed(min_score=0)
    pair = first.proposals.first()
    Proposal.objects.filter(pk=pair.pk).update(
        state="declined", sent_at=timezone.now() - timedelta(days=9), rank=0, person_answer="no",
        declined_by_side="person", decline_reason="conflict", decline_note="Une affaire de famille",
    )  # fmt: skip
    again = computed(min_score=0)
    page = page_of(client, again, pair.need_id, pair.mentor_id)
    assertContains(page, "Pas de paire déjà refusée.")
    assertContains(page, "Le motif reste entre la personne et l’équipe.")
    assertNotContains(page, "famille")
    assertNotContains(page, "Conflit")


def test_the_answer_is_that_of_the_inputs_of_the_round_even_when_the_site_has_moved(client, curator, crowded):
    made, round_ = crowded
    told = asked(round_, "outbid")
    for mentor in made.mentors:
        mentor.capacity = 9
        mentor.save(update_fields=["capacity"])
    assert explain_pair(round_, told.need, told.person) == told
    RoundInputs.objects.all().delete()
    page = page_of(client, round_, told.need, told.person)
    assertContains(page, "la réponse est celle des fiches d’aujourd’hui")


def test_a_need_or_a_person_outside_the_round_is_said_and_not_a_failure(client, curator, crowded):
    _made, round_ = crowded
    stranger, need = MentorFactory(published=True), NeedFactory(opened=True)
    pair = round_.proposals.first()
    for besoin, personne in ((pair.need_id, stranger.pk), (need.pk, pair.mentor_id), (10**9, pair.mentor_id)):
        page = page_of(client, round_, besoin, personne)
        assertContains(page, "n’était pas dans les données de la tournée")


def test_somebody_erased_since_is_said_and_not_a_failure(crowded):
    _made, round_ = crowded
    told = asked(round_, "outbid")
    for gone in (replace(told, person=10**9), replace(told, need=10**9)):
        with pytest.raises(NotInTheRound):
            why_words.case(round_, gone)


@pytest.mark.parametrize("query", ["?besoin=abc&personne=1", "?besoin=1", "?besoin=%00&personne=²", ""])
def test_an_address_without_a_pair_asks_for_one(client, curator, crowded, query):
    _made, round_ = crowded
    page = client.get(reverse("matching:why_not", args=[round_.pk]) + query)
    assertContains(page, "Choisissez un besoin et une personne")


def test_a_round_without_proposals_sends_to_its_page(client, curator):
    round_ = RoundFactory()
    assertRedirects(page_of(client, round_), reverse("matching:round", args=[round_.pk]), fetch_redirect_response=False)


def test_the_review_leads_to_the_answer(client, curator, crowded):
    _made, round_ = crowded
    row = round_.unserved.get()
    page = client.get(reverse("matching:proposals", args=[round_.pk]))
    assertContains(page, f"?besoin={row.need_id}&amp;personne={row.facts['best_person']}")


@pytest.mark.parametrize("needs", [4, 8])
def test_the_page_takes_the_same_number_of_queries_whatever_the_round(client, curator, needs):
    season(needs=needs, mentors=3)
    round_ = computed(min_score=0)
    pair = round_.proposals.alternates().first()
    page_of(client, round_, pair.need_id, pair.mentor_id)
    with CaptureQueriesContext(connection) as counted:
        page_of(client, round_, pair.need_id, pair.mentor_id)
    assert len(counted) <= 12
