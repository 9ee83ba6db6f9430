"""The desk of the mail texts: checked words, versions, a preview of what is written, a trial in both languages."""

from collections.abc import Iterator

import pytest
from django.core import mail as outbox
from django.test import Client

from ecosystem.accounts.models import User
from ecosystem.core.mail import send_due_mails
from ecosystem.core.mail_kinds import MailKind
from ecosystem.core.mail_texts import save_text, words_of
from ecosystem.core.models import Mail, MailText
from ecosystem.home.mail_desk import slug_of
from tests.ecosystem.core.kinds import kind, registered
from tests.factories import MailFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "/equipe/courriels/essais-nouvelle/"
SUBJECT = "{startup} vous attend"
BODY = "Bonjour {prénom},\n\nAvant le {échéance}.\n\n{lien}"


@pytest.fixture(autouse=True)
def news() -> Iterator[MailKind]:
    with registered(kind()) as made:
        yield made


@pytest.fixture
def lucie(client: Client) -> User:
    person: User = UserFactory(full_name="Lucie Marchetti", email="lucie@exemple.test", curator=True)
    client.force_login(person)
    return person


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def posted(client: Client, where: str = TEXT, **fields: str):
    return client.post(where, {"langue": "fr", "subject": SUBJECT, "body": BODY, **fields})


def test_the_address_of_a_kind_says_its_template() -> None:
    assert slug_of(kind(template="matching/mails/startup_asked")) == "matching-startup-asked"


def test_the_list_opens_on_a_text_with_its_names_and_its_versions(client: Client, lucie: User) -> None:
    page = text_of(client.get("/equipe/courriels/", follow=True))
    assert "Modèles de courriel" in page
    page = text_of(client.get(TEXT))
    for words in ("Nouvelle", "{prénom}", "{échéance}", "Version d’origine", "Aperçu pour", "Nadia Belkacem"):
        assert words in page


def test_a_text_is_saved_as_a_new_version_and_counts_from_then_on(client: Client, lucie: User, news: MailKind) -> None:
    assert posted(client).status_code == 302
    words = words_of(news, "fr")
    assert (words.subject, words.version, words.by) == (SUBJECT, 1, lucie)
    page = text_of(client.get(TEXT))
    assert "Version 1" in page
    assert "modifié" in page


def test_the_same_text_twice_is_one_version(client: Client, lucie: User) -> None:
    posted(client)
    assert "Rien n’avait changé." in text_of(client.get(posted(client)["Location"]))
    assert MailText.objects.count() == 1


def test_an_unknown_name_blocks_saving_and_says_what_to_write(client: Client, lucie: User) -> None:
    response = posted(client, body="Avant le {date_limite}.\n\n{lien}")
    page = text_of(response)
    assert response.status_code == 422
    assert "{date_limite} n’existe pas. Écrivez {échéance}." in page
    assert "Avant le {date_limite}." in page, "what was written stays on the page"
    assert not MailText.objects.exists()


def test_a_text_without_its_link_is_refused(client: Client, lucie: User) -> None:
    assert "Il manque {lien}" in text_of(posted(client, body="Bonjour {prénom},"))


def test_two_people_who_write_at_once_do_not_overwrite_each_other(client: Client, lucie: User, news: MailKind) -> None:
    save_text(news, "fr", subject="L’autre objet", body=BODY, by=UserFactory())
    response = posted(client, version="0")
    assert response.status_code == 422
    assert "Quelqu’un a enregistré une autre version entre-temps" in text_of(response)
    assert SUBJECT in text_of(response)
    assert posted(client, version="1").status_code == 302
    assert words_of(news, "fr").version == 2


def test_english_that_is_older_than_french_is_said(client: Client, lucie: User) -> None:
    assert "plus ancien que le français" not in text_of(client.get(TEXT))
    posted(client)
    assert "plus ancien que le français" in text_of(client.get(TEXT))
    posted(client, langue="en", subject="{startup} is waiting")
    assert "plus ancien que le français" not in text_of(client.get(TEXT))


def test_the_words_of_the_site_come_back_as_a_version_and_none_is_lost(
    client: Client, lucie: User, news: MailKind
) -> None:
    posted(client)
    for _ in range(2):
        client.post(f"{TEXT}origine/", {"langue": "fr"})
    assert words_of(news, "fr").is_original
    assert MailText.objects.count() == 2
    page = text_of(client.get(f"{TEXT}?version=1"))
    assert "Repris de la version 1" in page
    assert f'value="{SUBJECT}"' in page


def test_the_preview_shows_what_is_written_for_a_real_person_and_saves_nothing(client: Client, lucie: User) -> None:
    response = posted(client, f"{TEXT}apercu/", pour="7", subject="{startup} <b>", body="{prénom} {inconnu} {lien}")
    page = text_of(response)
    for words in ("Calanque &lt;b&gt;", "Nadia {inconnu}", "{inconnu} n’existe pas."):
        assert words in page
    assert not MailText.objects.exists()
    assert not Mail.objects.exists()


def test_the_preview_stands_in_the_page_and_nothing_in_it_runs(client: Client, lucie: User) -> None:
    response = client.get(f"{TEXT}apercu/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox></iframe>" in text_of(client.get(TEXT))


def test_a_trial_leaves_to_oneself_in_both_languages_once(client: Client, lucie: User) -> None:
    for _ in range(2):
        assert posted(client, f"{TEXT}essai/", pour="7").status_code == 302
    tests = Mail.objects.filter(template="essai/essais/nouvelle", to=lucie.email)
    assert sorted(tests.values_list("language", flat=True)) == ["en", "fr"]
    send_due_mails()
    assert "[Essai] Calanque vous attend" in [message.subject for message in outbox.outbox]
    assert "Dernier essai le" in text_of(client.get(TEXT))


def test_a_trial_of_a_text_with_a_hole_does_not_leave(client: Client, lucie: User) -> None:
    assert posted(client, f"{TEXT}essai/", body="{inconnu}").status_code == 422
    assert not Mail.objects.exists()
    assert not MailText.objects.exists()


def test_how_often_it_left_is_counted(client: Client, lucie: User, news: MailKind) -> None:
    MailFactory.create_batch(3, template=news.template)
    assert "3 fois ces trente derniers jours." in text_of(client.get(TEXT))


def test_an_unknown_text_does_not_exist(client: Client, lucie: User) -> None:
    assert client.get("/equipe/courriels/rien/").status_code == 404
