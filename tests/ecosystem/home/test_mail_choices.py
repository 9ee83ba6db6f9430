"""What a person wants to receive by mail: one rhythm for all, or one by kind."""

from collections.abc import Iterator

import pytest
from django.test import Client

from ecosystem.accounts.models import User
from ecosystem.core.mail_choices import general_rhythm, rhythm_of
from ecosystem.core.mail_kinds import MailKind
from ecosystem.core.models import Mail, MailChoice
from tests.ecosystem.core.kinds import TEMPLATE, kind, registered
from tests.factories import MailFactory, UserFactory

pytestmark = pytest.mark.django_db
CHOICES = "/compte/courriels/"


@pytest.fixture(autouse=True)
def news() -> Iterator[MailKind]:
    with registered(kind()) as made:
        yield made


@pytest.fixture
def ines(client: Client) -> User:
    person: User = UserFactory(email="Ines@exemple.test")
    client.force_login(person)
    return person


def test_at_first_everything_leaves_at_once(client: Client, ines: User) -> None:
    text = client.get(CHOICES).content.decode()
    assert 'value="at_once" id="id_rhythm_0" checked' in text
    assert '<option value="at_once" selected>Tout de suite</option>' in text


def test_one_rhythm_for_all_takes_back_the_choices_by_kind(client: Client, ines: User) -> None:
    client.post(CHOICES, {"kinds": "1", TEMPLATE: "never"})
    assert rhythm_of(TEMPLATE, ines.email) == "never"
    response = client.post(CHOICES, {"all": "1", "rhythm": "weekly"}, follow=True)
    assert "Vos choix sont enregistrés" in response.content.decode()
    assert (rhythm_of(TEMPLATE, ines.email), general_rhythm(ines.email)) == ("weekly", "weekly")


def test_a_kind_that_did_not_change_still_follows_the_general_rhythm(client: Client, ines: User) -> None:
    client.post(CHOICES, {"all": "1", "rhythm": "daily"})
    client.post(CHOICES, {"kinds": "1", TEMPLATE: "daily"})
    assert not MailChoice.objects.filter(template=TEMPLATE).exists()
    client.post(CHOICES, {"all": "1", "rhythm": "at_once"})
    assert rhythm_of(TEMPLATE, ines.email) == "at_once"


def test_the_same_choice_twice_is_one_choice(client: Client, ines: User) -> None:
    for _ in range(2):
        assert client.post(CHOICES, {"kinds": "1", TEMPLATE: "never"}).status_code == 302
    assert MailChoice.objects.count() == 1


def test_what_waits_follows_the_choice(client: Client, ines: User) -> None:
    mail = MailFactory(to="ines@exemple.test", template=TEMPLATE)
    client.post(CHOICES, {"kinds": "1", TEMPLATE: "never"})
    mail.refresh_from_db()
    assert mail.state == Mail.State.MUTED


def test_an_unknown_rhythm_is_refused_with_a_sentence_and_nothing_changes(client: Client, ines: User) -> None:
    response = client.post(CHOICES, {"all": "1", "rhythm": "hourly"})
    assert response.status_code == 422
    assert "Sélectionnez un choix valide" in response.content.decode()
    assert not MailChoice.objects.exists()


def test_what_asks_for_an_answer_is_listed_and_cannot_be_refused(client: Client, ines: User) -> None:
    with registered(kind(template="essais/question", label="Une question pour vous", is_essential=True)):
        text = client.get(CHOICES).content.decode()
        assert "Une question pour vous" in text
        assert 'name="essais/question"' not in text
        client.post(CHOICES, {"kinds": "1", TEMPLATE: "at_once", "essais/question": "never"})
        assert rhythm_of("essais/question", ines.email) == "at_once"


def test_the_account_leads_there(client: Client, ines: User) -> None:
    assert f'href="{CHOICES}"' in client.get("/compte/reglages/").content.decode()
