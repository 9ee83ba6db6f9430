"""A visitor writes to a startup."""

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from ecosystem.core.models import Mail
from startups.models import Startup
from startups.views import contact
from tests.factories import MemberFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Nous inspectons douze navires par an, parlons-en."


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def startup() -> Startup:
    made: Startup = StartupFactory(published=True, name="Calanque", admin=UserFactory(email="ines@calanque.test"))
    return made


def send(client: Client, startup: Startup, **more: str) -> Any:
    data = {"name": "Lina Roux, Port Sud", "email": "lina@port.test", "message": WORDS, **more}
    return client.post(f"/startups/{startup.slug}/contact/", data)


def test_a_message_is_relayed_to_the_admins_and_gives_none_of_their_addresses(client: Client, startup: Startup) -> None:
    MemberFactory(startup=startup, user=UserFactory(), role="member")
    assert f"/startups/{startup.slug}/contact/" in client.get(startup.get_absolute_url()).content.decode()
    response = send(client, startup)
    assert response.status_code == 302
    [mail] = Mail.objects.all()
    assert mail.to == "ines@calanque.test"
    for said in ("Lina Roux, Port Sud", "lina@port.test", WORDS):
        assert said in mail.text
    page = client.get(f"/startups/{startup.slug}/contact/").content.decode()
    assert "ines@calanque.test" not in page


def test_the_same_message_twice_leaves_once(client: Client, startup: Startup) -> None:
    send(client, startup)
    send(client, startup)
    assert Mail.objects.count() == 1


def test_a_startup_that_nobody_holds_is_answered_by_the_team(client: Client) -> None:
    send(client, StartupFactory(published=True, contact_email=""))
    assert Mail.objects.get().to == settings.ESCALE_CONTACT


def test_a_member_of_the_site_writes_under_her_own_name(client: Client, startup: Startup) -> None:
    person = UserFactory(full_name="Karim Haddou", email="karim@exemple.test")
    client.force_login(person)
    client.post(f"/startups/{startup.slug}/contact/", {"message": WORDS, "name": "Autre", "email": "autre@x.test"})
    text = Mail.objects.get().text
    assert "Karim Haddou" in text
    assert "karim@exemple.test" in text
    assert "autre@x.test" not in text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nulle part"}, {"message": "Bonjour"}])
def test_what_is_missing_is_told_and_nothing_leaves(client: Client, startup: Startup, wrong: dict[str, str]) -> None:
    assert send(client, startup, **wrong).status_code == 422
    assert not Mail.objects.exists()


def test_a_machine_is_thanked_and_nothing_leaves(client: Client, startup: Startup) -> None:
    assert send(client, startup, adresse_2="rempli").status_code == 302
    assert not Mail.objects.exists()


def test_too_many_messages_wait(client: Client, startup: Startup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact, "PER_STARTUP", 1)
    send(client, startup)
    assert send(client, startup, message=f"{WORDS} Encore.").status_code == 429
    assert Mail.objects.count() == 1


def test_nobody_writes_to_what_is_not_on_line(client: Client) -> None:
    assert send(client, StartupFactory(hidden=True)).status_code == 404
