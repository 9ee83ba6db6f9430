"""What the directory says in one language only, as the team reads it."""

from typing import Any

import pytest
from django.test import Client

from ecosystem.directory.models import Sector
from tests.factories import MentorFactory, StartupFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
URL = "/equipe/traductions/"
TEXTS: dict[str, Any] = {"tagline": "Des capteurs pour la mer", "description": "Ils mesurent la houle."}


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(UserFactory(curator=True))
    return client


def test_a_listing_stays_in_the_list_until_each_of_its_texts_has_the_other_language(staff: Client) -> None:
    startup: Any = StartupFactory(published=True, name="Houle", **TEXTS)
    StartupFactory(published=True, name="Ressac", **TEXTS, tagline_alt="Sea sensors", description_alt="Swell.")
    StartupFactory(name="Brouillon", **TEXTS)
    MentorFactory(published=True, name="Ada Duval", language="en", tagline="Sales abroad", description="")
    page = staff.get(URL).content.decode()
    assert "2 fiches sur 3 ne se lisent que dans une langue" in page
    assert "la phrase et la présentation" in page
    assert "français" in page
    assert [name in page for name in ("Houle", "Ada Duval", "Ressac", "Brouillon")] == [True, True, False, False]
    startup.tagline_alt = "Sensors for the sea"
    startup.save()
    page = staff.get(f"{URL}?type=startup").content.decode()
    assert "la phrase et" not in page
    assert "la présentation" in page
    assert "Ada Duval" not in page


def test_nothing_to_translate_says_so_and_an_unknown_kind_is_all_of_them(staff: Client) -> None:
    answer = staff.get(f"{URL}?type=bateau")
    assert answer.status_code == 200
    assert "Tout se lit dans les deux langues" in answer.content.decode()


def test_the_file_holds_the_texts_to_translate_and_no_formula(staff: Client) -> None:
    StartupFactory(published=True, name="=Houle", **TEXTS, tagline_alt="Sea sensors")
    lines = staff.get(f"{URL}traductions.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "'=Houle,startup,anglais,,Ils mesurent la houle."


def test_a_term_without_an_english_name_is_named(staff: Client) -> None:
    Sector.objects.create(slug="voile", name_fr="Voile de travail", name_en="")
    assert "Voile de travail" in staff.get(URL).content.decode()
