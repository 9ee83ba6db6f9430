"""The pages of startups."""

import re
from datetime import date

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_discreet_closed_and_draft_needs_are_not_public(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    factories.NeedFactory(startup=startup, opened=True, title="Besoin visible")
    factories.NeedFactory(startup=startup, opened=True, is_public=False, title="Besoin discret")
    factories.NeedFactory(startup=startup, title="Besoin en brouillon")
    for path in ("/startups/", startup.get_absolute_url(), "/api/v1/startups/", "/"):
        page = client.get(path).content.decode()
        assert "Besoin visible" in page, path
        assert "Besoin discret" not in page, path
        assert "Besoin en brouillon" not in page, path


def test_the_team_is_named_without_its_addresses(client: Client) -> None:
    member = factories.MemberFactory(startup__published=True, name="Inès Vidal", title="Présidente")
    page = client.get(member.startup.get_absolute_url()).content.decode()
    assert "Inès Vidal" in page
    assert member.user.email not in page
    assert "Inès Vidal" not in client.get(f"/api/v1/startups/{member.startup.slug}/").content.decode()


def test_what_is_dated_is_told_the_latest_first(client: Client) -> None:
    startup = factories.StartupFactory(published=True, founded_on=date(2024, 9, 1))
    page = client.get(startup.get_absolute_url()).content.decode()
    assert page.index("Fiche publiée sur le site") < page.index("Sept.\N{NO-BREAK SPACE}2024</time>")


def test_needs_opened_in_one_month_are_one_line_of_the_past(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    factories.NeedFactory(startup=startup, opened=True, title="Premier besoin")
    past = client.get(startup.get_absolute_url()).content.decode().split('id="parcours"')[1]
    assert "Premier besoin" in past
    factories.NeedFactory(startup=startup, opened=True, title="Deuxième besoin")
    past = client.get(startup.get_absolute_url()).content.decode().split('id="parcours"')[1]
    assert "2 besoins déclarés" in past
    assert "Premier besoin" not in past


def test_the_way_to_a_startup_leads_through_the_others_of_its_sector(client: Client) -> None:
    sector = factories.SectorFactory(parent=factories.SectorFactory(root=True, name_fr="Mer"))
    for name, sectors in (("Ondine", [sector]), ("Zostère", [])):
        factories.StartupFactory(published=True, name=name, sectors=sectors)
    page = client.get("/startups/ondine/").content.decode()
    path = re.search(r'href="(/startups/[?]secteur=[^"]+)">Mer</a>', page)[1]
    others = client.get(path).content.decode()
    assert "Ondine" in others
    assert "Zostère" not in others


def test_pages_keep_the_filters_and_follow_each_other(client: Client) -> None:
    factories.StartupFactory.create_batch(23, published=True, stage="seed")
    first, second = (client.get(f"/startups/?stade=seed&tri=nom&page={page}").content.decode() for page in (1, 2))
    assert "23 startups</p>" in first
    assert "stade=seed&amp;tri=nom&amp;page=2" in first
    assert first.count("<article") == 20
    assert second.count("<article") == 3
    again = client.get("/startups/?stade=seed&tri=nom&page=2").content.decode()
    assert again.split("<main")[1] == second.split("<main")[1]
