"""The map of a list: its marks are what the rows say, at every scale, with and without script."""

import json
import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from ecosystem.directory.documents import rebuild
from ecosystem.directory.nearby import Zone
from ecosystem.directory.outlines import BASE, base, project, view_of
from ecosystem.directory.places import meant_place
from ecosystem.directory.sources import DatabaseSource, IndexSource
from ecosystem.directory.towns import Town, around, discs, heart, write_names
from startups.filters import StartupFilterSet
from startups.models import Startup
from tests import factories

HIDDEN = re.compile(r'<script id="carte-lieux" type="application/json">(.*?)</script>', re.DOTALL)


def town(name: str, count: int, latitude: float, longitude: float) -> Town:
    return Town(name, count, latitude, longitude)


def place(name: str, count: int = 1, **facts: object) -> None:
    at = meant_place(name)
    assert at is not None
    for number in range(count):
        factories.StartupFactory(
            published=True,
            name=f"{name} {number + 1}",
            city=name,
            country="FR",
            latitude=at.latitude,
            longitude=at.longitude,
            **facts,
        )


def marks(page: str) -> dict[str, int]:
    found = HIDDEN.search(page)
    assert found is not None
    return {one["name"]: one["count"] for one in json.loads(found[1])["towns"]}


@pytest.mark.django_db
def test_towns_carry_their_numbers_and_their_first_rows(client: Client) -> None:
    place("Marseille", 5)
    place("Aubagne")
    factories.StartupFactory(published=True, name="Sans lieu", city="", latitude=None, longitude=None)
    factories.StartupFactory(name="Brouillon", city="Marseille", latitude=43.3, longitude=5.4)
    page = client.get("/startups/?vue=carte").content.decode()
    assert marks(page) == {"Marseille": 5, "Aubagne": 1}
    for shown in ("Marseille 1", "Marseille 3", "Voir les 2 autres de Marseille", "Aubagne 1", "1 fiche sans commune"):
        assert shown in page
    assert ">Marseille 4<" not in page
    assert "Brouillon" not in page
    assert 'aria-label="5 fiches à Marseille et autour, zoomer"' in page
    assert 'aria-label="Aubagne 1, Aubagne"' in page


@pytest.mark.django_db
def test_the_map_obeys_the_filters_and_the_part_that_is_shown(client: Client) -> None:
    place("Marseille", 2, stage="seed")
    place("Aubagne", stage="idea")
    place("Nice", stage="seed")
    assert marks(client.get("/startups/?vue=carte&stade=seed").content.decode()) == {"Marseille": 2, "Nice": 1}
    page = client.get("/startups/?vue=carte&zone=5,43,6,44").content.decode()
    assert marks(page) == {"Marseille": 2, "Aubagne": 1}
    assert "dans la zone affichée" in page
    swapped = client.get("/startups/?vue=carte&zone=5,43,6,44", HTTP_HX_TARGET="liste", HTTP_HX_REQUEST="true")
    assert marks(swapped.content.decode()) == {"Marseille": 2, "Aubagne": 1}
    assert "HX-Push-Url" in swapped.headers  # `vue` is new to the page where htmx stood
    moved = client.get(
        "/startups/?vue=carte&zone=5,43,6,44",
        HTTP_HX_TARGET="liste",
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/startups/?vue=carte",
    )
    assert moved.headers["HX-Replace-Url"] == "/startups/?vue=carte&zone=5%2C43%2C6%2C44"


@pytest.mark.django_db
def test_a_map_costs_the_same_queries_whatever_it_shows(client: Client, django_assert_max_num_queries) -> None:
    place("Martigues")
    client.get("/startups/?vue=carte")
    with django_assert_max_num_queries(10) as few:
        client.get("/startups/?vue=carte")
    for name in ("Marseille", "Aubagne", "Arles", "Istres", "Nice"):
        place(name, 4)
    place("Cassis")
    with django_assert_max_num_queries(len(few)):
        client.get("/startups/?vue=carte")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["startups", "mentors", "financeurs"])
def test_each_kind_has_its_map_in_both_languages_even_empty(client: Client, kind: str) -> None:
    for prefix in ("", "/en"):
        for query in ("", "&q=rien", "&zone=x", "&page=-3", "&zone=-180,-90,180,90", "&zone=0,0,0,0"):
            assert client.get(f"{prefix}/{kind}/?vue=carte{query}").status_code == 200, (prefix, query)


