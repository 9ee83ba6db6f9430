"""Where listings are: circles, perimeters and parts of the map keep what they say, on both databases."""

import re
from html import unescape
from math import acos, cos, radians, sin

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.directory.models import Listing
from ecosystem.directory.nearby import Zone, distance_from, kilometres, within
from ecosystem.directory.places import Place, departments, meant_place, places_like
from mentors.filters import MentorFilterSet
from mentors.models import Mentor
from startups.filters import StartupFilterSet
from startups.models import Startup
from tests import factories

TOWNS = ("Marseille", "Aubagne", "Aix-en-Provence", "Martigues", "Arles", "Nice")


def startups(query: str = "") -> StartupFilterSet:
    return StartupFilterSet(QueryDict(query), Startup.objects.public())


def names(filters: StartupFilterSet) -> list[str]:
    return [listing.name for listing in filters.qs]


@pytest.fixture
def around() -> None:
    for town in TOWNS:
        place = meant_place(town)
        assert place is not None
        factories.StartupFactory(
            published=True,
            name=town,
            city=town,
            region=place.department,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    factories.StartupFactory(published=True, name="Nulle part", city="", region="", latitude=None, longitude=None)


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_thirty_kilometres_hold_the_near_towns_and_not_the_far_ones_nearest_first() -> None:
    filters = startups("autour=Marseille")
    assert names(filters) == ["Marseille", "Aubagne", "Aix-en-Provence", "Martigues"]
    assert [round(filters.away(row) or 0) for row in filters.qs] == [0, 16, 27, 29]
    assert names(startups("autour=marseille&rayon=20")) == ["Marseille", "Aubagne"]
    assert filters.found == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_the_radius_alone_narrows_nothing_and_distance_is_a_sort_of_circles_only() -> None:
    assert startups("rayon=5").found == 7
    assert startups("rayon=5").active == []
    assert 'value="" selected>30' in str(startups().form["rayon"])
    assert 'value="" selected>30' in str(startups("autour=Marseille&rayon=30").form["rayon"])
    assert startups("autour=Marseille&rayon=30").found == startups("autour=Marseille").found == 4
    assert "distance" not in dict(startups().form.fields["tri"].choices)
    assert names(startups("autour=Arles&rayon=200&tri=nom")) == sorted(set(TOWNS) - {"Nice"})
    assert names(startups("autour=Arles&rayon=200&tri=distance"))[:2] == ["Arles", "Martigues"]


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_an_unknown_town_is_named_its_neighbours_proposed_and_nothing_filtered() -> None:
    filters = startups("autour=Martiges")
    assert filters.found == 7
    assert "Martigues" in str(filters.form.errors["autour"])
    assert "Xyzzyx" in str(startups("autour=Xyzzyx").form.errors["autour"])
    assert startups("autour=" + "é" * 100_000).found == 7
    assert startups("autour=Marseille&rayon=31").form.errors["rayon"]


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_each_town_that_is_proposed_leads_to_the_same_list_around_it(client: Client) -> None:
    page = client.get("/startups/?autour=Martiges&stade=seed&page=3").content.decode()
    link = re.search(r'<a class="b" href="(\?[^"]*)">Martigues</a>', page)
    assert link
    assert QueryDict(unescape(link[1]).removeprefix("?")).dict() == {"autour": "Martigues", "stade": "seed"}
    assert client.get(f"/startups/{unescape(link[1])}").context["filters"].place.name == "Martigues"
    assert 'class="b" href="?autour' not in client.get("/startups/?autour=Xyzzyx").content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_departments_and_regions_hold_their_towns_with_their_counts() -> None:
    filters = startups("departement=13")
    assert sorted(names(filters)) == sorted(set(TOWNS) - {"Nice"})
    assert filters.counts["departement"] == {"13": 5, "06": 1}
    assert filters.counts["region"] == {"provence-alpes-cote-d-azur": 5}
    assert startups("region=provence-alpes-cote-d-azur").found == 6
    assert startups("departement=13&departement=06").found == 6
    assert startups("departement=99").form.errors["departement"]


@pytest.mark.django_db
@pytest.mark.usefixtures("around")
def test_a_part_of_the_map_keeps_what_stands_inside() -> None:
    assert sorted(names(startups("zone=5.2,43.2,5.6,43.4"))) == ["Aubagne", "Marseille"]
    for wrong in ("1,2,3", "a,b,c,d", "6,43,5,44", "nan,nan,nan,nan", "1e400,0,1,1", "5,43,6,43,7"):
        assert startups(f"zone={wrong}").form.errors["zone"], wrong
        assert startups(f"zone={wrong}").found == 7


@pytest.mark.django_db
def test_mentors_around_a_town_are_sorted_by_distance_not_by_places() -> None:
    far = factories.MentorFactory(published=True, city="Aubagne", latitude=43.29, longitude=5.57, capacity=9)
    near = factories.MentorFactory(published=True, city="Marseille", latitude=43.30, longitude=5.37, capacity=1)
    filters = MentorFilterSet(QueryDict("autour=Marseille"), Mentor.objects.public())
    assert [mentor.pk for mentor in filters.qs] == [near.pk, far.pk]


@pytest.mark.django_db
def test_the_database_measures_as_python_does() -> None:
    home = Place("Ici", "", "", "FR", 43.3, 5.4)
    points = [(43.3, 5.4), (43.31, 5.41), (-43.3, -174.6), (89.9, 5.4), (0.0, 0.0), (48.85, 2.35)]
    for latitude, longitude in points:
        factories.StartupFactory(published=True, latitude=latitude, longitude=longitude)
    for row in Listing.objects.annotate(km=distance_from(home)):
        assert row.km == pytest.approx(kilometres(home, row.latitude, row.longitude), abs=0.01)
    assert Listing.objects.filter(within(home, 2)).count() == 2


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(-80, 80), st.floats(-180, 180))
def test_a_distance_is_the_angle_between_two_points(lat: float, lon: float, lat2: float, lon2: float) -> None:
    here = Place("Ici", "", "", "", lat, lon)
    cosine = sin(radians(lat)) * sin(radians(lat2))
    cosine += cos(radians(lat)) * cos(radians(lat2)) * cos(radians(lon - lon2))
    angle = acos(max(-1.0, min(1.0, cosine)))
    assert kilometres(here, lat2, lon2) == pytest.approx(6371 * angle, abs=0.2)
    assert kilometres(here, None, lon2) is None


def test_towns_are_proposed_by_their_beginning_and_within_two_slips() -> None:
    assert places_like("Marsielle")[0].name == "Marseille"
    assert "Aix-en-Provence" in [place.name for place in places_like("aix en")]
    assert places_like("zz") == []
    assert len(departments()) == 101


def test_a_zone_is_written_as_it_is_read() -> None:
    assert str(Zone(5.0, 43.25, 5.6, 43.5)) == "5,43.25,5.6,43.5"
