"""A mentor on her phone: she sees that something waits, reads why it is she, and answers with her thumb."""

import pytest

from ecosystem.accounts.models import User
from ecosystem.core.models import Mail
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.models import Proposal
from tests.browser import PHONE, assert_fits
from tests.ecosystem.matching.season import computed, season
from tests.factories import MailFactory
from tests.journeys.steps import PageAt
from tests.workers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked() -> Proposal:
    """A proposal that waits for a mentor, and the message that told her."""
    season(needs=1, mentors=1)
    proposal: Proposal = publish_round(computed(), by=None).proposals.chosen().get()
    Proposal.objects.filter(pk=proposal.pk).update(team_word="Elle connaît ce port.")
    url = f"/propositions/{proposal.pk}/"
    MailFactory(reader=proposal.mentor.user, to=proposal.mentor.user.email, subject="Une startup vous attend", url=url)
    return proposal


def test_she_reads_why_and_says_yes_on_her_phone(page_at: PageAt, site, asked: Proposal) -> None:
    page = page_at(*PHONE, user=asked.mentor.user)
    page.goto("/mentor/")
    assert_fits(page)
    page.get_by_text("Une proposition attend votre réponse.").wait_for()
    she_reads_her_message(page, asked.mentor.user)
    she_reads_why(page, asked)

    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("Vous avez dit oui le").wait_for()
    assert_fits(page)
    asked.refresh_from_db()
    assert asked.person_answer == Proposal.Answer.YES
    page.go_back()
    page.reload()
    assert page.get_by_role("button", name="Accepter").count() == 0, "one answer, however one comes back"


def she_reads_her_message(page, person: User) -> None:
    """The rail counts it, opening it marks it read, and it leads to its page."""
    unread = page.get_by_role("link", name="Messages 1")
    unread.wait_for()
    assert unread.bounding_box()["x"] < PHONE[0], "in sight without scrolling"
    unread.click()
    assert_fits(page)
    page.get_by_role("link", name="Une startup vous attend").click()
    eventually(lambda: not Mail.objects.inbox_of(person.pk).unread().exists())
    page.get_by_role("link", name="Ouvrir la page").click()


def she_reads_why(page, proposal: Proposal) -> None:
    """The need, the score and its parts, the word of the team, and no contact before both have said yes."""
    page.get_by_role("heading", name="Pourquoi vous").wait_for()
    assert_fits(page)
    read = page.locator("main").inner_text()
    assert proposal.need.title in read
    assert "Elle connaît ce port." in read
    assert page.locator("main q").count() > 0, "her own profile is quoted"
    assert page.get_by_role("button", name="Accepter").bounding_box()["height"] >= 44
    assert proposal.need.startup.contact_email not in page.content()


def test_a_no_costs_one_choice_and_its_reason_stays_with_the_team(page_at: PageAt, site, asked: Proposal) -> None:
    page = page_at(*PHONE, user=asked.mentor.user)
    page.goto(f"/propositions/{asked.pk}/")
    page.get_by_role("link", name="Décliner").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Pas de temps en ce moment").first.click()
    sheet.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_text("Vous avez décliné cette proposition.").wait_for()
    asked.refresh_from_db()
    assert asked.state == Proposal.State.DECLINED
    founder = page_at(*PHONE, user=asked.need.startup.members.get().user)
    founder.goto(f"/espace/besoins/{asked.need_id}/")
    assert asked.get_decline_reason_display() not in founder.content()
    assert asked.mentor.name not in founder.content()
