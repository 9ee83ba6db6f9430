"""The page of a sending: the last look, the while in which it is undone, and taking it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.core.models import Mail
from ecosystem.matching.actions.sendings import confirm_sending, depart
from ecosystem.matching.models import Proposal, Round, RoundPair, Sending
from startups.models import Need
from tests.factories import MailFactory, MentorFactory, NeedFactory, ProposalFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True, full_name="Lucie Marchetti")
    client.force_login(user)
    return user


@pytest.fixture
def pair():
    return ProposalFactory(reviewed_at=timezone.now())


def leave(round_):
    round_.sendings.update(leaves_at=F("confirmed_at"))
    return [depart(sending.pk) for sending in round_.sendings.open()]


def test_the_recap_promises_only_what_sending_will_send(client, curator, pair):
    """Another round has asked for the same need meanwhile."""
    ProposalFactory(round=pair.round, reviewed_at=timezone.now())
    ProposalFactory(need=pair.need, sent=True)
    page = client.get(at("send", pair.round_id))
    recap = page.context["recap"]
    assert (recap.mails, recap.proposals, recap.needs, recap.stale) == (1, 1, 1, 1)
    assertContains(page, "1 place prise ailleurs")
    client.post(at("send", pair.round_id))
    leave(pair.round)
    assert pair.round.proposals.sent().count() == recap.proposals


def test_the_recap_counts_mails_people_without_address_and_what_stays(client, curator, pair):
    round_ = pair.round
    Proposal.objects.update(team_word="Elle connaît ce port.")
    ProposalFactory(round=round_, mentor=pair.mentor, reviewed_at=timezone.now())
    silent = MentorFactory(published=True, user=None, contact_email="", name="Sans Adresse")
    ProposalFactory(round=round_, mentor=silent, reviewed_at=timezone.now())
    ProposalFactory(round=round_, need=pair.need, rank=1)
    ProposalFactory(round=round_, state="withdrawn")
    ProposalFactory(round=round_)
    page = client.get(at("send", round_.pk))
    recap = page.context["recap"]
    assert (recap.mails, recap.proposals, recap.needs, recap.total, recap.to_review) == (1, 3, 3, 4, 1)
    assert (recap.alternates, recap.withdrawn, len(recap.unreachable)) == (1, 1, 1)
    assertContains(page, "1 personne sans adresse")
    assertContains(page, "mot de l’équipe")
    assertContains(page, "L’autre proposition reste en relecture")
    assertContains(client.get(at("send", round_.pk) + "?par=personne"), "sans adresse")
    assert Round.objects.get().state == Round.State.READY


def test_nothing_validated_offers_to_validate_everything_and_then_to_send(client, curator):
    pair = ProposalFactory()
    page = client.get(at("send", pair.round_id))
    assertContains(page, "Aucune proposition validée ne peut partir")
    assertNotContains(page, "Envoyer 1 validée")
    refused = client.post(at("send", pair.round_id), follow=True)
    assertContains(refused, "Aucune proposition n’est validée")
    page = client.post(at("validate_all", pair.round_id), {"vers": "envoi"}, follow=True)
    assertContains(page, "Tout est validé")
    assertContains(page, "Envoyer 1 validée")
    assert Proposal.objects.get().reviewed_by == curator


def test_a_round_whose_proposals_were_all_set_aside_is_not_sent(client, curator):
    proposal = ProposalFactory(state="withdrawn", round=RoundFactory(ready=True))
    page = client.post(at("send", proposal.round_id), follow=True)
    assertContains(page, "Il n’y a aucune proposition à envoyer")
    assert Round.objects.get().state == Round.State.READY
    assertRedirects(client.get(at("send", proposal.round_id)), at("round", proposal.round_id), target_status_code=302)


def test_confirmed_it_can_be_undone_for_ten_minutes_and_the_page_says_it_without_javascript(client, curator, pair):
    page = client.post(at("send", pair.round_id), follow=True)
    sending = Sending.objects.get()
    assertContains(page, "Départ à")
    assertContains(page, "Lucie Marchetti a confirmé à")
    assertContains(page, "Encore 10 minutes pour annuler")
    assertContains(page, 'data-window="600"')
    assertNotContains(page, "Envoyer 1 validée")
    assert (Mail.objects.count(), Round.objects.get().state) == (0, Round.State.READY)
    assertContains(client.post(at("send", pair.round_id), follow=True), "Départ à")
    page = client.post(at("send_cancel", pair.round_id, sending.pk), follow=True)
    assertContains(page, "Envoi annulé")
    assertContains(page, "Envoyer 1 validée")
    client.post(at("send_cancel", pair.round_id, sending.pk))
    assert Sending.objects.get().cancelled_by == curator


def test_when_its_hour_has_come_the_page_says_that_it_leaves(client, curator, pair):
    sending = confirm_sending(pair.round, by=None)
    Sending.objects.update(leaves_at=F("confirmed_at"))
    page = client.get(at("send", pair.round_id))
    assertContains(page, "Les courriels partent")
    assertContains(page, "data-leaving")
    depart(sending.pk)
    assertContains(client.post(at("send_cancel", pair.round_id, sending.pk), follow=True), "Cet envoi est déjà parti")


@pytest.mark.django_db(transaction=True)
def test_without_a_while_to_undo_it_leaves_at_once_and_twice_is_one_mail(client, curator, pair, settings):
    settings.SENDING_WINDOW_MINUTES = 0
    ProposalFactory(round=pair.round, mentor=pair.mentor, reviewed_at=timezone.now())
    for _ in range(2):
        page = client.post(at("send", pair.round_id), follow=True)
    assertContains(page, "Il n’y a aucune proposition à envoyer")
    assert Mail.objects.filter(key__contains=":person:").count() == 1
    assert set(Proposal.objects.values_list("state", flat=True)) == {"sent"}
    page = client.get(at("send", pair.round_id))
    assertContains(page, "2 propositions envoyées")
    assertContains(page, "Dépublier")


def test_what_left_is_taken_back_after_a_question_as_long_as_nobody_has_answered(client, curator, pair):
    confirm_sending(pair.round, by=curator)
    [sending] = leave(pair.round)
    assertContains(client.get(at("unpublish", pair.round_id, sending.pk)), "Dépublier cet envoi")
    assert Proposal.objects.get().state == "sent"
    page = client.post(at("unpublish", pair.round_id, sending.pk), follow=True)
    assertContains(page, "Envoi dépublié")
    assert (Proposal.objects.get().state, Round.objects.get().state) == ("drafted", Round.State.READY)
    assert client.post(at("unpublish", pair.round_id, sending.pk)).status_code == 404
    assertContains(client.get(at("send", pair.round_id)), "avant toute réponse")


def test_once_somebody_answered_the_page_says_so_and_offers_no_way_back(client, curator, pair):
    confirm_sending(pair.round, by=curator)
    [sending] = leave(pair.round)
    Proposal.objects.update(person_answer="yes", person_answered_at=timezone.now())
    page = client.get(at("send", pair.round_id))
    assertContains(page, "Quelqu’un a répondu")
    assertNotContains(page, at("unpublish", pair.round_id, sending.pk))
    assertContains(client.post(at("unpublish", pair.round_id, sending.pk), follow=True), "Quelqu’un a déjà répondu")


def test_a_sending_that_could_not_leave_says_why_on_its_page(client, curator, pair):
    confirm_sending(pair.round, by=curator)
    Need.objects.update(state=Need.State.CLOSED)
    leave(pair.round)
    page = client.get(at("send", pair.round_id))
    assertContains(page, "Le dernier envoi n’est pas parti")
    assertContains(page, "1 besoin est fermé depuis")


def test_the_checks_name_who_is_away_whose_mail_failed_and_what_followed_the_certificate(client, curator, pair):
    round_ = pair.round
    Round.objects.update(objective=3_500, dual_bound=3_500)
    assertContains(client.get(at("send", round_.pk)), "Certificat valide")
    away = MentorFactory(published=True, name="Yann Kervella", paused_until=timezone.localdate() + timedelta(days=3))
    ProposalFactory(round=round_, mentor=away, reviewed_at=timezone.now())
    for state in ("sent", "failed"):
        row = {"state": state, "sent_at": timezone.now() if state == "sent" else None}
        MailFactory(to=pair.mentor.user.email, **row)
    kind = RoundPair.Kind.IMPOSED
    RoundPair.objects.create(round=round_, need=pair.need, mentor=pair.mentor, kind=kind, reason="Salon.")
    page = client.get(at("send", round_.pk))
    assertContains(page, "Yann Kervella. Mis de côté au départ")
    assertContains(page, "1 adresse en erreur la dernière fois")
    assertContains(page, f"{pair.mentor.name}. Un appel est conseillé.")
    assertContains(page, "1 choix à la main a suivi le calcul")


def test_the_mails_are_read_before_they_leave_without_anybodys_link(client, curator, pair):
    page = client.get(at("read_mail", pair.round_id))
    assertContains(page, pair.need.title)
    assertContains(page, pair.mentor.user.email)
    assertNotContains(page, "/reponse/")
    startup = client.get(at("read_mail", pair.round_id) + "?a=startup")
    assertContains(startup, "1 personne sollicitée, réponse attendue avant le")
    assertNotContains(startup, pair.mentor.name)
    assert Mail.objects.count() == 0
    empty = ProposalFactory()
    assertContains(client.get(at("read_mail", empty.round_id)), "Aucun courriel à lire")


@pytest.mark.parametrize("query", ["", "?par=personne"])
def test_more_proposals_ask_no_more_queries(client, curator, pair, query, django_assert_num_queries):
    address = at("send", pair.round_id) + query
    confirm_sending(pair.round, by=curator)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    startup = pair.need.startup
    for _ in range(3):
        need = NeedFactory(opened=True, startup=startup)
        ProposalFactory(round=pair.round, need=need, reviewed_at=timezone.now(), sending=Sending.objects.get())
    with django_assert_num_queries(len(few)):
        client.get(address)
