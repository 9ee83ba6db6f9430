"""The board of answers and a no with a pause in a real Chromium: on a phone, in the dark, and what axe says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosystem.matching.models import Proposal
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.ecosystem.matching.season import answer_url, fresh, in_days
from tests.factories import CallNoteFactory, MemberFactory, MentorFactory, ProposalFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def of_each_age() -> list[Proposal]:
    now, busy = timezone.now(), MentorFactory(published=True, capacity=9, contact_phone="04 91 00 00 00")
    made = [
        ProposalFactory(sent=True, mentor=busy, expires_on=in_days(0), reminded_at=now, last_chance_at=now),
        ProposalFactory(sent=True, mentor=busy, reminded_at=now, last_chance_at=now),
        ProposalFactory(sent=True, mentor=busy, reminded_at=now),
        *ProposalFactory.create_batch(4, sent=True),
        ProposalFactory(promised=True),
    ]
    CallNoteFactory(proposal=made[0])
    return made


@pytest.mark.looks
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False), (NARROW, True)], ids=str)
def test_the_board_fits_and_is_accessible(page_at, size, dark):
    made = of_each_age()
    page = page_at(*size, dark=dark, user=UserFactory(curator=True))
    here = "/equipe/reponses/"
    first = f"{here}{made[0].pk}/"
    for address in (here, f"{here}?colonne=recentes", f"{here}appels/", f"{here}echelle/", first, f"{first}suivant/"):
        page.goto(address)
        assert_fits(page)
        axe(page)


def test_the_team_notes_a_call_and_finds_it_on_the_card(page_at):
    proposal = ProposalFactory(sent=True)
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto("/equipe/reponses/")
    page.get_by_role("link", name="Noter un appel").click()
    page.get_by_label("Ce qui s’est dit").fill("En déplacement, répondra jeudi.")
    page.get_by_role("button", name="Noter l’appel").click()
    page.get_by_role("navigation").get_by_role("link", name="Réponses").first.click()
    page.get_by_text("En déplacement, répondra jeudi.").wait_for()
    assert fresh(proposal).expires_on == proposal.expires_on


def test_a_mentor_declines_with_a_pause_on_a_phone_and_scripts_are_not_needed(page_at, site):
    for scripts in (True, False):
        proposal = ProposalFactory(sent=True)
        page = page_at(*PHONE, scripts=scripts)
        page.goto(answer_url(proposal, Proposal.Side.PERSON, "fr"))
        page.get_by_role("link", name="Décliner").click()
        place = page.get_by_role("dialog") if scripts else page.locator("main")
        place.get_by_text("Pas de temps en ce moment").click()
        place.get_by_text("Me mettre en pause").click()
        until = timezone.localdate() + timedelta(days=40)
        place.get_by_label("Jusqu’au").fill(until.isoformat())
        if scripts:
            axe(page)
        place.get_by_role("button", name="Envoyer ma réponse").click()
        page.get_by_text("Vous avez décliné cette proposition").wait_for()
        assert fresh(proposal.mentor).paused_until == until


def test_a_startup_gives_a_match_back_and_reads_what_follows_first(page_at):
    admin = UserFactory()
    proposal = ProposalFactory(promised=True)
    MemberFactory(startup=proposal.need.startup, user=admin, role="admin")
    page = page_at(*DESKTOP, user=admin)
    page.goto(f"/propositions/{proposal.pk}/")
    page.get_by_role("button", name="Accepter").click()
    page.get_by_role("link", name="Rendre cette mise en relation").click()
    page.get_by_text("La place de cette personne est libre aussitôt.").wait_for()
    axe(page)
    page.get_by_role("button", name="Rendre").click()
    page.get_by_text("Cette mise en relation a été rendue.").wait_for()
    assert (fresh(proposal).state, fresh(proposal.mentor).taken_count) == ("given_back", 0)
