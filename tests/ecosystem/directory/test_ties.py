"""Shares, competitors and « never again »: declared by their owner or by the team, read by nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.directory.models import NeverAgain, Rival, Stake
from mentors.models import Mentor
from startups.models import Startup
from tests.factories import (
    FunderFactory,
    MentorFactory,
    NeverAgainFactory,
    RivalFactory,
    StakeFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SIREN = "732829320"


def page_of(listing: Any) -> str:
    if isinstance(listing, Startup):
        return reverse("startups:ties", args=[listing.pk])
    return reverse(f"{listing.KIND}s:ties")


def signed_in(listing: Any) -> Client:
    client = Client()
    client.force_login(listing.members.get().user if isinstance(listing, Startup) else listing.user)
    return client


@pytest.fixture
def startup() -> Startup:
    return StartupFactory(published=True, admin=UserFactory())


@pytest.fixture(params=["mentor", "funder"])
def person(request: pytest.FixtureRequest) -> Any:
    return (MentorFactory if request.param == "mentor" else FunderFactory)(published=True)


def test_a_person_declares_shares_reads_them_and_takes_them_back(person: Any) -> None:
    owned, client = StartupFactory(published=True, siren=SIREN), signed_in(person)
    typed = {"stake-company_name": " Calanque ", "stake-company_siren": "732 829 320", "stake-percent": "5,5"}
    client.post(page_of(person), {"add": "stake", **typed, "stake-source": "Pacte de 2024"})
    stake = Stake.objects.get()
    assert (stake.listing_id, stake.company_name, stake.company_siren) == (person.pk, "Calanque", SIREN)
    assert (stake.company_id, float(stake.percent or 0), stake.declared_by) == (owned.pk, 5.5, person.user)
    page = client.get(page_of(person)).content.decode()
    assert "Calanque" in page
    assert "5,5 %" in page
    client.post(page_of(person), {"add": "stake", **typed, "stake-percent": "6"})
    assert float(Stake.objects.get().percent or 0) == 6, "said twice, the last word counts"
    client.post(page_of(person), {"remove": f"stake-{stake.pk}"})
    assert not Stake.objects.exists()


def test_a_startup_declares_a_competitor(startup: Startup) -> None:
    client = signed_in(startup)
    client.post(page_of(startup), {"add": "rival", "rival-company_name": "Concurrente"})
    assert Rival.objects.get().listing_id == startup.pk
    assert "Concurrente" in client.get(page_of(startup)).content.decode()


@pytest.mark.parametrize("as_", ["name", "page"])
def test_each_side_may_ask_not_to_be_proposed_the_other_again(startup: Startup, person: Any, as_: str) -> None:
    for one, other in ((startup, person), (person, startup)):
        typed = other.name.upper() if as_ == "name" else f"https://escale.example{other.get_absolute_url()}"
        signed_in(one).post(page_of(one), {"add": "never", "never-other": typed})
        assert NeverAgain.objects.get(listing=one).other_id == other.pk


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stake-company_name": ""}, "Indiquez le nom de l’entreprise."),
        ({"stake-company_name": "A", "stake-company_siren": "123456789"}, "vérifiez ses neuf chiffres"),
        ({"stake-company_name": "A", "stake-percent": "120"}, "100"),
        ({"stake-company_name": "A", "stake-percent": "beaucoup"}, "nombre"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(typed: dict[str, str], said: str) -> None:
    person = MentorFactory(published=True)
    page = signed_in(person).post(page_of(person), {"add": "stake", "stake-source": "Un pacte", **typed})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert "Un pacte" in page.content.decode()
    assert not Stake.objects.exists()


def test_an_unknown_or_ambiguous_name_is_said() -> None:
    startup = StartupFactory(published=True, admin=UserFactory())
    client = signed_in(startup)
    assert (
        "Aucune fiche publiée"
        in client.post(page_of(startup), {"add": "never", "never-other": "Personne"}).content.decode()
    )
    for slug in ("camille", "camille-2"):
        MentorFactory(published=True, name="Camille Martin", slug=slug)
    several = client.post(page_of(startup), {"add": "never", "never-other": "Camille Martin"})
    assert "Plusieurs fiches" in several.content.decode()
    client.post(page_of(startup), {"add": "never", "never-other": "/mentors/camille-2/"})
    assert NeverAgain.objects.get().other.slug == "camille-2"


def test_nobody_takes_back_what_another_declared(startup: Startup) -> None:
    client = signed_in(startup)
    others = [("rival", RivalFactory()), ("never", NeverAgainFactory()), ("stake", StakeFactory())]
    for name, tie in others:
        assert client.post(page_of(startup), {"remove": f"{name}-{tie.pk}"}).status_code == 404
    for nonsense in ("", "rival", "rival-", "rival-x", "x-1", "rival-99999999999999999999"):
        assert client.post(page_of(startup), {"remove": nonsense}).status_code == 404
    assert client.post(page_of(startup), {"add": "stake"}).status_code == 404
    assert Rival.objects.count() == NeverAgain.objects.count() == Stake.objects.count() == 1


def test_a_declaration_is_nowhere_on_the_public_pages_nor_in_the_interface(client: Client, person: Any) -> None:
    StakeFactory(listing=person, company_name="Entreprise secrète")
    for url in (person.get_absolute_url(), f"/api/{person.KIND}s/{person.slug}/"):
        assert "Entreprise secrète" not in client.get(url).content.decode()


def test_the_parent_company_is_written_with_the_listing_and_checked() -> None:
    mentor = MentorFactory(published=True)
    client, url = signed_in(mentor), reverse("mentors:profile")
    fields = {"name": mentor.name, "language": "fr", "skills-TOTAL_FORMS": "0", "skills-INITIAL_FORMS": "0"}
    client.post(url, {**fields, "employer_siren": "732 829 320", "parent_siren": "552100554"})
    saved = Mentor.objects.get(pk=mentor.pk)
    assert (saved.employer_siren, saved.parent_siren) == (SIREN, "552100554")
    wrong = client.post(url, {**fields, "parent_siren": "12"})
    assert "Un SIREN a neuf chiffres." in wrong.content.decode()


def test_the_team_writes_declarations_in_the_back_office(client: Client) -> None:
    admin, mentor = UserFactory(admin=True), MentorFactory(published=True)
    client.force_login(admin)
    url = reverse("admin:directory_stake_add")
    typed = {"listing": mentor.pk, "company_name": "Calanque", "company_siren": "123"}
    assert "neuf chiffres" in client.post(url, typed).content.decode()
    client.post(url, {**typed, "company_siren": "732829320"})
    stake = Stake.objects.get()
    assert (stake.listing_id, stake.company_siren, stake.declared_by) == (mentor.pk, SIREN, admin)
