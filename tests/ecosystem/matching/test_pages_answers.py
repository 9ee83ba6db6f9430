"""The two answers: by the link of the mail or signed in; a GET never acts, and contacts appear after two yeses."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.core.models import Mail
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal
from tests.ecosystem.matching.season import answer_url
from tests.factories import FunderFactory, MemberFactory, MentorFactory, StartupFactory, UserFactory
from tests.factories.matching import ProposalFactory

pytestmark = pytest.mark.django_db

PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP


def link(proposal, side=PERSON):
    return answer_url(proposal, side, "fr").removeprefix(settings.SITE_URL)


def page_of(proposal):
    return reverse("matching:proposal", args=[proposal.pk])


@pytest.fixture
def sent():
    proposal = ProposalFactory(sent=True, team_word="Inès est très préparée.")
    MemberFactory(startup=proposal.need.startup, user=UserFactory(email="ines@startup.test"))
    return proposal


@pytest.fixture
def promised():
    proposal = ProposalFactory(promised=True)
    MemberFactory(startup=proposal.need.startup, user=UserFactory(email="ines@startup.test"))
    return proposal


def founder_of(proposal):
    return proposal.need.startup.members.get().user


def test_the_link_shows_the_need_the_reasons_and_the_places_without_signing_in(client, sent):
    page = client.get(link(sent))
    assertContains(page, sent.need.title)
    assertContains(page, "Pourquoi vous")
    assertContains(page, "2 places libres")
    assertContains(page, "Inès est très préparée.")
    assertContains(page, 'value="accept"')
    assert page.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_nothing(client, sent, method):
    for address in (link(sent) + "?answer=accept", link(sent) + "decliner/?answer=decline&reason=no_time"):
        getattr(client, method)(address)
    sent.refresh_from_db()
    assert (sent.state, sent.person_answer) == ("sent", "")
    assert not Mail.objects.exists()


def test_the_form_refuses_a_post_that_comes_from_elsewhere(sent):
    response = Client(enforce_csrf_checks=True).post(link(sent), {"answer": "accept"})
    assert response.status_code == 403
    assert Proposal.objects.get().person_answer == ""


def test_a_yes_is_given_once_whatever_the_number_of_posts(client, sent):
    for _ in range(2):
        page = client.post(link(sent), {"answer": "accept"}, follow=True)
        assert page.status_code == 200
    assertContains(page, "Cette proposition a déjà reçu votre réponse")
    assertContains(page, "Vous avez dit oui le")
    sent.refresh_from_db()
    sent.mentor.refresh_from_db()
    assert (sent.person_answer, sent.mentor.taken_count) == ("yes", 1)
    assert Mail.objects.filter(template__endswith="startup_asked").count() == 1


def test_a_post_without_an_answer_changes_nothing(client, sent):
    assert client.post(link(sent), {"answer": "maybe"}).status_code == 400
    assert Proposal.objects.get().person_answer == ""


def test_declining_asks_for_one_reason_and_keeps_the_note(client, sent):
    page = client.post(link(sent), {"answer": "decline", "note": "Peut-être au printemps"})
    assertContains(page, "Choisissez un motif")
    assertContains(page, "Peut-être au printemps")
    assertContains(page, "La startup ne voit jamais le motif")
    page = client.post(link(sent), {"answer": "decline", "reason": "no_time", "note": "Au printemps"}, follow=True)
    assertContains(page, "Vous avez décliné cette proposition")
    sent.refresh_from_db()
    assert (sent.state, sent.decline_reason, sent.decline_note) == ("declined", "no_time", "Au printemps")


def test_declining_has_a_page_of_its_own_for_those_without_scripts(client, sent):
    assertContains(client.get(link(sent) + "decliner/"), 'type="radio"', count=5)
    client.post(link(sent) + "decliner/", {"answer": "decline", "reason": "conflict"})
    assert Proposal.objects.get().state == "declined"
    assertRedirects(client.get(link(sent) + "decliner/"), link(sent))


def test_declining_twice_says_that_the_answer_was_given(client, sent):
    for _ in range(2):
        page = client.post(link(sent), {"answer": "decline", "reason": "other"}, follow=True)
    assertContains(page, "Cette proposition a déjà reçu votre réponse")
    assert sent.moves.filter(to_state="declined").count() == 1


def test_an_altered_link_says_what_to_do(client, sent):
    for broken in (link(sent)[:-6] + "/", "/reponse/n-importe-quoi/"):
        page = client.get(broken)
        assert page.status_code == 400
        assertContains(page, "incomplet ou a été modifié", status_code=400)
        assertContains(page, "Se connecter", status_code=400)
        assert client.post(broken, {"answer": "accept"}).status_code == 400
        assert client.post(f"{broken}nouveau-lien/").status_code == 400


def test_an_expired_link_offers_a_new_one_to_the_known_address_once_a_day(client, sent):
    with time_machine.travel(timezone.now() - timedelta(days=65), tick=False):
        old = link(sent)
    page = client.get(old)
    assertContains(page, "Ce lien a expiré", status_code=410)
    assertContains(page, "Recevoir un nouveau lien", status_code=410)
    assert client.post(old, {"answer": "accept"}).status_code == 410
    assert client.get(f"{old}nouveau-lien/").status_code == 405
    for _ in range(2):
        client.post(f"{old}nouveau-lien/")
    assert Mail.objects.get().to == sent.mentor.user.email
    assert "/reponse/" in Mail.objects.get().text
    assert Proposal.objects.get().person_answer == ""


def test_an_expired_link_to_what_needs_no_answer_any_more_sends_nothing(client, sent):
    with time_machine.travel(timezone.now() - timedelta(days=65), tick=False):
        old = link(sent)
    Proposal.objects.update(state="declined", person_answer="no")
    client.post(f"{old}nouveau-lien/")
    assert not Mail.objects.exists()


def test_a_page_gives_no_younger_link_than_the_one_that_led_to_it(client, sent):
    other = ProposalFactory(sent=True, mentor=sent.mentor, round=sent.round)
    with time_machine.travel(timezone.now() - timedelta(days=50), tick=False):
        old = link(sent)
    page = client.get(old)
    assert page.context["here"] == old
    theirs = {item["proposal"].pk: item["url"] for item in page.context["pending"]}
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert client.get(theirs[other.pk]).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, None], ids=["gone", "left the team"])
def test_a_link_of_somebody_who_no_longer_answers_for_the_startup_opens_nothing(client, promised, change):
    member = promised.need.startup.members.get()
    MemberFactory(startup=promised.need.startup)
    hers = answer_link(promised, STARTUP, user_id=member.user.pk).url("fr").removeprefix(settings.SITE_URL)
    assert client.get(hers).status_code == 200
    if change:
        type(member.user).objects.filter(pk=member.user.pk).update(**change)
    else:
        member.delete()
    page = client.get(hers)
    assertContains(page, "ne répond plus pour cette fiche", status_code=410)
    assertNotContains(page, promised.mentor.name, status_code=410)
    assert client.post(hers, {"answer": "accept"}).status_code == 410
    assert Proposal.objects.get().startup_answer == ""


def test_the_link_of_a_mentor_whose_account_was_ended_opens_nothing(client, sent):
    hers = answer_link(sent, PERSON, user_id=sent.mentor.user.pk).url("fr").removeprefix(settings.SITE_URL)
    assert client.get(hers).status_code == 200
    type(sent.mentor.user).objects.update(is_active=False)
    assert client.get(hers).status_code == 410


@pytest.mark.parametrize("state", ["served", "closed", "expired"])
def test_a_person_asked_for_a_need_that_is_over_reads_so(client, sent, state):
    type(sent.need).objects.update(state=state)
    assertContains(client.get(link(sent)), "Ce besoin n’attend plus personne")
    Proposal.objects.update(state="withdrawn")
    assertContains(client.get(link(sent)), "Ce besoin n’attend plus personne")


def test_the_startups_link_waits_for_the_persons_yes(client, sent):
    page = client.get(link(sent, STARTUP))
    assertContains(page, "n’a pas encore répondu")
    assertNotContains(page, sent.mentor.name)
    client.post(link(sent, STARTUP), {"answer": "accept"})
    assert Proposal.objects.get().startup_answer == ""


def test_the_startup_reads_why_this_person_and_her_profile(client, promised):
    page = client.get(link(promised, STARTUP))
    assertContains(page, "Pourquoi cette personne")
    assertContains(page, promised.mentor.name)
    assertContains(page, "Directrice commerciale")
    assertNotContains(page, "Pourquoi vous")


def test_contacts_are_absent_from_both_pages_until_two_yeses_then_on_both(client, promised):
    mentor, founder = promised.mentor, founder_of(promised)
    secrets = {PERSON: [founder.email, promised.need.startup.contact_email], STARTUP: [mentor.user.email]}
    for side, hidden in secrets.items():
        for word in hidden:
            assertNotContains(client.get(link(promised, side)), word)
    page = client.post(link(promised, STARTUP), {"answer": "accept"}, follow=True)
    assertContains(page, mentor.user.email)
    assertContains(page, "Vous avez dit oui tous les deux")
    assertNotContains(page, 'value="accept"')
    page = client.get(link(promised, PERSON))
    for word in secrets[PERSON]:
        assertContains(page, word)
    mails = Mail.objects.filter(template__endswith="introduction")
    assert {one.to: (mentor.user.email in one.text, founder.email in one.text) for one in mails} == {
        mentor.user.email: (True, True),
        founder.email: (True, True),
    }


def test_the_startups_no_is_told_without_its_reason(client, promised):
    client.post(link(promised, STARTUP), {"answer": "decline", "reason": "conflict", "note": "Un concurrent"})
    page = client.get(link(promised, PERSON))
    assertContains(page, "La startup a décliné")
    mail = Mail.objects.get(template__endswith="declined_by_startup")
    for text in (page.content.decode(), mail.text, mail.html):
        assert "concurrent" not in text
        assert "Conflit" not in text


def test_a_full_mentor_is_told_in_place_with_a_way_on_and_nothing_is_written(client, sent):
    type(sent.mentor).objects.update(taken_count=2)
    page = client.post(link(sent), {"answer": "accept"})
    assertContains(page, "Toutes les places de ce mentor sont prises", status_code=409)
    assertContains(page, "Ajoutez une place", status_code=409)
    assertContains(page, 'value="accept"', status_code=409)
    assert Proposal.objects.get().person_answer == ""


def test_a_funder_without_a_file_left_is_told_in_place(client):
    funder = FunderFactory(published=True, files_per_month=0)
    proposal = ProposalFactory(to_funder=True, sent=True, funder=funder)
    assertContains(client.get(link(proposal)), "0 dossier")
    page = client.post(link(proposal), {"answer": "accept"})
    assertContains(page, "a déjà pris tous ses dossiers du mois", status_code=409)
    assertContains(page, "Ajoutez un dossier", status_code=409)


@pytest.mark.parametrize(
    ("state", "words"), [("withdrawn", "L’équipe a retiré cette proposition"), ("expired", "son échéance est passée")]
)
def test_a_proposal_that_ended_says_so_and_takes_no_answer(client, sent, state, words):
    Proposal.objects.update(state=state)
    page = client.get(link(sent))
    assertContains(page, words)
    assertNotContains(page, 'value="accept"')
    page = client.post(link(sent), {"answer": "accept"})
    assertContains(page, "n’attend plus de réponse", status_code=409)
    assert Proposal.objects.get().person_answer == ""


def test_a_proposal_past_its_date_takes_no_answer(client, sent):
    Proposal.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assertContains(client.get(link(sent)), "son échéance est passée")
    assert client.post(link(sent), {"answer": "accept"}).status_code == 409


def test_several_proposals_are_one_touch_away_each_with_its_own_link(client, sent):
    assertNotContains(client.get(link(sent)), "Propositions en attente")
    other = ProposalFactory(sent=True, mentor=sent.mentor, round=sent.round)
    page = client.get(link(sent))
    assertContains(page, other.need.startup.name)
    assert len(page.context["pending"]) == 2
    assert client.get(page.context["pending"][0]["url"]).status_code == 200


def test_the_signed_in_mentor_answers_on_the_same_page_and_signs(client, sent):
    assertRedirects(client.get(page_of(sent)), f"/connexion/?next={page_of(sent)}", fetch_redirect_response=False)
    client.force_login(sent.mentor.user)
    assertContains(client.get(page_of(sent)), "Pourquoi vous")
    client.post(page_of(sent), {"answer": "accept"})
    assert sent.moves.get().by == sent.mentor.user


def test_the_signed_in_founder_sees_it_once_the_person_has_said_yes(client, sent):
    founder = founder_of(sent)
    client.force_login(founder)
    assert client.get(page_of(sent)).status_code == 404
    client.post(link(sent), {"answer": "accept"})
    assertContains(client.get(page_of(sent)), "Pourquoi cette personne")
    client.post(reverse("matching:decline", args=[sent.pk]), {"reason": "already_met"})
    sent.refresh_from_db()
    assert (sent.state, sent.declined_by_side) == ("declined", "startup")


@pytest.mark.parametrize("stranger", ["mentor", "founder", "curator", "nobody"])
def test_to_strangers_a_proposal_does_not_exist(client, sent, stranger):
    user = UserFactory(curator=stranger == "curator")
    if stranger == "mentor":
        MentorFactory(published=True, user=user)
    if stranger == "founder":
        StartupFactory(published=True, admin=user)
    client.force_login(user)
    for address in (page_of(sent), reverse("matching:decline", args=[sent.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"answer": "accept"}).status_code == 404
    assert Proposal.objects.get().person_answer == ""


def test_a_draft_does_not_exist_for_its_mentor(client):
    draft = ProposalFactory()
    client.force_login(draft.mentor.user)
    assert client.get(page_of(draft)).status_code == 404
    assertContains(client.get(link(draft)), "n’attend plus de réponse")


def test_the_page_speaks_english_at_its_english_address(client, sent):
    page = client.get(answer_url(sent, PERSON, "en").removeprefix(settings.SITE_URL))
    assert page.request["PATH_INFO"].startswith("/en/")
    assertContains(page, '<html lang="en"')
