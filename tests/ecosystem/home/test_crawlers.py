"""The site map, and what crawlers may read."""

import re
from typing import Any

import pytest
from django.test import Client

from ecosystem.home.sitemaps import ListingSitemap
from tests import factories
from tests.permissions.table import SITE
from tests.permissions.world import build

pytestmark = pytest.mark.django_db

PART = re.compile(r"<loc>https://escale.example(/sitemap-fiches[^<]*)</loc>")
NOT_FOR_CRAWLERS = {"account_signup": "a form that says nothing", "ui:offline": "what a browser keeps for itself"}
PLACE = re.compile(r"<loc>https://escale.example([^<]*)</loc>")


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.SITE_URL = "https://escale.example"


def read(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_site_map_holds_what_everybody_finds_in_both_languages(client: Client) -> None:
    shown = factories.StartupFactory(published=True)
    hidden = factories.StartupFactory(hidden=True)
    discreet = factories.MentorFactory(published=True, is_discreet=True)
    index = read(client, "/sitemap.xml")
    text = "".join(read(client, part) for part in PART.findall(index))
    assert f"https://escale.example/startups/{shown.slug}/" in text
    assert f"https://escale.example/en/startups/{shown.slug}/" in text
    assert 'hreflang="x-default"' in text
    assert hidden.slug not in text
    assert discreet.slug not in text
    assert "/en/methode/" in read(client, "/sitemap-pages.xml")


def test_the_site_map_has_as_many_parts_as_it_takes_and_loses_no_address(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(ListingSitemap, "width", 3)
    startups = factories.StartupFactory.create_batch(8, published=True)
    for gone in startups[2:6]:
        type(gone).objects.filter(pk=gone.pk).first().delete()
    with django_assert_num_queries(2):  # the version of the data, then every range at once
        index = read(client, "/sitemap.xml")
    left = [one for one in startups if one not in startups[2:6]]
    parts = PART.findall(index)
    assert len(parts) == len({one.pk // 3 for one in left})
    found = [place for part in parts for place in PLACE.findall(read(client, part))]
    assert sorted(found) == sorted(f"{lang}/startups/{one.slug}/" for one in left for lang in ("", "/en"))


def test_every_public_page_is_in_the_map_or_says_that_it_is_not_for_crawlers(client: Client) -> None:
    world, index = build(), read(client, "/sitemap.xml")
    parts = [*PART.findall(index), "/sitemap-pages.xml"]
    found = {place for part in parts for place in PLACE.findall(read(client, part))}
    robots = [
        line.removeprefix("Disallow: ") for line in read(client, "/robots.txt").splitlines() if "Disallow" in line
    ]
    lost, shown_twice = [], []
    for row in SITE:
        if row.get.get("visitor") != 200 or not row.page or row.given or row.query or row.name in NOT_FOR_CRAWLERS:
            continue
        address = world.url(row)
        if address.startswith(tuple(robots)) or 'name="robots" content="noindex' in read(client, address):
            shown_twice += [address] if address in found else []
        elif address not in found or f"/en{address}" not in found:
            lost.append(address)
    assert lost == []
    assert shown_twice == [], "nothing is asked of crawlers that they are kept from"


@pytest.mark.parametrize("part", ["999999", "999999999999999999"])
def test_a_part_beyond_the_map_is_not_found(client: Client, part: str) -> None:
    assert client.get(f"/sitemap-fiches-{part}.xml").status_code == 404


def test_crawlers_are_told_what_is_private_in_both_languages(client: Client) -> None:
    text = read(client, "/robots.txt")
    assert "Disallow: /en/espace/" in text
    assert "Sitemap: https://escale.example/sitemap.xml" in text
    assert "Disallow: /mentor" not in text
