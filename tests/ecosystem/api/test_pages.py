"""Pages of the API: each row once whatever the order, and the place in a list is nobody's to invent."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

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
