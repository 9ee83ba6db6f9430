"""What a list without any result proposes: every count is that of the list behind it."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from ecosystem.directory.documents import rebuild
from ecosystem.directory.widening import elsewhere, loosened, widenings
from startups.filters import StartupFilterSet
from startups.models import Startup
from tests.factories import MentorFactory, StartupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["index", "database"])
def found_by(request: Any, settings: Any, tmp_path: Any) -> None:
    """The same proposals with the index and without."""
    settings.SEARCH_INDEX_DIR = str(tmp_path / "search")
    StartupFactory(published=True, city="Marseille", stage="seed", tagline="Capteurs sous-marins")
    StartupFactory(published=True, city="Salon-de-Provence", stage="seed", tagline="Capteurs de houle")
    StartupFactory(published=True, city="Lille", stage="seed", tagline="Capteurs de vent")
    StartupFactory(published=True, city="Arles", stage="growth", tagline="Capteurs de sel")
    MentorFactory(published=True, tagline="Des capteurs introuvables ailleurs")
    if request.param == "index":
        rebuild()


def asked(query: str) -> StartupFilterSet:
    return StartupFilterSet(QueryDict(query), Startup.objects.listed())


def found(query: str) -> int:
    return asked(query).found


def test_each_filter_is_taken_off_in_turn_the_best_first() -> None:
    rows = loosened(asked("territoire=Arles&stade=seed&q=capteurs"))
    assert [row.count for row in rows] == sorted((found(row.query) for row in rows), reverse=True)
    assert rows[0].label == "Arles"
    assert [[part.label for part in row.parts if part.is_off] for row in rows] == [[row.label] for row in rows]


def test_the_neighbours_and_the_next_stage_are_proposed_with_what_they_give() -> None:
    filters = asked("territoire=Arles&stade=series_a")
    stage = next(one for one in widenings(filters) if "stade=" in one.query and "growth" in one.query)
    assert found(stage.query) == 1
    assert "1 startup" in stage.detail
    nearby = next(one for one in widenings(asked("territoire=Arles&stade=seed")) if one.icon == "map-pin")
    assert found(nearby.query) == 1
    assert nearby.title.startswith("Arles et ")
    assert "Salon-de-Provence" in nearby.detail
    assert "Lille" not in nearby.query


def test_fewer_words_are_proposed_only_where_they_find() -> None:
    (one,) = widenings(asked("q=capteurs+introuvables&stade=growth"))
    assert (one.icon, found(one.query)) == ("search", 1)
    assert widenings(asked("q=introuvables")) == []


def test_the_other_kinds_where_the_words_are_found() -> None:
    rows = elsewhere(asked("q=introuvables"))
    assert [(row.count, row.url) for row in rows] in ([(1, "/mentors/?q=introuvables")], [])


@pytest.mark.parametrize(
    "query", ["q=introuvables", "stade=idea&q=x", "territoire=Arles&stade=idea", "effectif_min=9000"]
)
def test_no_proposal_of_the_page_leads_to_nothing(client: Client, query: str) -> None:
    page = client.get(f"/startups/?{query}")
    assert "Aucune startup ne" in page.content.decode()
    filters = asked(query)
    proposed = [one.query for one in loosened(filters) if one.count] + [one.query for one in widenings(filters)]
    assert all(found(one) for one in proposed)
