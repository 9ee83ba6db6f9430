"""The review and the sending in a real Chromium: from the keyboard, by touch, and without any script."""

import pytest
from django.db.models import F
from django.utils import timezone

from ecosystem.matching.actions.sendings import confirm_sending, depart
from ecosystem.matching.models import Proposal, Sending
from tests.browser import DESKTOP, PHONE, assert_fits, axe
from tests.factories import NeedFactory, ProposalFactory, StartupFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def season_of(*names):
    """One pair a startup, all in one round, by the names of the startups."""
    pairs = []
    for name in names:
        startup = StartupFactory(published=True, name=name)
        more = {"round": pairs[0].round} if pairs else {}
        pairs.append(ProposalFactory(need=NeedFactory(opened=True, startup=startup), **more))
    return pairs


def test_a_curator_reads_and_validates_from_the_keyboard(page_at):
    first, second = season_of("Amphore", "Calanque")
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{first.round_id}/propositions/")
    stops = page.locator(".matrix .cell[tabindex='0']")
    assert stops.count() == 1, "the matrix is one tab stop"
    assert "Amphore" in stops.get_attribute("aria-label")
    stops.focus()
    page.keyboard.press("ArrowDown")
    assert "Calanque" in page.locator(":focus").get_attribute("aria-label")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert stops.count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.locator("#paire").get_by_text("Amphore").first.wait_for()
    page.keyboard.press("v")
    page.locator("#paire").get_by_text("Calanque").first.wait_for()
    first.refresh_from_db()
    assert first.reviewed_at is not None
    page.keyboard.press("x")
    page.get_by_role("dialog").get_by_text("Écarter cette proposition").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.keyboard.press("r")
    page.wait_for_url(f"**/propositions/{second.pk}/remplacer/**")
    axe(page)


def test_the_shortcuts_are_listed_and_can_be_switched_off(page_at):
    (pair,) = season_of("Amphore")
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{pair.round_id}/propositions/")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Raccourcis du clavier")
    listed.get_by_label("Utiliser les raccourcis").uncheck()
    axe(page)
    page.keyboard.press("Escape")
    page.locator("body").press("v")
    page.reload()
    page.locator("body").press("v")
    page.locator("#id_word").press("v")
    assert page.locator("#id_word").input_value() == "v", "letters stay letters in a field"
    pair.refresh_from_db()
    assert pair.reviewed_at is None


def test_on_a_phone_a_pair_is_validated_from_its_card_and_the_sending_undone(page_at):
    (pair,) = season_of("Amphore")
    page = page_at(*PHONE, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{pair.round_id}/propositions/")
    assert_fits(page)
    page.get_by_role("article").get_by_role("button", name="Valider").click()
    page.get_by_text("Tout est validé").wait_for()
    page.get_by_role("link", name="Envoyer 1 validée").click()
    page.get_by_role("button", name="Envoyer 1 validée").click()
    page.get_by_role("timer").wait_for()
    assert_fits(page)
    axe(page)
    page.get_by_role("button", name="Annuler l’envoi").click()
    page.get_by_text("Envoi annulé").wait_for()
    assert Proposal.objects.get().state == "drafted"


def test_the_clock_runs_down_and_the_page_reads_itself_again_when_it_has_left(page_at):
    (pair,) = season_of("Amphore")
    Proposal.objects.update(reviewed_at=timezone.now())
    sending = confirm_sending(pair.round, by=None)
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{pair.round_id}/envoi/")
    shown = page.locator(".timer .num")
    before = shown.text_content()
    page.wait_for_function("text => document.querySelector('.timer .num').textContent !== text", arg=before)
    Sending.objects.update(leaves_at=F("confirmed_at"))
    page.reload()
    page.get_by_role("heading", name="Les courriels partent").wait_for()
    depart(sending.pk)
    page.get_by_text("Tout ce qui était validé est parti.").wait_for()
    axe(page)


def test_without_any_script_everything_is_done_by_links_and_forms(page_at):
    first, _second = season_of("Amphore", "Calanque")
    page = page_at(*DESKTOP, user=UserFactory(curator=True), scripts=False)
    page.goto(f"/equipe/tournees/{first.round_id}/propositions/?vue=matrice")
    page.locator("#paire").get_by_role("button", name="Valider").click()
    page.get_by_role("link", name="Envoyer 1 validée").click()
    page.get_by_role("button", name="Envoyer 1 validée").click()
    page.get_by_text("Départ à").wait_for()
    page.get_by_text("Annuler remet tout en relecture").wait_for()
    page.get_by_role("button", name="Annuler l’envoi").click()
    page.get_by_text("Envoi annulé").wait_for()
