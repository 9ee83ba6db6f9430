"""A funder arrives in four short screens."""

import pytest
from django.test import Client

from ecosystem.accounts.models import Consent
from ecosystem.directory.models import Listing
from funders.models import Funder
from tests.factories import FunderFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db
WELCOME = "/espace/financeur/accueil/"
WHO = {"name": "Fonds Rive Sud", "funder_type": "fund", "tagline": "L’amorçage au bord de l’eau"}
WHAT = {"thesis": "La mer.", "ticket_min_eur": "50000", "ticket_max_eur": "200000", "stages": ["seed"]}


def test_four_screens_lead_from_nothing_to_a_thesis_that_is_sent(client: Client) -> None:
    client.force_login(UserFactory(full_name="Marc Estève", door="funder"))
    sector = SectorFactory(parent=SectorFactory(parent=None))
    assert client.get("/espace/")["Location"] == WELCOME
    assert client.get(WELCOME)["Location"] == f"{WELCOME}qui/"
    assert client.get(f"{WELCOME}qui/").status_code == 200
    assert client.post(f"{WELCOME}qui/", WHO)["Location"] == f"{WELCOME}quoi/"
    assert client.get(f"{WELCOME}quoi/").status_code == 200
    assert client.post(f"{WELCOME}quoi/", WHAT)["Location"] == f"{WELCOME}ou/"
    assert "checked" in client.get(f"{WELCOME}ou/").content.decode()
    where = {"sectors": [sector.pk], "countries": ["FR", "IT"], "languages": ["fr"]}
    assert client.post(f"{WELCOME}ou/", where)["Location"] == f"{WELCOME}rythme/"
    assert client.get(f"{WELCOME}rythme/").status_code == 200
    assert client.post(f"{WELCOME}rythme/", {"files_per_month": "6"})["Location"] == f"{WELCOME}termine/"
    funder = Funder.objects.get()
    assert (funder.state, funder.files_per_month, funder.ticket_max_eur) == (Listing.State.SUBMITTED, 6, 200_000)
    assert [country.code for country in funder.countries] == ["FR", "IT"]
    assert {row.purpose for row in Consent.objects.filter(user=funder.user)} == {"publish", "matching"}
    assert "C’est fait, Marc" in client.get(f"{WELCOME}termine/").content.decode()


def test_tickets_in_the_wrong_order_stay_on_their_screen(client: Client) -> None:
    funder = FunderFactory(tagline="L’amorçage")
    client.force_login(funder.user)
    answer = client.post(f"{WELCOME}quoi/", {**WHAT, "ticket_min_eur": "500000"})
    assert list(answer.context["form"].errors) == ["ticket_max_eur"]
    assert "La mer." in answer.content.decode()


def test_an_amount_that_no_database_holds_is_refused_on_its_screen(client: Client) -> None:
    client.force_login(FunderFactory(tagline="L’amorçage").user)
    page = client.post(f"{WELCOME}quoi/", {**WHAT, "ticket_max_eur": "9" * 30})
    assert page.context["form"].errors.keys() == {"ticket_max_eur"}


def test_a_thesis_that_was_sent_has_its_own_page(client: Client) -> None:
    client.force_login(FunderFactory(published=True).user)
    assert client.get(WELCOME)["Location"] == "/financeur/these/"
    assert client.post(f"{WELCOME}quoi/", WHAT)["Location"] == WELCOME
