"""The page of one's own data: who opened what, where one is signed in, and the first steps of a space."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Opening
from tests.factories import (
    PASSWORD,
    FunderFactory,
    MentorFactory,
    OpeningFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ACCOUNT = "/compte/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def founder() -> User:
    user: User = UserFactory(full_name="Inès Vidal")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(person: User, **headers: str) -> Client:
    client = Client(**headers)
    client.post("/connexion/", {"login": person.email, "password": PASSWORD})
    return client


def test_the_owner_reads_who_opened_what_and_as_what(client: Client, founder: User) -> None:
    startup = StartupFactory(admin=founder, name="Calanque Robotics")
    OpeningFactory(listing=startup, what=Opening.What.DECK, by=FunderFactory(name="Fonds Rive Sud").user)
    OpeningFactory(
        listing=startup, what=Opening.What.CONTACT, by=UserFactory(curator=True, full_name="Lucie Marchetti")
    )
    OpeningFactory(listing=StartupFactory(), by=UserFactory(full_name="Ailleurs Personne"))
    old = OpeningFactory(listing=startup, by=UserFactory(full_name="Ancienne Lectrice"))
    Opening.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=120))
    client.force_login(founder)
    page = client.get(ACCOUNT).content.decode()
    for shown in ("Fonds Rive Sud", "Présentation (deck)", "Lucie Marchetti", "Équipe", "Courriel et téléphone"):
        assert shown in page
    for absent in ("Ailleurs Personne", "Ancienne Lectrice"):
        assert absent not in page
    assert "Ancienne Lectrice" in client.get(f"{ACCOUNT}?periode=365").content.decode()
    assert client.get(f"{ACCOUNT}?periode=999999&page=x").status_code == 200


def test_readings_are_cut_into_pages_and_cost_the_same(
    client: Client, founder: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    startup = StartupFactory(admin=founder)
    OpeningFactory(listing=startup, by=MentorFactory(name="Karim Haddou").user)
    client.force_login(founder)
    with django_assert_max_num_queries(25) as first:
        client.get(ACCOUNT)
    for _ in range(14):
        OpeningFactory(listing=startup, by=MentorFactory().user)
    with django_assert_num_queries(len(first)):
        page = client.get(ACCOUNT)
    assert page.context["page"].paginator.num_pages == 2


def test_one_browser_is_signed_out_and_the_others_stay(founder: User) -> None:
    here, there = sign_in(founder), sign_in(founder, HTTP_USER_AGENT=PHONE)
    page = here.get(ACCOUNT).content.decode()
    assert "En ce moment" in page
    assert "iPhone, Safari" in page
    other = UserSession.objects.get(user=founder, user_agent=PHONE)
    stranger = sign_in(UserFactory())
    assert stranger.post(f"{ACCOUNT}appareils/{other.pk}/deconnexion/").status_code in {302, 404}
    assert there.get(ACCOUNT).status_code == 200
    assert here.post(f"{ACCOUNT}appareils/{other.pk}/deconnexion/")["Location"] == ACCOUNT
    assert there.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200
    assert here.post(f"{ACCOUNT}appareils/{other.pk}/deconnexion/").status_code == 404


def test_signing_out_everywhere_else_leaves_one_browser_in_the_list(founder: User) -> None:
    here, there = sign_in(founder), sign_in(founder, HTTP_USER_AGENT=PHONE)
    here.post(f"{ACCOUNT}deconnexion-ailleurs/")
    assert there.get(ACCOUNT).status_code == 302
    page = here.get(ACCOUNT)
    assert [one.is_current for one in page.context["devices"]] == [True]


@pytest.mark.parametrize(("factory", "url"), [(MentorFactory, "/mentor/"), (FunderFactory, "/financeur/")])
def test_the_first_steps_tick_themselves_and_go_once_done(client: Client, factory: Any, url: str) -> None:
    listing = factory()
    client.force_login(listing.user)
    steps = client.get(url).context["first_steps"]
    assert any(not one.is_done for one in steps)
    assert "Pour bien commencer" in client.get(url).content.decode()
    done = factory._meta.model.objects.filter(pk=listing.pk)
    done.update(state="submitted", logo="logos/a.png")
    after = {one.label: one.is_done for one in client.get(url).context["first_steps"]}
    assert after.get("Envoyer à l’équipe", True)
    assert mail.outbox == []
