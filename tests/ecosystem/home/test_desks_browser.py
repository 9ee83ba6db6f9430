"""Messages, mail texts, the log and the tasks in a real Chromium: what axe says, what fits, what is written."""

from collections.abc import Iterator

import pytest

from ecosystem.core.mail_kinds import MailKind
from ecosystem.core.mail_texts import words_of
from ecosystem.core.models import Mail
from ecosystem.matching.models import Round
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.ecosystem.core.kinds import kind, registered
from tests.factories import MailFactory, RoundFactory, TaskRunFactory, UserFactory
from tests.workers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "/equipe/courriels/essais-nouvelle/"


@pytest.fixture(autouse=True)
def news() -> Iterator[MailKind]:
    with registered(kind()) as made:
        yield made


@pytest.mark.looks
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, True), (PHONE, False), (NARROW, True)], ids=str)
def test_the_desks_fit_and_are_accessible(page_at, size, dark):
    lucie = UserFactory(curator=True)
    mail = MailFactory(reader=lucie, url="/equipe/reponses/", about="matching.proposal:3", html="<p>Bonjour</p>")
    MailFactory(reader=lucie, state=Mail.State.FAILED, failure="SMTPRecipientsRefused: " + "x" * 120)
    TaskRunFactory(failed=True, trace="ligne " * 80)
    RoundFactory(state=Round.State.FAILED, failure="Le serveur s’est arrêté.")
    page = page_at(*size, dark=dark, user=lucie)
    for address in (
        "/messages/", f"/messages/{mail.pk}/", "/compte/courriels/", TEXT, "/equipe/courriels/journal/",
        f"/equipe/courriels/journal/{mail.pk}/", "/equipe/taches/",
    ):  # fmt: skip
        page.goto(address)
        assert_fits(page)
        axe(page)


def test_a_text_is_written_with_its_names_seen_and_saved(page_at, news):
    page = page_at(*DESKTOP, user=UserFactory(curator=True), expects=["422"])
    page.goto(TEXT)
    seen = page.frame_locator("iframe[name=voir]")
    seen.get_by_text("Bonjour Nadia,").wait_for()
    page.get_by_role("textbox", name="Texte").fill("Avant le {date_limite}.\n\n{lien}")
    page.get_by_text("non enregistrée").wait_for()
    seen.get_by_text("{date_limite} n’existe pas. Écrivez {échéance}.").wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("L’enregistrement est bloqué").wait_for()
    seen.get_by_role("paragraph").filter(has_text="Avant le {date_limite}.").wait_for()

    page.get_by_role("textbox", name="Texte").fill("")
    page.get_by_role("button", name="{échéance}").click()
    page.get_by_role("textbox", name="Texte").press("Enter")
    page.get_by_role("textbox", name="Texte").press("Enter")
    page.get_by_role("button", name="{lien}").click()
    assert page.get_by_role("textbox", name="Texte").input_value() == "{échéance}\n\n{lien}"
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Le texte est enregistré.").wait_for()
    assert words_of(news, "fr").body == "{échéance}\n\n{lien}"


def test_a_message_is_marked_read_without_a_script_by_its_button(page_at):
    person = UserFactory()
    mail = MailFactory(reader=person, subject="Une nouvelle")
    page = page_at(*PHONE, user=person, scripts=False)
    page.goto("/messages/")
    page.get_by_role("link", name="Une nouvelle").click()
    assert Mail.objects.get(pk=mail.pk).read_at is None
    page.get_by_role("button", name="Marquer comme lu").click()
    eventually(lambda: Mail.objects.get(pk=mail.pk).read_at is not None)
