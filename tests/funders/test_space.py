"""A funder's own pages: thesis, files of the month, pause."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.directory.models import Listing, Revision
from ecosystem.directory.writing import pending_values
from funders.actions import take_file, update_funder
from funders.models import Funder
from tests.factories import FunderFactory, SectorFactory, UserFactory
from tests.pictures import picture, wrong_files

pytestmark = pytest.mark.django_db
THESIS, FILES = "/financeur/these/", "/financeur/dossiers/"


@pytest.fixture
def funder() -> Funder:
    return FunderFactory(name="Rive Sud", published=True, files_per_month=4)


@pytest.fixture
def as_funder(client: Client, funder: Funder) -> Client:
    assert funder.user is not None
    client.force_login(funder.user)
    return client


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def valid(**more: Any) -> dict[str, Any]:
    data = {"name": "Rive Sud", "funder_type": "fund", "thesis": "Premiers tours.", "stages": ["seed"]}
    return {**data, "files_per_month": "4", **more}


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_somebody_declares_a_thesis_and_sends_it(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    assert "Déclarer une thèse" in client.get(THESIS).content.decode()
    client.post(THESIS, valid(ticket_min_eur="50000", ticket_max_eur="300000", countries=["FR"], files_per_month="6"))
    funder = Funder.objects.get(user=person)
    assert (funder.ticket_min_eur, funder.ticket_max_eur, funder.files_per_month) == (50_000, 300_000, 6)
    client.post(reverse("funders:submit"))
    funder.refresh_from_db()
    assert funder.state == Listing.State.SUBMITTED


def test_a_smallest_ticket_above_the_largest_is_told_beside_the_field_and_nothing_is_lost(client: Client) -> None:
    client.force_login(UserFactory())
    sector = SectorFactory()
    data = valid(ticket_min_eur="300000", ticket_max_eur="50000", refused_sectors=[sector.pk], instruments=["loan"])
    response = client.post(THESIS, data)
    form, page = response.context["form"], response.content.decode()
    assert list(form.errors) == ["ticket_max_eur"]
    assert "inférieur au ticket minimal" in page
    assert 'href="#id_ticket_max_eur"' in page
    for kept in ('value="300000"', 'value="50000"', "Premiers tours."):
        assert kept in page
    assert form["refused_sectors"].value() == [str(sector.pk)]
    assert not Funder.objects.exists()


@pytest.mark.parametrize("bounds", [("", "50000"), ("50000", ""), ("50000", "50000"), ("0", "0"), ("", "")])
def test_equal_or_missing_tickets_are_fine(as_funder: Client, funder: Funder, bounds: tuple[str, str]) -> None:
    response = as_funder.post(THESIS, valid(ticket_min_eur=bounds[0], ticket_max_eur=bounds[1]))
    assert response.status_code == 302


@pytest.mark.parametrize("value", ["-5", "beaucoup", "99999999999999999999999"])
def test_a_wrong_amount_is_told_beside_its_field(as_funder: Client, value: str) -> None:
    assert "ticket_min_eur" in as_funder.post(THESIS, valid(ticket_min_eur=value)).context["form"].errors


def test_a_wrong_or_a_known_siren_is_explained(as_funder: Client) -> None:
    FunderFactory(name="Autre fonds", siren="732829320", published=True)
    assert "vérifiez" in str(as_funder.post(THESIS, valid(siren="732829321")).context["form"].errors["siren"])
    assert "Autre fonds" in str(as_funder.post(THESIS, valid(siren="732829320")).context["form"].errors["siren"])


def test_an_edit_does_not_touch_the_files_of_the_month(as_funder: Client, funder: Funder) -> None:
    take_file(funder)
    as_funder.post(THESIS, valid(files_per_month="0", city="Cassis"))
    funder.refresh_from_db()
    assert (funder.city, funder.files_per_month, funder.taken_count) == ("Cassis", 4, 1)


def test_files_and_pause_are_changed_together(as_funder: Client, funder: Funder) -> None:
    until = timezone.localdate() + timedelta(days=3)
    as_funder.post(FILES, {"files_per_month": "8", "paused_until": until.isoformat()})
    funder.refresh_from_db()
    assert (funder.files_per_month, funder.paused_until) == (8, until)
    as_funder.post(FILES, {"files_per_month": "8"})
    funder.refresh_from_db()
    assert funder.paused_until is None


def test_fewer_files_than_those_taken_is_explained(as_funder: Client, funder: Funder) -> None:
    take_file(funder)
    take_file(funder)
    response = as_funder.post(FILES, {"files_per_month": "1"})
    assert "gardez au moins 2 dossiers" in response.content.decode()
    assert "sur 4" in response.content.decode()
    funder.refresh_from_db()
    assert funder.files_per_month == 4


@pytest.mark.parametrize("name", ["availability", "logo", "submit", "hide"])
def test_somebody_without_a_funder_listing_finds_no_page(client: Client, name: str) -> None:
    client.force_login(UserFactory())
    assert client.post(reverse(f"funders:{name}")).status_code == 404


def test_a_funder_hides_its_listing_once(as_funder: Client, funder: Funder) -> None:
    assert "masquée" in told(as_funder.post(reverse("funders:hide")))
    assert "n’est pas possible" in told(as_funder.post(reverse("funders:hide")))
    funder.refresh_from_db()
    assert funder.state == Listing.State.HIDDEN


def test_a_logo_is_sent_refused_and_removed(as_funder: Client, funder: Funder) -> None:
    url = reverse("funders:logo")
    as_funder.post(url, {"logo": picture("WEBP")})
    funder.refresh_from_db()
    assert funder.logo.name.endswith(".png")
    sent, part = wrong_files()["svg"]
    assert part in as_funder.post(url, {"logo": sent}).content.decode()
    as_funder.post(url, {"remove": "1"})
    funder.refresh_from_db()
    assert not funder.logo


def test_a_funder_whose_listing_is_archived_is_told_so_when_it_sends_another(as_funder: Client, funder: Funder) -> None:
    Funder.objects.filter(pk=funder.pk).update(state=Listing.State.ARCHIVED)
    response = as_funder.post(THESIS, valid())
    assert response.status_code == 200
    assert "déjà une fiche de financeur" in response.content.decode()
    assert "Premiers tours." in response.content.decode()
    assert Funder.objects.count() == 1


def test_what_waits_for_the_team_stays_in_the_form_and_is_not_lost_by_another_save(
    as_funder: Client, funder: Funder
) -> None:
    as_funder.post(THESIS, valid(name="Rive Sud Capital", version=funder.version))
    page = as_funder.get(THESIS)
    assert page.context["form"]["name"].value() == "Rive Sud Capital"
    assert "Ces changements attendent l’équipe" in page.content.decode()
    as_funder.post(THESIS, valid(name="Rive Sud Capital", city="Cassis", version=funder.version))
    assert pending_values(funder)["name"] == "Rive Sud Capital"


def test_two_people_on_one_thesis_are_shown_both_texts(as_funder: Client, funder: Funder) -> None:
    seen = funder.version
    update_funder(funder, by=UserFactory(curator=True), city="Aubagne")
    page = as_funder.post(THESIS, valid(city="Cassis", version=seen))
    assert page.status_code == 409
    assert "Aubagne" in page.content.decode()
    choices = valid(city="Cassis", version=seen, seen=page.context["seen"], clash="city", choice_city="mine")
    assert as_funder.post(reverse("funders:conflict"), choices).status_code == 302
    funder.refresh_from_db()
    assert funder.city == "Cassis"


def test_what_waits_for_the_team_is_taken_back_by_its_author(as_funder: Client, funder: Funder) -> None:
    as_funder.post(THESIS, valid(version=funder.version, thesis="Des tours de suite."))
    assert "Des tours de suite." in as_funder.get(THESIS).content.decode()
    for _ in range(2):
        assert "retirés" in told(as_funder.post(reverse("funders:withdraw")))
    assert Revision.objects.get().state == Revision.State.WITHDRAWN
    assert "Des tours de suite." not in as_funder.get(THESIS).content.decode()


def test_a_number_that_is_taken_leads_to_the_listing_that_bears_it(as_funder: Client) -> None:
    FunderFactory(name="Mistral", slug="mistral", siren="552100554", published=True)
    page = as_funder.post(THESIS, valid(siren="552100554")).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "avec ce SIREN : « Mistral »" in page
    assert 'href="/reprendre/financeur/mistral/"' in page