@pytest.mark.django_db
def test_the_index_and_the_database_tell_the_same_towns(settings, tmp_path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    place("Marseille", 4, stage="seed")
    place("Aubagne", 2, stage="idea")
    place("Nice", stage="seed")
    factories.StartupFactory(published=True, city="Marseille", latitude=None, longitude=None)
    factories.StartupFactory(published=True, city="Marseille", latitude=43.4, longitude=5.5)
    rebuild()
    for query in ("", "stade=seed", "q=marseille", "zone=5,43,6,44", "autour=Aubagne&rayon=5", "q=rien"):
        filters = StartupFilterSet(QueryDict(query), Startup.objects.listed())
        assert isinstance(filters._source, IndexSource), query
        database = DatabaseSource(filters)
        assert filters.towns(10) == database.towns(10), query
        named = [town.name for town in filters.towns(10)]
        assert sorted(row.pk for row in filters.rows_by_town(named, 3)) == sorted(
            row.pk for row in database.rows_by_town(named, 3)
        ), query


@pytest.mark.django_db
def test_a_discreet_mentor_is_on_no_map(client: Client) -> None:
    factories.MentorFactory(published=True, name="Ada", city="Arles", country="FR", latitude=43.7, longitude=4.6)
    factories.MentorFactory(
        published=True, is_discreet=True, name="Zoé", city="Nice", country="FR", latitude=43.7, longitude=7.2
    )
    page = client.get("/mentors/?vue=carte").content.decode()
    assert marks(page) == {"Arles": 1}
    assert "Zoé" not in page


def test_numbers_of_the_drawing_are_written_for_svg_in_french_too() -> None:
    with override("fr"):
        assert base().view.startswith("0 0 1000 ")
        assert re.fullmatch(r"[MLZ0-9. -]+", base().land)
        assert all(re.fullmatch(r"[0-9.]+ [0-9.]+", name.at) for name in base().names)


def test_the_projection_keeps_north_up_and_east_right() -> None:
    (west, north), (east, south) = project(BASE.north, BASE.west), project(BASE.south, BASE.east)
    assert (west, north) == (0, 0)
    assert east == 1000
    assert south > 0
    assert view_of(Zone(5, 43, 6, 44))[2] == pytest.approx(200)


def test_towns_too_close_for_the_scale_are_one_disc_and_apart_when_nearer() -> None:
    towns = [town("Marseille", 8, 43.30, 5.37), town("Aubagne", 2, 43.29, 5.57), town("Arles", 1, 43.68, 4.63)]
    assert [(disc.name, disc.count) for disc in discs(towns, 1.5)] == [("Marseille", 10), ("Arles", 1)]
    near = discs(towns, 0.2)
    assert [disc.count for disc in near] == [8, 2, 1]
    assert discs([town("Cassis", 1, 43.29, 5.38)], 1.0, among=near) == []


def test_a_flag_on_its_mast_never_covers_a_disc() -> None:
    towns = [town("Aix-en-Provence", 3, 43.53, 5.45), town("Bouc-Bel-Air", 1, 43.45, 5.45)]
    far = [(disc.name, disc.count) for disc in discs(towns, 0.4)]
    assert far == [("Aix-en-Provence", 3), ("Bouc-Bel-Air", 1)]
    towns[1].only = "its one listing"
    assert [(disc.name, disc.count) for disc in discs(towns, 0.4)] == [("Aix-en-Provence", 4)]


def test_a_name_is_written_only_where_nothing_stands() -> None:
    marks = discs([town("Marseille", 8, 43.30, 5.37), town("Allauch", 2, 43.31, 5.62)], 1.0)
    assert len(marks) == 2
    write_names(marks, 1.0)
    assert [(disc.is_named, disc.is_left) for disc in marks] == [(True, True), (True, False)]
    around_it = [town("Istres", 2, 43.30, 5.12), town("Allauch", 2, 43.31, 5.62)]
    crowded = discs([town("Marseille", 8, 43.30, 5.37), *around_it], 1.0)
    write_names(crowded, 1.0)
    assert [disc.is_named for disc in crowded] == [False, True, True]
    write_names(marks, 0.1)
    assert all(disc.is_named for disc in marks)


def test_the_first_view_leaves_out_what_stands_far_from_the_others() -> None:
    towns = [town("Marseille", 20, 43.30, 5.37), town("Nice", 1, 43.7, 7.26)]
    assert [one.name for one in heart(towns)] == ["Marseille"]
    zone = around(towns)
    assert zone.west < 5.37
    assert zone.east > 7.26
    assert zone.south < 43.30
    assert zone.north > 43.7
