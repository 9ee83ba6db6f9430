"""The landing page, the search over the four kinds, the figures and the pages of text."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from ecosystem.directory.documents import rebuild
from ecosystem.home import figures
from ecosystem.home.example import example
from ecosystem.home.searching import search_all
from tests import factories
from tests.listings import KINDS, query_count

pytestmark = pytest.mark.django_db

TEXTS = ["/", "/recherche/", "/chiffres/", "/methode/", "/accessibilite/", "/donnees-personnelles/"]
TEXTS += ["/mentions-legales/", "/credits/"]


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_opens_on_an_empty_site_and_on_a_full_one(client: Client, path: str, prefix: str) -> None:
    assert client.get(prefix + path).status_code == 200
    for kind in KINDS:
        kind.full()
    assert client.get(prefix + path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/chiffres/", "/recherche/?q=exemple", "/recherche/?q=introuvable"])
def test_queries_do_not_grow_with_the_rows(client: Client, path: str) -> None:
    with time_machine.travel("2027-02-01 12:00", tick=False):
        [kind.full() for kind in KINDS]
        one = query_count(client, path)
        [kind.full() for kind in KINDS for _time in range(2)]
        cache.clear()
        assert query_count(client, path) == one <= (25 if path == "/chiffres/" else 20)  # figures: once an hour


@pytest.mark.parametrize("indexed", [True, False])
def test_the_search_counts_each_kind_exactly(settings: Any, tmp_path: Path, indexed: bool) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    factories.StartupFactory.create_batch(7, published=True, description="Des voiles rigides.")
    factories.MentorFactory(published=True, tagline="Les voiles et le vent.")
    factories.FunderFactory(description="Des voiles encore, mais pas publiées.")
    if indexed:
        rebuild()
    answer = search_all("voiles")
    assert {group.kind: group.count for group in answer.groups} == {
        "startup": 7,
        "mentor": 1,
        "funder": 0,
        "tradeshow": 0,
    }
    assert len(answer.groups[0].hits) == 5


def test_a_result_says_which_words_answer_when_its_name_and_its_sentence_do_not(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    sector = factories.SectorFactory(name_fr="Robotique marine", name_en="Marine robots")
    by_tag = factories.StartupFactory(published=True, name="Posidone", tagline="Des bouées.", sectors=[sector])
    description = "Nous visons.\n\nNos robotiques <sondes> parlent."
    by_text = factories.StartupFactory(published=True, name="Vigie", tagline="Au large.", description=description)
    by_name = factories.StartupFactory(published=True, name="Robotique du port", sectors=[sector])
    rebuild()
    found = {hit.listing.pk: hit.reason for hit in search_all("robotique").groups[0].hits}
    assert found == {
        by_tag.pk: "<mark>Robotique</mark> marine",
        by_text.pk: "Nos <mark>robotiques</mark> &lt;sondes&gt; parlent.",
        by_name.pk: "",
    }


def test_nothing_found_always_shows_a_way_on(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    factories.StartupFactory.create_batch(2, published=True, tagline="Capteurs de quai.")
    rebuild()
    page = client.get("/recherche/?q=capteurs+xyzxyzxyz").content.decode()
    assert "Avec un mot de moins" in page
    assert "?q=capteurs" in page
    assert 'href="/startups/"' in page


def test_the_example_is_scored_on_the_weights_in_force_and_adds_up() -> None:
    shown = example()
    assert shown["score"] == sum(part["points"] for part in shown["parts"]) <= 100
    assert sum(part["weight"] for part in shown["parts"]) == 100


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([12, 7, 0], [12, 7, 0]),
        ([12, 4, 3], [12, None, None]),
        ([12, 7, 4], [12, None, None]),
        ([4], [None]),
        ([4, 0], [None, 0]),
    ],
)
def test_small_groups_are_masked_and_cannot_be_found_by_subtraction(counts: list[int], shown: list[int | None]) -> None:
    rows = figures.masked((str(place), count) for place, count in enumerate(counts))
    assert [row.value for row in rows] == shown


def test_a_small_group_is_in_no_page_and_no_file(client: Client) -> None:
    sector, rare = factories.SectorFactory(), factories.SectorFactory()
    factories.StartupFactory.create_batch(6, published=True, sectors=[sector])
    factories.StartupFactory.create_batch(3, published=True, sectors=[rare])
    response = client.get("/chiffres/secteurs.csv")
    rows = dict(csv.reader(io.StringIO(response.content.decode())))
    assert rows[rare.parent.name] == rows[sector.parent.name] == ""
    assert client.get("/chiffres/inconnu.csv").status_code == 404


def test_figures_count_what_is_published() -> None:
    for kind in KINDS:
        kind.full(), kind.make()
    assert figures.totals() == {"startup": 1, "mentor": 1, "funder": 1, "tradeshow": 1}
    sector = factories.SectorFactory()
    factories.StartupFactory.create_batch(
        2, published=True, sectors=[sector, factories.SectorFactory(parent=sector.parent)]
    )
    factories.StartupFactory(sectors=[sector])
    assert (sector.parent, 2) in figures.sector_counts()


@time_machine.travel("2027-02-01 12:00", tick=False)
def test_the_quarters_end_with_the_present_one() -> None:
    factories.StartupFactory.create_batch(2, published=True)
    chart = figures.by_quarter()
    assert [row.label for row in chart.rows][-2:] == ["T4 2026", "T1 2027"]
    assert len(chart.rows) == figures.QUARTERS
    assert {row.value for row in chart.rows} == {0, 2}, "a total is never masked"


def test_the_small_communes_are_together_and_last() -> None:
    for city, count in (("Marseille", 5), ("Arles", 4), ("Aubagne", 4)):
        factories.StartupFactory.create_batch(count, published=True, city=city)
    rows = [(row.label, row.value, row.rest) for row in figures.by_city().rows]
    assert rows == [("Marseille", 5, False), ("Autres communes", 8, True)]


@time_machine.travel("2027-02-01 12:00", tick=False)
def test_the_next_shows_come_in_the_order_of_the_calendar_on_any_database(client: Client) -> None:
    def edition(name: str, **fields: Any) -> None:
        factories.EditionFactory(tradeshow__name=name, year=2027, **{"ends_on": fields.get("starts_on"), **fields})

    edition("Sans mois", dated=False, month=None)
    edition("Mars sans jour", dated=False, month=3)
    edition("Mars daté", month=None, starts_on=date(2027, 3, 9))
    edition("Février daté", month=None, starts_on=date(2027, 2, 20))
    page = client.get("/").content.decode()
    wanted = ["Février daté", "Mars daté", "Mars sans jour", "Sans mois"]
    assert sorted(wanted, key=page.index) == wanted


def test_the_licence_of_the_typeface_can_be_read(client: Client) -> None:
    assert "SIL OPEN FONT LICENSE" in client.get("/credits/").content.decode()
