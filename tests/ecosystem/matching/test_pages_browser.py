"""The matching pages in a real Chromium: what moves by itself, what is touched on a phone, and what axe says."""

import pytest

from ecosystem.matching.models import Proposal, Round
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.ecosystem.matching.season import answer_url
from tests.factories import MemberFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_bar_moves_by_itself_and_leads_to_the_proposals(page_at):
    proposal = ProposalFactory(round=RoundFactory(computing=True, lease="x"))
    rounds = Round.objects.filter(pk=proposal.round_id)
    rounds.update(step="rules_and_scores", done_count=0, total_count=50)
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{proposal.round_id}/")
    page.locator("[role=progressbar][aria-valuenow='10']").wait_for()
    axe(page)
    rounds.update(done_count=25)
    page.locator("[role=progressbar][aria-valuenow='35']").wait_for()
    assert page.locator("#live").text_content() == "Calcul\N{NO-BREAK SPACE}: 25\N{NO-BREAK SPACE}%"
    rounds.update(state="ready", computed_at="2026-11-23T12:00:00Z")
    page.wait_for_url("**/propositions/")


def test_the_other_weights_give_way_to_the_one_that_moves(page_at):
    round_ = RoundFactory()
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{round_.pk}/criteres/")
    page.get_by_role("slider", name="Secteur").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#total").text_content() == "100"
    page.get_by_role("button", name="Enregistrer ce réglage").click()
    page.get_by_text("Réglage enregistré.").wait_for()
    axe(page)
    assert Round.objects.get().weight_sector == round_.weight_sector + 1


def test_a_mentor_declines_on_a_phone_with_one_reason(page_at, site):
    proposal = ProposalFactory(sent=True)
    page = page_at(*PHONE)
    page.goto(answer_url(proposal, Proposal.Side.PERSON, "fr"))
    axe(page)
    page.get_by_role("link", name="Décliner").click()
    page.get_by_role("dialog").get_by_text("Pas de temps en ce moment").click()
    axe(page)
    page.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_text("Vous avez décliné cette proposition").wait_for()
    assert Proposal.objects.get().decline_reason == "no_time"


def test_both_say_yes_without_any_script(page_at, site):
    proposal = ProposalFactory(sent=True)
    MemberFactory(startup=proposal.need.startup)
    page = page_at(*PHONE, scripts=False)
    for side in (Proposal.Side.PERSON, Proposal.Side.STARTUP):
        page.goto(answer_url(proposal, side, "fr"))
        page.get_by_role("button", name="Accepter").click()
    page.get_by_text(proposal.mentor.user.email).wait_for()
    assert Proposal.objects.get().state == "accepted"


@pytest.mark.looks
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False), (NARROW, True)], ids=str)
def test_every_page_of_the_team_fits_and_is_accessible(page_at, size, dark):
    proposal = ProposalFactory()
    for rank, score in enumerate((4_600, 5_600, 6_600, 7_600), start=1):
        ProposalFactory(round=proposal.round, need=proposal.need, rank=rank, score=score, points_sector=score - 1_500)
    draft = RoundFactory()
    stopped = RoundFactory(state="failed", failure="Le disque est plein.")
    page = page_at(*size, dark=dark, user=UserFactory(curator=True))
    here = f"/equipe/tournees/{proposal.round_id}"
    for address in (
        "/equipe/tournees/",
        f"/equipe/tournees/{draft.pk}/criteres/",
        f"/equipe/tournees/{stopped.pk}/calcul/",
        f"{here}/propositions/",
        f"{here}/propositions/?vue=cartes",
        f"{here}/propositions/?vue=liste",
        f"{here}/propositions/{proposal.pk}/ecarter/",
        f"{here}/propositions/{proposal.pk}/remplacer/",
        f"{here}/envoi/",
        f"{here}/envoi/courriel/",
        f"{here}/feuille/",
    ):
        page.goto(address)
        assert_fits(page)
        axe(page)
