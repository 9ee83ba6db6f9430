"""What machines read of a page: its address, its other languages, its card and its facts."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.directory.linked_data import script
from tests import factories
from tests.listings import KINDS, Kind

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.path)


def facts(client: Client, path: str) -> dict[str, Any]:
    """The facts of a page by their type."""
    found = [json.loads(block) for block in BLOCK.findall(client.get(path).content.decode())]
    return {one["@type"]: one for one in found}


@given(st.text())
def test_no_text_ends_the_block_that_holds_it(text: str) -> None:
    block = script({"@type": "Thing", "name": text + "</script><!--&"})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside)["name"] == text + "</script><!--&"


@pytest.mark.django_db
@each_kind
def test_each_page_tells_its_address_its_languages_its_card_and_its_way(
    client: Client, kind: Kind, settings: Any
) -> None:
    settings.SITE_URL = "https://escale.example"
    listing = kind.full()
    path = listing.get_absolute_url()
    page = client.get(f"{path}?source=lettre").content.decode()
    assert f'<link rel="canonical" href="https://escale.example{path}">' in page
    assert f'hreflang="en" href="https://escale.example/en{path}"' in page
    assert f'hreflang="x-default" href="https://escale.example{path}"' in page
    card = re.search(r'property="og:image" content="https://escale.example([^"]*)"', page)
    assert card
    assert client.get(card[1])["Content-Type"] == "image/png"
    way = facts(client, path)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in way] == list(range(1, len(way) + 1))
    assert all(client.get(step["item"].removeprefix(settings.SITE_URL)).status_code == 200 for step in way)
    assert way[-1] == {
        "@type": "ListItem",
        "position": len(way),
        "name": listing.name,
        "item": f"https://escale.example{path}",
    }


@pytest.mark.django_db
def test_a_startup_is_an_organisation_and_its_raise_is_not_told(client: Client) -> None:
    startup = factories.StartupFactory(
        published=True, siren="732829320", founded_on=date(2024, 9, 1), raise_eur=123_456, contact_email="a@prive.test"
    )
    said = facts(client, startup.get_absolute_url())["Organization"]
    assert said["foundingDate"] == "2024-09-01"
    assert said["identifier"]["value"] == "732829320"
    assert "123456" not in json.dumps(said)
    assert "prive.test" not in json.dumps(said)


@pytest.mark.django_db
def test_a_mentor_is_a_person_without_what_she_keeps_back(client: Client) -> None:
    mentor = factories.MentorFactory(
        published=True, company="Palan Secret", website="https://secret.example/", hidden_parts=["company", "link"]
    )
    said = json.dumps(facts(client, mentor.get_absolute_url())["Person"])
    assert "Palan Secret" not in said
    assert "secret.example" not in said


@pytest.mark.django_db
def test_a_show_is_an_event_whose_day_is_told_once_it_is_confirmed(client: Client) -> None:
    show = factories.TradeShowFactory(published=True)
    edition = factories.EditionFactory(
        tradeshow=show, year=2090, month=6, starts_on=None, ends_on=None, dates_confirmed=False
    )
    assert facts(client, show.get_absolute_url())["Event"]["startDate"] == "2090-06"
    edition.starts_on, edition.ends_on, edition.dates_confirmed = date(2090, 6, 17), date(2090, 6, 20), True
    edition.save()
    said = facts(client, show.get_absolute_url())["Event"]
    assert (said["startDate"], said["endDate"]) == ("2090-06-17", "2090-06-20")


@pytest.mark.django_db
def test_a_list_tells_its_listings_and_the_home_page_how_to_search(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    [item] = facts(client, "/startups/")["ItemList"]["itemListElement"]
    assert item["name"] == startup.name
    site = facts(client, "/en/")["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/en/recherche/?q={search_term_string}")
    assert "ItemList" not in facts(client, "/startups/?q=introuvable")
