"""What is the same to every reader is drawn once, until something public is written."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as RedisConnectionError

from ecosystem.core.kept import kept_each
from ecosystem.directory.models import Listing
from ecosystem.directory.shared_panels import shared
from startups.models import Startup
from tests.factories import FunderFactory, MailFactory, StartupFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def asked(row: Any, times: list[str]) -> Any:
    """What the panel tells of the city, by a query that notes each of its readings."""

    def city(row: Any, request: Any) -> dict[str, str]:
        times.append(Listing.objects.get(pk=row.pk).city)
        return {"city": times[-1]}

    return shared(city)(SimpleNamespace(pk=row.pk), RequestFactory().get("/"))


def test_a_panel_is_looked_for_again_only_once_something_public_was_written() -> None:
    row, times = StartupFactory(city="Arles"), []
    asked(row, times)
    MailFactory()
    assert asked(row, times) == {"city": "Arles"}
    Listing.objects.update(city="Martigues")
    assert asked(row, times) == {"city": "Martigues"}
    assert times == ["Arles", "Martigues"]


def test_what_a_transaction_wrote_is_read_within_it_and_not_kept_for_others() -> None:
    row, times = StartupFactory(city="Arles"), []
    asked(row, times)
    with transaction.atomic():
        Listing.objects.update(city="Martigues")
        assert asked(row, times) == {"city": "Martigues"}
        transaction.set_rollback(True)
    assert asked(row, times) == {"city": "Arles"}


def test_of_several_rows_only_the_new_ones_are_computed_and_their_order_is_kept() -> None:
    rows, computed = [SimpleNamespace(pk=pk) for pk in (3, 1, 2)], []

    def compute(row: Any) -> str:
        computed.append(row.pk)
        return f"row {row.pk}"

    assert kept_each("rows", None, rows[:2], compute) == ["row 3", "row 1"]
    assert kept_each("rows", None, rows, compute) == ["row 3", "row 1", "row 2"]
    assert computed == [3, 1, 2]


@pytest.mark.parametrize("address", ["/startups/", "/api/v1/startups/"])
def test_a_list_shows_what_was_just_written(address: str) -> None:
    startup = StartupFactory(published=True, name="Kermès")
    assert "Kermès" in Client().get(address).content.decode()
    Startup.objects.filter(pk=startup.pk).update(name="Carmin")
    page = Client().get(address).content.decode()
    assert "Carmin" in page
    assert "Kermès" not in page


@pytest.mark.parametrize(
    ("address", "mark"),
    [("/startups/?q=carmin", "<mark>Carmin</mark>"), ("/startups/?autour=Marseille", "sur place")],
)
def test_what_shows_a_search_is_not_kept_for_the_next_reader(address: str, mark: str) -> None:
    StartupFactory(published=True, name="Carmin", city="Marseille", latitude=43.2965, longitude=5.3698)
    for _again in range(2):
        assert mark in Client().get(address).content.decode()
        assert mark not in Client().get("/startups/").content.decode()


def test_funders_are_marked_by_the_amount_that_is_sought_only() -> None:
    FunderFactory(published=True, ticket_min_eur=50_000, ticket_max_eur=500_000)
    for _again in range(2):
        assert "contient 100" not in Client().get("/financeurs/").content.decode()
        assert "contient 100" in Client().get("/financeurs/?montant=100000").content.decode()


def test_each_language_has_rows_of_its_own() -> None:
    StartupFactory(published=True, headcount=7)
    assert "7 personnes" in Client().get("/startups/").content.decode()
    assert "7 people" in Client().get("/en/startups/").content.decode()


@pytest.mark.parametrize("address", ["/startups/", "/api/v1/startups/"])
def test_a_second_reader_gets_rows_that_were_drawn_for_the_first(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    StartupFactory(published=True, name="Kermès")
    first = Client().get(address).content
    monkeypatch.setattr(Startup, "get_absolute_url", lambda row: "/ailleurs/")
    assert b'"/ailleurs/"' not in Client().get(address).content.replace(b"http://localhost:8000", b"")
    cache.clear()
    assert Client().get(address).content != first


@pytest.mark.parametrize("address", ["/startups/", "/api/v1/startups/", "/financeurs/"])
def test_without_the_cache_pages_are_drawn_afresh(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: Any, **_options: Any) -> None:
        raise RedisConnectionError("Connection refused")

    StartupFactory(published=True, name="Kermès")
    for act in ("get_many", "set_many"):
        monkeypatch.setattr(type(cache._connections["default"]), act, down)
    assert Client().get(address).status_code == 200


def test_what_is_kept_ends_with_its_ten_minutes_and_so_with_the_day() -> None:
    times: list[str] = []
    row = StartupFactory(city="Arles")
    with time_machine.travel("2027-02-01 22:59:30", tick=False):
        asked(row, times)
        asked(row, times)
    with time_machine.travel("2027-02-01 23:00:30", tick=False):
        asked(row, times)
    assert len(times) == 2, "midnight in Paris"
