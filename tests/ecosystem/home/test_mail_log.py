"""The log of all mails: what became of each, without the keys of its links, and sending again what failed."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail_log import kind_label, record_label, without_keys
from ecosystem.core.models import Mail
from tests.factories import MailFactory, UserFactory

pytestmark = pytest.mark.django_db
LOG = "/equipe/courriels/journal/"
KEY = "WzEyLCJwZXJzb24iXQ:1qXyZ9:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcde"


@pytest.fixture
def lucie(client: Client) -> User:
    person: User = UserFactory(curator=True)
    client.force_login(person)
    return person


def page(client: Client, url: str = LOG) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_every_mail_is_there_with_its_state_its_tries_and_its_record(client: Client, lucie: User) -> None:
    MailFactory(subject="Une proposition", about="matching.proposal:12", state="failed", attempt_count=8, failure="Non")
    text = page(client)
    for words in ("Une proposition", "ines@exemple.test", "Échoué", "Non", "proposition 12", "1 en échec"):
        assert words in text


def test_filters_keep_what_they_say_and_a_wrong_one_keeps_all(client: Client, lucie: User) -> None:
    MailFactory(subject="Un échec", state="failed", about="matching.proposal:12")
    MailFactory(subject="Un départ", state="sent", sent_at=timezone.now(), to="marc@exemple.test")
    for query, shown in (
        ("?etat=failed", {"Un échec"}),
        ("?q=marc", {"Un départ"}),
        ("?q=matching.proposal:12", {"Un échec"}),
        ("?q=départ+marc", {"Un départ"}),
        ("?etat=perdu", {"Un échec", "Un départ"}),
    ):
        text = page(client, LOG + query)
        assert {subject for subject in ("Un échec", "Un départ") if f">{subject}</a>" in text} == shown
    assert "Aucun courriel ne correspond" in page(client, f"{LOG}?q=personne")


def test_the_log_is_empty_at_first(client: Client, lucie: User) -> None:
    assert "Aucun courriel pour l’instant" in page(client)


def test_the_words_are_shown_without_what_is_signed_in_their_links(client: Client, lucie: User) -> None:
    mail = MailFactory(text=f"Répondez : https://escale.test/reponse/{KEY}/", html=f'<a href="/reponse/{KEY}/">oui</a>')
    assert KEY not in page(client, f"{LOG}{mail.pk}/")
    assert "https://escale.test/reponse/…" in page(client, f"{LOG}{mail.pk}/")
    drawn = client.get(f"{LOG}{mail.pk}/apercu/")
    assert KEY not in drawn.content.decode()
    assert "default-src 'none'" in drawn["Content-Security-Policy"]


def test_addresses_and_hours_are_no_keys() -> None:
    for text in (
        "https://escale.test/startups/calanque-robotics/",
        "à 14:30:00",
        "/propositions/12/",
        "http://a.b:80/x",
    ):
        assert without_keys(text) == text
    assert without_keys(f"/courriels/arret/{KEY}/ puis") == "/courriels/arret/…/ puis"


@pytest.mark.parametrize("template", ["account/email/login_code", "accounts/mail/notice", "mfa/email/x"])
def test_what_opens_an_account_is_read_by_its_owner_alone(client: Client, lucie: User, template: str) -> None:
    mail = MailFactory(template=template, text="Votre code : 123456", html="<b>123456</b>")
    text = page(client, f"{LOG}{mail.pk}/")
    assert "123456" not in text
    assert "ses mots ne se lisent que chez son destinataire" in text
    assert client.get(f"{LOG}{mail.pk}/apercu/").status_code == 404


def test_a_failed_mail_leaves_again_once_with_the_same_number(
    client: Client, lucie: User, django_capture_on_commit_callbacks: Any
) -> None:
    mail = MailFactory(state=Mail.State.FAILED, attempt_count=8, failure="Non")
    number = mail.message_id
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LOG}{mail.pk}/renvoyer/")
        again = client.post(f"{LOG}{mail.pk}/renvoyer/", follow=True)
    mail.refresh_from_db()
    assert (mail.state, mail.message_id, mail.attempt_count) == (Mail.State.SENT, number, 1)
    assert "il n’y a rien à renvoyer" in again.content.decode()


def test_what_did_not_fail_is_not_sent_again(client: Client, lucie: User) -> None:
    for state in ("queued", "held", "muted", "dropped"):
        mail = MailFactory(state=state)
        client.post(f"{LOG}{mail.pk}/renvoyer/")
        mail.refresh_from_db()
        assert mail.state == state


def test_the_number_of_queries_does_not_grow(client: Client, lucie: User, django_assert_max_num_queries: Any) -> None:
    MailFactory(reader=UserFactory())
    with django_assert_max_num_queries(12) as one:
        page(client)
    for _ in range(3):
        MailFactory(reader=UserFactory(), about="matching.proposal:3")
    with django_assert_max_num_queries(len(one)):
        page(client)


def test_kinds_and_records_have_words() -> None:
    assert kind_label("core/mails/digest") == "Résumé"
    assert kind_label("essai/core/mails/digest") == "Résumé"
    assert kind_label("inconnu") == "inconnu"
    assert record_label("matching.proposal:12") == "proposition 12"
    assert record_label("rien") == "rien"
    assert record_label("") == ""
