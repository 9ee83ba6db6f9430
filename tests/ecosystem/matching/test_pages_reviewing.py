"""Acts of the review: validated one after the other, replaced, kept, chosen, excluded; and the sheet for paper."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.matching.actions.sendings import confirm_sending
from ecosystem.matching.models import Proposal, Round
from mentors.models import Mentor
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import NeedFactory, ProposalFactory, StartupFactory, UnservedNeedFactory, UserFactory

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True, full_name="Lucie Marchetti")
    client.force_login(user)
    return user


@pytest.fixture
def round_():
    season(needs=3, mentors=6)
    return computed(min_score=0, alternates_count=1)


def first(round_):
    return round_.proposals.chosen().with_parties().order_by("need_id").first()


def named(name, **more):
    return ProposalFactory(need=NeedFactory(opened=True, startup=StartupFactory(published=True, name=name)), **more)


def test_validating_signs_the_pair_and_brings_the_next_one_to_hand(client, curator):
    last = named("Zéphyr Fret")
    pair, done = named("Amphore", round=last.round), named("Calanque", round=last.round, reviewed_at=timezone.now())
    page = client.get(at("proposals", last.round_id))
    assertContains(page, "1 validée, 2 à relire".replace("1 validée", "1 validées"))
    page = client.post(at("validate", pair.round_id, pair.pk), {"vue": "liste"}, follow=True)
    assert page.context["pair"].proposal == last
    assert page.redirect_chain[0][0].startswith(f"{at('proposals', last.round_id)}?vue=liste&")
    assert fresh(pair).reviewed_by == curator
    page = client.post(at("validate", last.round_id, last.pk), follow=True)
    assertContains(page, "Tout est validé")
    assertContains(page, "Envoyer 3 validées")
    page = client.post(at("validate", last.round_id, done.pk), {"non": "1"}, follow=True)
    assert page.context["pair"].proposal == done
    assert fresh(done).reviewed_at is None


def test_a_validated_pair_says_by_whom_and_can_be_put_back(client, curator):
    pair = named("Amphore", reviewed_at=timezone.now(), reviewed_by=curator)
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, "Validée par Lucie Marchetti")
    assertContains(page, "Remettre à relire")
    assertNotContains(page, "Tout valider")


def test_replacing_shows_score_places_and_what_stands_against_then_does_it(client, curator, round_):
    pair = first(round_)
    taken = round_.proposals.chosen().exclude(pk=pair.pk).with_parties().first()
    Mentor.objects.filter(pk=taken.mentor_id).update(capacity=1)
    address = at("replace", round_.pk, pair.pk)
    page = client.get(address)
    offered = {one.person.pk: one for one in page.context["form"].offered}
    assert pair.mentor_id not in offered
    assert offered[taken.mentor_id].against == "plus de place"
    assertContains(page, f"proposition de cette tournée\xa0: {taken.need.startup.name}")
    assertContains(client.post(address, {}), "Choisissez une personne")
    refused = client.post(address, {"person": taken.mentor_id, "reason": "Je garde ces mots."})
    assertContains(refused, "Cette paire n’est plus possible")
    assertContains(refused, "Je garde ces mots.")
    free = next(pk for pk, one in offered.items() if not one.against)
    page = client.post(address, {"person": free, "reason": "Salon de mars."}, follow=True)
    assertContains(page, "Paire choisie à la main")
    assert page.context["pair"].proposal.mentor_id == free
    assertContains(page, "Salon de mars.")
    assertContains(page, "2 choix à la main depuis le calcul")
    assertContains(page, "ces chiffres sont d’avant eux")
    assert fresh(pair).state == "withdrawn"


def test_a_pair_that_the_round_did_not_keep_is_read_with_its_score_and_chosen(client, curator, round_):
    pair = first(round_)
    known = round_.proposals.filter(need=pair.need).values("mentor")
    other = Mentor.objects.exclude(pk__in=known).exclude(pk__in=round_.proposals.chosen().values("mentor")).first()
    here = {"besoin": pair.need_id, "personne": other.pk}
    page = client.get(at("proposals", round_.pk), here)
    bare = page.context["bare"]
    assert (bare.proposal.pk, bare.against, [one.pk for one in bare.instead]) == (None, "", [pair.pk])
    assertContains(page, "À la place de")
    body = {"need": pair.need_id, "person": other.pk, "instead": pair.pk, "vue": "liste"}
    page = client.post(at("choose", round_.pk), body, follow=True)
    assertContains(page, "Paire choisie à la main")
    assert page.context["pair"].proposal.mentor == other
    again = client.post(at("choose", round_.pk), body, follow=True)
    assertContains(again, "Cette paire n’est plus possible")
    assert round_.proposals.in_review().count() == 3


@pytest.mark.parametrize("body", [{}, {"need": "x", "person": "y"}, {"need": "999999", "person": "999999"}])
def test_a_pair_that_does_not_exist_is_not_chosen(client, curator, round_, body):
    assertContains(client.post(at("choose", round_.pk), body, follow=True), "Cette paire n’est plus possible")
    assert client.get(at("proposals", round_.pk), {"besoin": 999999, "personne": 999999}).status_code == 200


def test_an_alternate_takes_the_place_of_the_pair_in_review(client, curator, round_):
    alternate = round_.proposals.alternates().with_parties().order_by("need_id").first()
    page = client.get(at("proposals", round_.pk), {"besoin": alternate.need_id, "personne": alternate.mentor_id})
    chosen = round_.proposals.chosen().get(need=alternate.need)
    assertContains(page, f"Proposer à la place de {chosen.mentor.name}")
    body = {"need": alternate.need_id, "person": alternate.mentor_id, "instead": chosen.pk}
    client.post(at("choose", round_.pk), body)
    assert (fresh(alternate).rank, fresh(chosen).state) in {(0, "withdrawn"), (1, "drafted")}


def test_a_pair_is_locked_and_let_go(client, curator, round_):
    pair = first(round_)
    page = client.post(at("lock", round_.pk, pair.pk), follow=True)
    assertContains(page, "Paire verrouillée")
    assertContains(page, "Imposée par l’équipe")
    page = client.post(at("lock", round_.pk, pair.pk), {"non": "1"}, follow=True)
    assertContains(page, "Paire libérée")
    assert round_.pairs.count() == 0


def test_setting_a_pair_aside_is_remembered_by_the_round(client, curator, round_):
    pair = first(round_)
    client.post(at("withdraw", round_.pk, pair.pk), {"reason": "Trop loin."})
    assert (round_.pairs.get().kind, round_.pairs.get().reason) == ("set_aside", "Trop loin.")
    page = client.get(at("proposals", round_.pk), {"besoin": pair.need_id, "personne": pair.mentor_id})
    assertContains(page, "Proposer cette personne")


def test_while_a_sending_can_be_undone_the_review_only_shows(client, curator):
    pair = named("Amphore", reviewed_at=timezone.now())
    confirm_sending(pair.round, by=curator)
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, "Un envoi est confirmé")
    assertNotContains(page, "data-key")
    assertNotContains(page, "Enregistrer le mot")
    assertContains(client.post(at("validate", pair.round_id, pair.pk), follow=True), "annulez d’abord l’envoi")


def test_the_rest_of_a_round_that_was_partly_sent_is_still_reviewed(client, curator):
    sent = named("Amphore", sent=True)
    waits = named("Calanque", round=sent.round)
    page = client.get(at("proposals", sent.round_id), {"besoin": waits.need_id, "personne": waits.mentor_id})
    assertContains(page, "Préparer l’envoi")
    assertContains(page, 'data-key="v"')
    client.post(at("validate", sent.round_id, waits.pk))
    assert fresh(waits).reviewed_at


def test_the_sheet_lists_pairs_parts_alternates_and_needs_without_anyone(client, curator):
    pair = named("Amphore", sent=True)
    alternate = ProposalFactory(round=pair.round, need=pair.need, rank=1, score=2_000, points_sector=500)
    UnservedNeedFactory(round=pair.round, need=NeedFactory(opened=True, title="Sans personne"), reason="no_people")
    Round.objects.update(objective=3_500, dual_bound=3_500, input_digest="9f3c71ae" * 8)
    page = client.get(at("sheet", pair.round_id))
    assertContains(page, "Amphore")
    assertContains(page, f"{alternate.mentor.name}, 20")
    assertContains(page, "0 20 0 15")
    assertContains(page, "Sans personne")
    assertContains(page, '<i class="box on"></i>envoyée')
    assertContains(page, "9f3c 71ae")
    Proposal.objects.all().delete()
    assertContains(client.get(at("sheet", pair.round_id)), "Aucune proposition dans cette tournée")


@pytest.mark.parametrize("name", ["sheet", "replace"])
def test_more_proposals_ask_no_more_queries(client, curator, name, django_assert_num_queries):
    pair = named("Amphore")
    address = at(name, pair.round_id, *([pair.pk] if name == "replace" else []))
    ProposalFactory(round=pair.round, need=pair.need, rank=1)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for number in range(3):
        more = named(f"Startup {number}", round=pair.round)
        ProposalFactory(round=pair.round, need=more.need, rank=1)
    with django_assert_num_queries(len(few)):
        client.get(address)
