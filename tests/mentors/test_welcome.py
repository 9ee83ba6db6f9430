"""A mentor arrives in five short screens: each is saved, and what she chooses is what the public sees."""

from typing import Any

import pytest
from django.test import Client

from ecosystem.accounts.models import Consent
from ecosystem.directory.models import Listing, NeverAgain, Stake
from mentors.models import Mentor
from mentors.understanding import subjects_in
from tests.factories import (
    MemberFactory,
    MentorFactory,
    ProposalFactory,
    SectorFactory,
    SkillFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
WELCOME = "/espace/mentor/accueil/"


@pytest.fixture
def arriving(client: Client) -> Client:
    client.force_login(UserFactory(full_name="Giulia Paoli", door="mentor"))
    return client


def families() -> Any:
    export = SkillFactory(name="Export", parent=None)
    return SkillFactory(name="Export Italie", name_fr="Export Italie", name_en="Export to Italy", parent=export)


def test_five_screens_lead_from_nothing_to_a_listing_that_is_sent(arriving: Client) -> None:
    italy, sector = families(), SectorFactory(parent=SectorFactory(parent=None))
    rival = StartupFactory(published=True, name="Zéphyr Fret")
    assert arriving.get("/espace/")["Location"] == WELCOME
    assert arriving.get(WELCOME)["Location"] == f"{WELCOME}savoir-faire/"
    sentence = "J’ai ouvert l’Italie pour deux marques de conserve"
    first = arriving.post(f"{WELCOME}savoir-faire/", {"tagline": sentence, "subjects": [italy.pk]})
    assert first["Location"] == f"{WELCOME}pour-qui/"
    mentor = Mentor.objects.get()
    assert (mentor.name, mentor.state, mentor.tagline) == ("Giulia Paoli", Listing.State.DRAFT, sentence)
    answers = {"sectors": [sector.pk], "stages": ["seed"], "languages": ["fr", "it"]}
    assert arriving.post(f"{WELCOME}pour-qui/", answers)["Location"] == f"{WELCOME}places/"
    places = {"capacity": "3", "slots": ["tue1", "thu2"]}
    assert arriving.post(f"{WELCOME}places/", places)["Location"] == f"{WELCOME}refus/"
    refusals = {"company": "Conserves du Sud", "invested": "Calanque Robotics, 552100554", "avoid": "zephyr fret"}
    assert arriving.post(f"{WELCOME}refus/", refusals)["Location"] == f"{WELCOME}visibilite/"
    assert "Giulia Paoli" in arriving.get(f"{WELCOME}visibilite/").content.decode()
    last = arriving.post(f"{WELCOME}visibilite/", {"is_discreet": "1", "hidden_parts": ["company"]})
    assert last["Location"] == f"{WELCOME}termine/"
    mentor.refresh_from_db()
    assert (mentor.state, mentor.capacity, mentor.is_discreet) == (Listing.State.SUBMITTED, 3, True)
    assert mentor.availability_note == "mardi matin, jeudi midi"
    assert {row.company_siren for row in Stake.objects.filter(listing=mentor)} == {"", "552100554"}
    assert NeverAgain.objects.get(listing=mentor).other_id == rival.pk
    given = {row.purpose: row.given for row in Consent.objects.filter(user=mentor.user)}
    assert given == {"publish": True, "matching": True}
    assert "C’est fait, Giulia" in arriving.get(f"{WELCOME}termine/").content.decode()
    assert arriving.get(WELCOME)["Location"] == "/mentor/profil/"


def test_her_own_words_name_the_subjects(arriving: Client) -> None:
    italy = families()
    assert subjects_in("J’ai ouvert l’Italie") == [italy]
    SkillFactory(name="Export Benelux", name_fr="Export Benelux", name_en="Export to Benelux", parent=italy.parent)
    assert subjects_in("Export en Italie") == [italy], "a word that all bear says less"
    assert subjects_in("Je sais faire") == []
    asked = arriving.post(f"{WELCOME}savoir-faire/", {"tagline": "Ouvrir l’Italie", "understand": "1"})
    assert asked.status_code == 200
    assert f'value="{italy.pk}" checked' in asked.content.decode()
    assert not Mentor.objects.exists(), "reading her sentence saves nothing"
    arriving.post(f"{WELCOME}savoir-faire/", {"tagline": "Ouvrir l’Italie"})
    assert [row.skill for row in Mentor.objects.get().skills.all()] == [italy]


def test_what_is_wrong_stays_on_its_screen_and_the_next_ones_wait(arriving: Client) -> None:
    families()
    assert arriving.get(f"{WELCOME}places/")["Location"] == WELCOME
    assert arriving.get(f"{WELCOME}ailleurs/").status_code == 404
    answer = arriving.post(f"{WELCOME}savoir-faire/", {"tagline": "Mots sans rapport"})
    assert "more" in answer.context["form"].errors
    assert "Mots sans rapport" in answer.content.decode()
    assert not Mentor.objects.exists()


@pytest.mark.parametrize("data", [{"avoid": "Personne"}, {"employer_siren": "123456789"}, {"invested": "123456789"}])
def test_a_refusal_that_cannot_be_understood_is_said(client: Client, data: dict[str, str]) -> None:
    mentor = MentorFactory(tagline="J’ai ouvert l’Italie")
    client.force_login(mentor.user)
    answer = client.post(f"{WELCOME}refus/", data)
    assert list(answer.context["form"].errors) == list(data)
    assert not Stake.objects.exists()


def test_whoever_stopped_goes_on_where_she_stopped_and_twice_is_once(arriving: Client) -> None:
    italy = families()
    for _ in range(2):
        arriving.post(f"{WELCOME}savoir-faire/", {"tagline": "Ouvrir l’Italie", "subjects": [italy.pk]})
    assert Mentor.objects.count() == 1
    assert arriving.get(WELCOME)["Location"] == f"{WELCOME}pour-qui/"
    assert arriving.post(f"{WELCOME}visibilite/", {})["Location"] == f"{WELCOME}termine/"


def test_a_discreet_mentor_is_seen_by_whom_she_meets_and_by_nobody_else(client: Client) -> None:
    proposal = ProposalFactory(sent=True)
    mentor: Any = proposal.mentor
    Mentor.objects.filter(pk=mentor.pk).update(is_discreet=True)
    met = MemberFactory(startup=proposal.need.startup, user=UserFactory()).user
    url = mentor.get_absolute_url()
    assert client.get(url).status_code == 404
    assert mentor.name not in client.get("/mentors/").content.decode()
    assert client.get(f"/api/v1/mentors/{mentor.slug}/").status_code == 404
    for person, status in (
        (UserFactory(), 404),
        (mentor.user, 200),
        (UserFactory(curator=True), 200),
        (met, 200),
    ):
        client.force_login(person)
        assert client.get(url).status_code == status
    assert Mentor.objects.proposable().filter(pk=mentor.pk).exists(), "discreet is not absent from rounds"


def test_what_a_mentor_keeps_back_is_on_neither_page_nor_api(client: Client) -> None:
    mentor = MentorFactory(
        published=True,
        company="Conserves du Sud",
        website="https://giulia.example",
        hours_per_month=7,
        capacity=2,
        hidden_parts=["company", "places", "hours", "link"],
    )
    page = client.get(mentor.get_absolute_url()).content.decode()
    row = client.get(f"/api/v1/mentors/{mentor.slug}/").json()
    for secret in ("Conserves du Sud", "giulia.example", "7 heures par mois", "libres sur"):
        assert secret not in page
        assert secret not in client.get("/mentors/").content.decode()
    assert (row["company"], row["website"], row["hours_per_month"], row["capacity"]) == ("", "", None, None)
    met = ProposalFactory(sent=True, mentor=mentor).need.startup
    client.force_login(MemberFactory(startup=met, user=UserFactory()).user)
    assert "Conserves du Sud" in client.get(mentor.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["subjects", "more"])
@pytest.mark.parametrize("asks", [{}, {"understand": "1"}])
def test_a_key_that_no_database_holds_is_no_subject(client: Client, name: str, asks: dict[str, str]) -> None:
    client.force_login(UserFactory())
    for key in ("9" * 30, "²", "-1", "\x00"):
        page = client.post("/espace/mentor/accueil/savoir-faire/", {"tagline": "Rien", name: [key], **asks})
        assert page.status_code == 200
