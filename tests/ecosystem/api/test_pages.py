"""Pages of the API: each row once whatever the order, and the place in a list is nobody's to invent."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ecosystem.directory.documents import rebuild
from ecosystem.directory.sources import DatabaseSource
from tests import factories
from tests.listings import KINDS, Kind, query_count

pytestmark = pytest.mark.django_db

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def walk(client: Client, address: str | None, link: str = "next") -> list[list[str]]:
    """The slugs of every page, following one link."""
    pages = []
    while address:
        answer = client.get(address).json()
        pages.append([row["slug"] for row in answer["results"]])
        address = answer[link]
    return pages


@each_kind
@pytest.mark.parametrize("order", ["", "nom", "fraicheur", "pertinence"])
def test_following_next_gives_each_row_once_in_the_order_of_the_whole(client: Client, kind: Kind, order: str) -> None:
    for place, name in enumerate(("Zoé", "abysse", "Écume", "abysse", "Mistral")):
        kind.make(published=True, name=name, slug=f"fiche-{place}")
    query = f"?tri={order}" if order else "?"
    whole = [row["slug"] for row in client.get(f"{kind.api_path}{query}").json()["results"]]
    pages = walk(client, f"{kind.api_path}{query}&par_page=2")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [slug for page in pages for slug in page] == whole


@pytest.mark.parametrize("path", ["/api/v1/mentors/?par_page=2", "/api/v1/startups/?par_page=2&q=voile"])
def test_previous_leads_back_over_the_same_pages(client: Client, path: str) -> None:
    factories.StartupFactory.create_batch(5, published=True, tagline="Une voile rigide")
    for taken in (0, 2, 1, 2, 0):
        factories.MentorFactory(published=True, capacity=2, taken_count=taken)
    forward = walk(client, path)
    address: str | None = path
    last: dict[str, Any] = {}
    while address:
        last = client.get(address).json()
        address = last["next"]
    back = walk(client, last["previous"], "previous")
    assert back == forward[-2::-1]


def test_the_search_index_and_the_database_give_the_same_pages(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(9):
        stage, name = ("seed", "growth")[place % 2], f"Voile {place % 4}"
        factories.StartupFactory(published=place != 4, name=name, stage=stage, slug=f"fiche-{place}", headcount=place)
    here = factories.MentorFactory(published=True, latitude=43.3, longitude=5.4, city="Marseille")
    asked = ["startups/?tri=nom", "startups/?tri=fraicheur&stade=seed", "startups/?q=voile&tri=nom&effectif_max=6"]
    asked += ["mentors/?tri=nom&langue=fr", "startups/?stade=growth&q=rien"]
    settings.SEARCH_INDEX_DIR = tmp_path
    by_database = [walk(client, f"/api/v1/{question}&par_page=2") for question in asked]
    rebuild()
    monkeypatch.setattr(DatabaseSource, "rows", None)
    by_index = [walk(client, f"/api/v1/{question}&par_page=2") for question in asked]
    assert by_index == by_database
    assert [sum(map(len, pages)) for pages in by_index] == [8, 4, 6, 1, 0]
    assert by_index[3] == [[here.slug]]
    best = walk(client, "/api/v1/startups/?q=voile&par_page=3")
    assert sorted(slug for page in best for slug in page) == sorted(slug for page in by_index[0] for slug in page)


def test_a_walk_that_changes_its_size_leaves_no_row_out(client: Client, settings: Any, tmp_path: Path) -> None:
    factories.StartupFactory.create_batch(7, published=True, tagline="Une voile rigide")
    settings.SEARCH_INDEX_DIR = tmp_path
    rebuild()
    for order in ("nom", "pertinence"):
        path, found = f"/api/v1/startups/?q=voile&tri={order}", set()
        address, size = f"{path}&par_page=3", 3
        while address:
            answer = client.get(address).json()
            found |= {row["slug"] for row in answer["results"]}
            address = answer["next"] and answer["next"].replace(f"par_page={size}", f"par_page={5 - size}")
            size = 5 - size
        assert len(found) == 7, order


def test_a_row_that_comes_while_one_reads_moves_no_other(client: Client) -> None:
    factories.StartupFactory.create_batch(3, published=True)
    first = client.get("/api/v1/startups/?par_page=2").json()
    factories.StartupFactory(published=True)
    rest = client.get(first["next"]).json()
    assert {row["slug"] for row in first["results"]}.isdisjoint(row["slug"] for row in rest["results"])
    assert (first["count"], rest["count"], len(rest["results"])) == (3, 3, 1)


def test_the_count_is_not_asked_again_on_the_following_pages(client: Client) -> None:
    factories.StartupFactory.create_batch(3, published=True)
    path = "/api/v1/startups/?par_page=1"
    following = client.get(path).json()["next"]
    assert query_count(client, following) == query_count(client, path) - 1


@each_kind
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client: Client, kind: Kind) -> None:
    kind.full()
    one = query_count(client, kind.api_path)
    kind.full(), kind.full()
    cache.clear()
    assert query_count(client, kind.api_path) == one <= 8


def test_a_link_header_gives_the_same_addresses(client: Client) -> None:
    factories.StartupFactory.create_batch(2, published=True)
    response = client.get("/api/v1/startups/?par_page=1")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'


@pytest.mark.parametrize("size", ["0", "-1", "101", "x", "²", "9" * 40, ""])
def test_a_size_out_of_bounds_is_refused(client: Client, size: str) -> None:
    response = client.get("/api/v1/startups/", {"par_page": size})
    assert response.status_code == 400
    assert response.json() == {"par_page": ["Indiquez un nombre de réponses entre 1 et 100."]}


def test_a_place_serves_only_the_question_that_gave_it(client: Client) -> None:
    factories.StartupFactory.create_batch(2, published=True, stage="seed")
    factories.MentorFactory(published=True)
    cursor = client.get("/api/v1/startups/?par_page=1").json()["next"].split("curseur=")[1].split("&")[0]
    assert client.get(f"/api/v1/startups/?par_page=2&curseur={cursor}").status_code == 200
    for path in ("/api/v1/mentors/?", "/api/v1/startups/?stade=seed&", "/api/v1/startups/?tri=nom&"):
        response = client.get(f"{path}curseur={cursor}")
        assert (response.status_code, list(response.json())) == (400, ["curseur"]), path
    for invented in ("", "x", cursor[:-1], "\x00", "é" * 500):
        assert client.get("/api/v1/startups/", {"curseur": invented}).status_code == 400
