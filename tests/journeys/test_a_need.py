"""A founder follows her need to its end: each step is told, nobody who declined is named, and the end is honest."""

import re

import pytest
from playwright.sync_api import Page

from ecosystem.core.models import Mail
from ecosystem.matching.models import Proposal
from startups.models import Need
from tests.browser import PHONE, assert_fits
from tests.ecosystem.matching.season import answer_url
from tests.factories import NeedFactory, ProposalFactory, RoundFactory, StartupFactory, UserFactory
from tests.journeys.steps import PageAt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked() -> Proposal:
    """Somebody is asked for the need, with an alternate behind her."""
    startup = StartupFactory(published=True, admin=UserFactory(full_name="Inès Vidal"))
    need = NeedFactory(startup=startup, opened=True, title="Un distributeur en Allemagne")
    proposal: Proposal = ProposalFactory(sent=True, need=need, round=RoundFactory(published=True, title="Novembre"))
    ProposalFactory(round=proposal.round, need=need, rank=1)
    return proposal


def test_a_need_is_followed_from_the_first_question_to_its_honest_end(page_at: PageAt, site, asked: Proposal) -> None:
    need = asked.need
    page = page_at(*PHONE, user=need.startup.members.get().user)
    page.goto(f"/espace/besoins/{need.pk}/")
    assert_fits(page)
    assert_trail(page, "Une personne sollicitée", "Une réponse est attendue", "Au plus tard, une réponse claire")
    assert asked.mentor.name not in page.content(), "named once she said yes"

    somebody_declines(page_at(*PHONE), asked)
    page.reload()
    assert_trail(page, "La personne a décliné", "Remplaçant sollicité")

    alternate = Proposal.objects.get(need=need, rank=1)
    somebody_declines(page_at(*PHONE), alternate)
    page.reload()
    assert_trail(page, "La prochaine tournée")
    for one in (asked, alternate):
        assert one.mentor.name not in page.content()
        assert "J’ai investi chez un concurrent" not in page.content()

    she_reads_what_was_mailed(page, need)
    she_closes_it(page, need)
    assert_trail(page, "Une personne sollicitée")
    page.get_by_role("heading", name="Ce qui a manqué").wait_for()
    page.get_by_text("2 personnes ont été sollicitées, 2 ont décliné.").wait_for()
    page.get_by_role("heading", name="Trois autres voies").wait_for()
    assert_fits(page)


def assert_trail(page: Page, *titles: str) -> None:
    told = page.locator(".trail").inner_text()
    for title in titles:
        assert title in told, told


def somebody_declines(page: Page, proposal: Proposal) -> None:
    page.goto(answer_url(proposal, Proposal.Side.PERSON, "fr"))
    page.get_by_role("link", name="Décliner").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Conflit d’intérêts").click()
    sheet.get_by_label("Précision").fill("J’ai investi chez un concurrent.")
    sheet.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_text("Vous avez décliné cette proposition.").wait_for()


def she_reads_what_was_mailed(page: Page, need: Need) -> None:
    """What she was written about it is on her page, and the reason of a no is in none of it."""
    written = Mail.objects.filter(reader=need.startup.members.get().user)
    assert written.exists()
    assert not [mail for mail in written if "concurrent" in mail.text]
    page.get_by_role("link", name="Les relire").click()
    page.get_by_role("heading", name="Courriels reçus").wait_for()
    page.get_by_role("heading", name=written.order_by("pk").first().subject).first.wait_for()


def she_closes_it(page: Page, need: Need) -> None:
    page.goto(f"/espace/besoins/{need.pk}/")
    page.get_by_role("link", name="Clore").click()
    page.get_by_role("button", name=re.compile("^Clore")).click()
    page.wait_for_url(lambda url: "cloture" not in url)
    need.refresh_from_db()
    assert need.state == Need.State.CLOSED
    page.goto(f"/espace/besoins/{need.pk}/")
