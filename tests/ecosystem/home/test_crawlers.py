"""The site map, and what crawlers may read."""

import re
from typing import Any

import pytest
from django.test import Client

from ecosystem.home.sitemaps import ListingSitemap
from tests import factories

pytestmark = pytest.mark.django_db

PART = re.compile(r"<loc>https://escale.example(/sitemap-fiches[^<]*)</loc>")
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


@pytest.mark.parametrize("part", ["999999", "999999999999999999"])
def test_a_part_beyond_the_map_is_not_found(client: Client, part: str) -> None:
    assert client.get(f"/sitemap-fiches-{part}.xml").status_code == 404


def test_crawlers_are_told_what_is_private_in_both_languages(client: Client) -> None:
    text = read(client, "/robots.txt")
    assert "Disallow: /en/espace/" in text
    assert "Sitemap: https://escale.example/sitemap.xml" in text
    assert "Disallow: /mentor" not in text
