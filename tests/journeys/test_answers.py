"""Answers given from the link of a mail: a no, the keyboard alone, and machines that open every link."""

import pytest
from django.core import mail
from django.test import Client

from ecosystem.core.models import Mail
from ecosystem.matching.models import Proposal
from tests.browser import DESKTOP, PHONE
from tests.ecosystem.matching.season import answer_url
from tests.factories import ProposalFactory, RoundFactory
from tests.fingerprint import fingerprint
from tests.journeys.steps import PageAt, answer_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked() -> Proposal:
    """A proposal that waits for a mentor, with an alternate behind her."""
    proposal: Proposal = ProposalFactory(sent=True, team_word="Elle connaît ce port.")
    ProposalFactory(round=proposal.round, need=proposal.need, rank=1)
    return proposal


def link(proposal: Proposal) -> str:
    return answer_url(proposal, Proposal.Side.PERSON, "fr")


def test_a_no_with_its_reason_calls_the_next_alternate_who_may_say_yes(page_at: PageAt, site, asked) -> None:
    page = page_at(*PHONE)
    page.goto(link(asked))
    page.get_by_role("link", name="Décliner").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Conflit d’intérêts").click()
    sheet.get_by_label("Précision").fill("J’ai investi chez un concurrent.")
    sheet.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_text("Vous avez décliné cette proposition.").wait_for()

    asked.refresh_from_db()
    assert (asked.state, asked.decline_reason) == (Proposal.State.DECLINED, "conflict")
    alternate = Proposal.objects.get(rank=1)
    assert alternate.state == Proposal.State.SENT
    startup = asked.need.startup.contact_email
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted([alternate.mentor.user.email, startup])
    page.goto(answer_link(alternate.mentor.user.email))
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("Vous avez dit oui le").wait_for()
    assert "concurrent" not in page.content()


def test_the_answer_is_given_with_the_keyboard_alone(page_at: PageAt, site, asked) -> None:
    """Tab reaches the refusal, Enter opens it, Escape closes it and gives the focus back, Enter accepts."""
    page = page_at(*DESKTOP)
    page.goto(link(asked))
    tab_to(page, "Décliner")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert focused(page) == "Décliner"
    tab_to(page, "Accepter")
    page.keyboard.press("Enter")
    page.get_by_text("Vous avez dit oui le").wait_for()
    asked.refresh_from_db()
    assert asked.person_answer == Proposal.Answer.YES


def test_a_reason_is_chosen_with_the_keyboard_alone(page_at: PageAt, site, asked) -> None:
    page = page_at(*DESKTOP)
    page.goto(link(asked))
    tab_to(page, "Décliner")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")
    tab_to(page, "Envoyer ma réponse")
    page.keyboard.press("Enter")
    page.get_by_text("Vous avez décliné cette proposition.").wait_for()
    asked.refresh_from_db()
    assert asked.state == Proposal.State.DECLINED


def tab_to(page, name: str) -> None:
    """Press Tab until the focus stands on what is called so, as a person would."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"Tab never reaches « {name} »")


def focused(page) -> str:
    return page.evaluate("(document.activeElement.innerText || '').trim()")


def test_a_scanner_that_opens_every_link_of_every_mail_answers_nothing(page_at: PageAt, site) -> None:
    """HEAD, GET, OPTIONS, and a browser that runs scripts and opens all that each page links to."""
    round_ = RoundFactory(published=True)
    proposals = [ProposalFactory(sent=True, round=round_), ProposalFactory(promised=True, round=round_)]
    links = [answer_url(proposal, side, "fr") for proposal in proposals for side in Proposal.Side.values]
    before = fingerprint()
    client = Client()
    for address in links:
        for path in (address.removeprefix(site.url), address.removeprefix(site.url) + "decliner/"):
            for method in (client.head, client.get, client.options):
                assert method(path).status_code in {200, 302, 405}
    page = page_at(*DESKTOP)
    for address in links:
        page.goto(address, wait_until="networkidle")
        page.mouse.wheel(0, 4000)
        for target in page.eval_on_selector_all("main a[href]", "all => all.map(one => one.href)"):
            if target.startswith(address):
                page.goto(target, wait_until="networkidle")
    assert fingerprint() == before
    assert Mail.objects.count() == 0
    assert len(mail.outbox) == 0
