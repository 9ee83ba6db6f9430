"""What machines read of a page: its address, its other languages, its card and its facts."""

import json
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.directory.linked_data import script
from ecosystem.directory.views import PER_PAGE
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
@time_machine.travel("2027-01-10 12:00", tick=False)
def test_the_calendar_tells_each_event_of_its_year_with_its_state_its_place_and_its_organiser(client: Client) -> None:
    show = factories.TradeShowFactory(published=True, name="VivaTech", organiser="Publicis")
    factories.EditionFactory(tradeshow=show, year=2027, dated=True, venue="Viparis")
    factories.EditionFactory(year=2027, month=9, is_cancelled=True, city="")
    factories.EditionFactory(year=2026)
    first, second = (one["item"] for one in facts(client, "/salons/?annee=2027")["ItemList"]["itemListElement"])
    assert first == {
        "@type": "Event",
        "name": "VivaTech 2027",
        "url": f"{settings.SITE_URL}{show.get_absolute_url()}",
        "startDate": "2027-06-16",
        "endDate": "2027-06-19",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": {"@type": "Organization", "name": "Publicis"},
        "location": {
            "@type": "Place",
            "name": "Viparis",
            "address": {"@type": "PostalAddress", "addressLocality": "Paris", "addressCountry": "FR"},
        },
    }
    assert second["eventStatus"] == "https://schema.org/EventCancelled"
    assert "location" not in second
    assert "ItemList" not in facts(client, "/salons/?annee=2029")


@pytest.mark.django_db
@time_machine.travel("2027-01-10 12:00", tick=False)
def test_a_filtered_list_goes_by_the_address_of_the_whole_one_and_a_page_or_a_year_by_its_own(client: Client) -> None:
    factories.StartupFactory.create_batch(PER_PAGE + 1, published=True, city="Marseille")
    factories.EditionFactory(year=2026)
    factories.EditionFactory(year=2027)
    own = {
        "/startups/": "/startups/",
        "/startups/?page=2": "/startups/?page=2",
        "/startups/?page=2&source=lettre": "/startups/?page=2",
        "/startups/?page=2&q=startup": "/startups/",
        "/startups/?page=9": "/startups/?page=2",
        "/startups/?tri=nom": "/startups/",
        "/salons/?annee=2026": "/salons/?annee=2026",
        "/salons/?annee=2027": "/salons/",
        "/salons/?annee=2026&q=x": "/salons/",
        "/en/salons/?annee=2026": "/en/salons/?annee=2026",
    }
    for address, expected in own.items():
        page = client.get(address).content.decode()
        assert f'<link rel="canonical" href="{settings.SITE_URL}{expected}">' in page, address
        french = expected.removeprefix("/en")
        for code, path in (("fr", french), ("en", f"/en{french}"), ("x-default", french)):
            assert f'hreflang="{code}" href="{settings.SITE_URL}{path}"' in page, (address, code)
    items = facts(client, "/startups/?page=2")["ItemList"]["itemListElement"]
    assert [one["position"] for one in items] == [PER_PAGE + 1], "places go on from the first page"


@pytest.mark.django_db
def test_a_list_tells_its_listings_and_the_home_page_how_to_search(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    [item] = facts(client, "/startups/")["ItemList"]["itemListElement"]
    assert item["name"] == startup.name
    site = facts(client, "/en/")["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/en/recherche/?q={search_term_string}")
    assert "ItemList" not in facts(client, "/startups/?q=introuvable")
