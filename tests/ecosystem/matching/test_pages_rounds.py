"""The team's pages about rounds: settings, computing, sending, and their end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching.actions.answers import accept_proposal
from ecosystem.matching.models import Proposal, Round
from tests.ecosystem.matching.test_forms import typed
from tests.factories import MentorFactory, MentorSkillFactory, NeedFactory, StartupFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db

READ = ["round", "settings", "progress", "proposals", "send", "read_mail"]
ACT = ["clone", "close", "start", "cancel", "reopen"]


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def pair_that_fits():
    """An open need and a mentor who masters its subject."""
    need = NeedFactory(opened=True)
    held = MentorSkillFactory(skill=need.topic)
    return need, held.mentor


@pytest.mark.parametrize("name", ["rounds", "create"])
def test_lists_send_strangers_to_sign_in_and_do_not_exist_for_members(client, name):
    assert client.get(at(name)).status_code == 302
    client.force_login(MentorFactory(published=True).user)
    assert client.get(at(name)).status_code == 404


@pytest.mark.parametrize("name", [*READ, *ACT])
def test_a_rounds_pages_are_the_teams_alone(client, name):
    round_ = RoundFactory(ready=True)
    method = client.post if name in ACT else client.get
    assert method(at(name, round_.pk)).status_code == 302
    founder = UserFactory()
    StartupFactory(published=True, admin=founder)
    client.force_login(founder)
    assert method(at(name, round_.pk)).status_code == 404
    assert Round.objects.get().state == Round.State.READY


def test_rounds_of_years_ago_stand_among_the_archives(client, curator):
    year = timezone.localdate().year
    long_ago = timezone.now().replace(year=year - 2, month=6, day=1)
    for title in ("Ancienne", "Récente", "Oubliée"):
        RoundFactory(published=True, title=title)
    over = Round.objects.exclude(title="Oubliée")
    over.update(state=Round.State.CLOSED, closed_at=timezone.now())
    Round.objects.exclude(title="Récente").update(created_at=long_ago)
    pages = {view: client.get(at("rounds"), {"vue": view}) for view in ("", "archives", "autre")}
    titles = {view: {row.round.title for row in page.context["rows"]} for view, page in pages.items()}
    assert titles == {"": {"Récente", "Oubliée"}, "archives": {"Ancienne"}, "autre": {"Récente", "Oubliée"}}
    assertContains(pages[""], f"{year - 1} et {year}")


def test_there_is_no_way_to_archives_that_are_empty(client, curator):
    RoundFactory(published=True)
    assertNotContains(client.get(at("rounds")), "vue=archives")
    assertContains(client.get(at("rounds"), {"vue": "archives"}), "Aucune tournée de ces années-là")


def test_the_list_says_what_came_of_twelve_months(client, curator):
    assertNotContains(client.get(at("rounds")), "Sur douze mois")
    round_ = RoundFactory(published=True)
    accept_proposal(ProposalFactory(round=round_, promised=True), side=Proposal.Side.STARTUP)
    for traits in ({"declined": True}, {"declined": True}, {"sent": True}):
        ProposalFactory(round=round_, **traits)
    ancient = ProposalFactory(round=round_, declined=True)
    Proposal.objects.filter(pk=ancient.pk).update(sent_at=timezone.now() - timedelta(days=366))
    said = "3 propositions conclues, 1 par un oui des deux parties, et 1 en attente."
    assertContains(client.get(at("rounds")), said)


def test_opening_the_form_of_a_copy_copies_nothing(client, curator):
    assertContains(client.get(at("clone", RoundFactory(ready=True).pk)), "Dupliquer un scénario")
    assert Round.objects.count() == 1


@pytest.mark.parametrize("name", [name for name in ACT if name != "clone"])
def test_acts_are_never_done_by_opening_a_page(client, curator, name):
    round_ = RoundFactory(ready=True)
    assert client.get(at(name, round_.pk)).status_code == 405
    assert Round.objects.get().state == Round.State.READY


@pytest.mark.parametrize(
    ("state", "page"),
    [("draft", "settings"), ("computing", "progress"), ("failed", "progress"), ("cancelled", "progress"),
     ("ready", "proposals"), ("closed", "proposals")],
)  # fmt: skip
def test_a_rounds_address_leads_to_where_it_stands(client, curator, state, page):
    round_ = RoundFactory(state=state)
    assertRedirects(client.get(at("round", round_.pk)), at(page, round_.pk))


def test_the_list_is_empty_with_one_way_out_then_shows_each_state_in_words(client, curator):
    assertContains(client.get(at("rounds")), "Aucune tournée pour l’instant")
    for state in ("draft", "computing", "ready", "closed", "failed", "cancelled"):
        RoundFactory(state=state, title=f"Tournée {state}")
    page = client.get(at("rounds"))
    for word in ("Brouillon", "En calcul", "Prête, en relecture", "Close", "Échec", "Annulée"):
        assertContains(page, word)
    assert page.context["top"].round.state == "ready"


def test_the_list_counts_in_the_same_queries_for_1_and_3_rounds(client, curator, django_assert_num_queries):
    ProposalFactory()
    with CaptureQueriesContext(connection) as one:
        client.get(at("rounds"))
    ProposalFactory()
    ProposalFactory(sent=True)
    with django_assert_num_queries(len(one)):
        client.get(at("rounds"))


def test_a_new_round_is_a_draft_and_its_settings_come_next(client, curator):
    response = client.post(at("create"), {"title": "Janvier", "kind": "funders"})
    round_ = Round.objects.get()
    assertRedirects(response, at("settings", round_.pk))
    assert (round_.state, round_.kind, round_.created_by) == ("draft", "funders", curator)


def test_a_new_round_without_title_or_kind_says_what_to_correct(client, curator):
    assertContains(client.post(at("create"), {"title": ""}), "Il reste 2 choses à corriger")
    assert not Round.objects.exists()


def test_a_copy_keeps_weights_and_starts_as_a_draft(client, curator):
    source = RoundFactory(ready=True, weight_expertise=30, weight_sector=20, title="Décembre")
    client.post(at("clone", source.pk))
    copied = Round.objects.exclude(pk=source.pk).get()
    assert (copied.weights, copied.state, copied.title) == (source.weights, "draft", "Décembre, copie")


def test_settings_are_saved_and_counted(client, curator, pair_that_fits):
    round_ = RoundFactory()
    assertContains(client.get(at("settings", round_.pk)), "besoin à servir")
    response = client.post(at("settings", round_.pk), typed(weight_expertise="30", weight_sector="20", title="Export"))
    assertRedirects(response, at("settings", round_.pk))
    round_.refresh_from_db()
    assert (round_.weight_expertise, round_.title, round_.rule_language) == (30, "Export", False)


def test_weights_that_miss_100_are_refused_beside_the_total_and_nothing_typed_is_lost(client, curator):
    round_ = RoundFactory()
    page = client.post(at("settings", round_.pk), typed(weight_expertise="41", title="Mon titre"))
    assertContains(page, "Retirez 6 pour revenir à 100")
    assertContains(page, 'id="total-error"')
    assertContains(page, "Mon titre")
    assertContains(page, 'value="41"')
    round_.refresh_from_db()
    assert round_.weight_expertise == 35


def test_settings_of_a_round_that_is_no_draft_are_refused_without_a_failure(client, curator):
    round_ = RoundFactory(ready=True)
    assertRedirects(client.get(at("settings", round_.pk)), at("round", round_.pk), target_status_code=302)
    page = client.post(at("settings", round_.pk), typed(title="Trop tard"), follow=True)
    assertContains(page, "Ce changement d’état n’est pas possible")
    round_.refresh_from_db()
    assert round_.title != "Trop tard"


@pytest.mark.django_db(transaction=True)
def test_calculating_saves_the_settings_computes_and_leads_to_the_proposals(client, curator, pair_that_fits):
    round_ = RoundFactory()
    response = client.post(at("settings", round_.pk), typed(then="start", title="Nouvelle", min_score="5"), follow=True)
    round_.refresh_from_db()
    assert (round_.title, round_.state) == ("Nouvelle", Round.State.READY)
    assertContains(response, pair_that_fits[1].name)
    assertContains(response, "optimum prouvé")


@pytest.mark.django_db(transaction=True)
def test_a_round_started_twice_is_computed_once_and_says_so(client, curator, pair_that_fits):
    round_ = RoundFactory()
    client.post(at("start", round_.pk))
    page = client.post(at("start", round_.pk), follow=True)
    assertContains(page, "Ce changement d’état n’est pas possible")
    assert round_.moves.filter(to_state="computing").count() == 1


def test_a_round_without_any_open_need_says_what_to_do(client, curator):
    page = client.post(at("start", RoundFactory().pk), follow=True)
    assertContains(page, "aucun besoin ouvert")
    assert Round.objects.get().state == Round.State.DRAFT


def test_the_bar_says_step_and_counts_and_announces_each_quarter_once(client, curator):
    round_ = RoundFactory(computing=True, lease="x", step="rules_and_scores", done_count=300, total_count=500)
    page = client.get(at("progress", round_.pk))
    assertContains(page, 'role="progressbar"')
    assertContains(page, 'aria-valuenow="40"')
    assertContains(page, "Règles et scores")
    assertContains(page, "300 sur 500")
    assertContains(page, '<noscript><meta http-equiv="refresh"')
    assertContains(page, "data-announce")
    polled = client.get(at("progress", round_.pk) + "?dit=25", headers={"HX-Request": "true"})
    assertNotContains(polled, "data-announce")
    assertNotContains(polled, "<html")
    assertContains(polled, 'id="calcul"')


def test_the_polled_bar_is_the_one_of_the_whole_page(client, curator):
    round_ = RoundFactory(computing=True, step="assignment", done_count=0, total_count=1)
    whole = client.get(at("progress", round_.pk)).content.decode()
    part = client.get(at("progress", round_.pk), headers={"HX-Request": "true"}).content.decode()
    csrf = '<input type="hidden" name="csrfmiddlewaretoken"'
    assert part.split(csrf)[0].strip() in whole


def test_the_poll_leaves_for_the_proposals_when_the_round_is_ready(client, curator):
    round_ = RoundFactory(ready=True)
    response = client.get(at("progress", round_.pk), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == at("round", round_.pk)


def test_cancelling_asks_once_and_only_of_a_computing_round(client, curator):
    round_ = RoundFactory(computing=True, lease="worker")
    for _ in range(2):
        page = client.post(at("cancel", round_.pk), follow=True)
        assertContains(page, "Annulation en cours")
    round_.refresh_from_db()
    assert round_.cancel_requested
    page = client.post(at("cancel", RoundFactory(ready=True).pk), follow=True)
    assertContains(page, "il n’y a rien à annuler")


def test_a_round_that_no_worker_has_taken_is_shown_cancelled_at_once(client, curator):
    page = client.post(at("cancel", RoundFactory(computing=True).pk), follow=True)
    assertContains(page, "Rien n’a été envoyé")
    assertNotContains(page, "Annulation en cours")


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_round_that_stopped_says_that_nothing_was_sent_and_can_be_reopened(client, curator, state):
    round_ = RoundFactory(state=state, failure="Le disque est plein." if state == "failed" else "")
    page = client.get(at("progress", round_.pk))
    assertContains(page, "Rien n’a été envoyé")
    assertContains(page, round_.failure)
    assertRedirects(client.post(at("reopen", round_.pk)), at("settings", round_.pk))
    page = client.post(at("reopen", round_.pk), follow=True)
    assertContains(page, "Ce changement d’état n’est pas possible")


def test_a_published_round_is_closed_once(client, curator):
    round_ = RoundFactory(published=True)
    assertContains(client.post(at("close", round_.pk), follow=True), "La tournée est close")
    assertContains(client.post(at("close", round_.pk), follow=True), "Ce changement d’état n’est pas possible")


def test_the_list_says_for_whom_a_round_is_only_when_its_title_does_not(client, curator):
    RoundFactory(title="Mentors, décembre")
    assert "Mentors," not in " ".join(client.get(at("rounds")).content.decode().split()).replace(
        "Mentors, décembre", ""
    )
    RoundFactory(title="Rentrée")
    assertContains(client.get(at("rounds")), "Mentors, créée le")
