"""A person's messages on the site: what was written to her account, hers alone, and nothing marked by a GET."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.models import Mail
from ecosystem.home.messages import own_page, preview
from tests.factories import MailFactory, MentorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
INBOX = "/messages/"


@pytest.fixture
def ines(client: Client) -> User:
    person: User = UserFactory(full_name="Inès Vidal")
    client.force_login(person)
    return person


def page(client: Client, url: str = INBOX) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_the_messages_are_hers_the_newest_first(client: Client, ines: User) -> None:
    MailFactory(reader=ines, subject="Un premier mot")
    MailFactory(reader=ines, subject="Le suivant")
    MailFactory(reader=UserFactory(), subject="Pour une autre")
    MailFactory(reader=None, to=ines.email, subject="Un code de connexion")
    text = page(client)
    assert text.index("Le suivant") < text.index("Un premier mot")
    assert "Pour une autre" not in text
    assert "Un code de connexion" not in text
    assert "2 messages non lus." in text


def test_a_message_of_somebody_else_does_not_exist(client: Client, ines: User) -> None:
    other = MailFactory(reader=UserFactory())
    for url in (f"{INBOX}{other.pk}/", f"{INBOX}999/"):
        assert client.get(url).status_code == 404
    for act in ("lu", "non-lu"):
        assert client.post(f"{INBOX}{other.pk}/{act}/").status_code == 404
    client.post(f"{INBOX}tout-lire/")
    other.refresh_from_db()
    assert other.read_at is None


def test_opening_a_message_shows_it_whole_with_its_page_and_marks_nothing(client: Client, ines: User) -> None:
    mail = MailFactory(reader=ines, text="Bonjour Inès,\n\nUne phrase.", url="/propositions/12/")
    text = page(client, f"{INBOX}{mail.pk}/")
    assert "Une phrase." in text
    assert 'href="/propositions/12/"' in text
    assert f'hx-post="{INBOX}{mail.pk}/lu/"' in text
    mail.refresh_from_db()
    assert mail.read_at is None


def test_a_message_is_marked_read_once_and_unread_again(client: Client, ines: User) -> None:
    mail = MailFactory(reader=ines)
    assert client.post(f"{INBOX}{mail.pk}/lu/", headers={"HX-Request": "true"}).status_code == 204
    mail.refresh_from_db()
    first = mail.read_at
    assert client.post(f"{INBOX}{mail.pk}/lu/").status_code == 302
    mail.refresh_from_db()
    assert (mail.read_at, first is not None) == (first, True)
    client.post(f"{INBOX}{mail.pk}/non-lu/")
    mail.refresh_from_db()
    assert mail.read_at is None


def test_everything_is_marked_read_at_once(client: Client, ines: User) -> None:
    MailFactory.create_batch(3, reader=ines)
    assert "3 messages marqués comme lus." in client.post(f"{INBOX}tout-lire/", follow=True).content.decode()
    assert not Mail.objects.unread().exists()
    assert "Tout était déjà lu." in client.post(f"{INBOX}tout-lire/", follow=True).content.decode()


def test_only_the_unread_ones_are_shown_on_demand(client: Client, ines: User) -> None:
    MailFactory(reader=ines, subject="Déjà lu", read_at=timezone.now())
    assert "Déjà lu" not in page(client, f"{INBOX}?voir=non-lus")
    assert "Tous vos messages sont lus." in page(client, f"{INBOX}?voir=non-lus")


def test_without_any_message_the_page_says_what_will_come(client: Client, ines: User) -> None:
    assert "Aucun message pour l’instant" in page(client)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("muted", "il se lit seulement ici"),
        ("held", "Il sera dans votre prochain résumé."),
        ("failed", "n’a pas pu être remis à ines@exemple.test"),
    ],
)
def test_a_message_says_what_became_of_its_mail(client: Client, ines: User, state: str, words: str) -> None:
    mail = MailFactory(reader=ines, state=state)
    assert words in page(client, f"{INBOX}{mail.pk}/")


def test_every_rail_counts_what_is_unread(client: Client) -> None:
    people = {
        MentorFactory().user: reverse("home:mentor"),
        UserFactory(curator=True): reverse("matching:rounds"),
    }
    founder = UserFactory()
    StartupFactory(admin=founder)
    for person, url in {**people, founder: reverse("home:space")}.items():
        client.force_login(person)
        MailFactory.create_batch(2, reader=person)
        assert 'Messages<span class="n">2</span>' in page(client, url)


def test_the_number_of_queries_does_not_grow_and_pages_follow(
    client: Client, ines: User, django_assert_max_num_queries: Any
) -> None:
    MailFactory(reader=ines)
    with django_assert_max_num_queries(12) as one:
        page(client)
    MailFactory.create_batch(24, reader=ines)
    with django_assert_max_num_queries(len(one)):
        text = page(client)
    assert text.count('class="unread"') == 20
    assert page(client, f"{INBOX}?page=2").count('class="unread"') == 5


def test_the_first_words_leave_the_greeting_out_and_links_stay_on_the_site() -> None:
    assert preview("Bonjour Inès,\n\nUne phrase.\nUne autre.") == "Une phrase. Une autre."
    assert preview("mot " * 100).endswith("mot…")
    assert own_page("/propositions/12/") == "/propositions/12/"
    for elsewhere in ("https://exemple.test/", "//exemple.test/", "javascript:alert(1)", ""):
        assert own_page(elsewhere) == ""
