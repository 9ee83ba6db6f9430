"""What the lists and the pages of the four kinds promise alike."""

import re

import pytest
import time_machine
from django.test import Client

from ecosystem.directory.models import Listing
from ecosystem.home.sitemaps import ListingSitemap
from tests import factories
from tests.listings import KINDS, Kind, query_count

pytestmark = pytest.mark.django_db

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
HTMX = {"HX-Request": "true", "HX-Target": "liste"}
HOSTILE = [
    "page=abc",
    "page=-1",
    "page=99999999999999999999",
    "page=0&page=2",
    "effectif_min=x&effectif_max=--",
    "effectif_min=99999999999999999999999",
    "montant=-5",
    "montant=1e9",
    "annee=abc",
    "annee=0",
    "annee=2101",
    "secteur=inconnu&stade=inconnu&type=inconnu&sujet=inconnu&pays=ZZ&territoire=Nulle-Part",
    "tri=inconnu",
    "disponible=peut-être",
    "q=%00",
    "q=" + "a" * 5000,
    "q=%22%27)(*%3A%5B%5D%7B%7D%5E~%5C%2F-+AND+OR+NOT",
    "q=<script>alert(1)</script>",
    "q=%F0%9F%9A%A2%ED%A0%80",
    "%FF=%FE&secteur=%FF",
    "q=a&q=b&secteur=&secteur=",
]


@each_kind
def test_a_published_listing_has_a_page_and_stands_in_its_list(client: Client, kind: Kind) -> None:
    listing = kind.full(name="Calanque Étoilée")
    assert listing.get_absolute_url() == f"{kind.path}calanque-etoilee/"
    assert "Calanque Étoilée" in client.get(listing.get_absolute_url()).content.decode()
    assert "Calanque Étoilée" in client.get(kind.path).content.decode()
    assert "Calanque Étoilée" in client.get(f"/en{listing.get_absolute_url()}").content.decode()


@each_kind
@pytest.mark.parametrize("state", ["", "submitted", "hidden"])
def test_an_unpublished_listing_does_not_exist_for_others(client: Client, kind: Kind, state: str) -> None:
    listing = kind.make(name="Secret bien gardé", **({state: True} if state else {}))
    stranger = factories.UserFactory()
    for user in (None, stranger):
        if user:
            client.force_login(user)
        assert client.get(listing.get_absolute_url()).status_code == 404
        assert "Secret bien gardé" not in client.get(kind.path).content.decode()
        assert client.get(f"{kind.api_path}{listing.slug}/").status_code == 404
        assert "Secret bien gardé" not in client.get(kind.api_path).content.decode()


@each_kind
def test_the_team_previews_what_is_not_published(client: Client, kind: Kind) -> None:
    listing = kind.make(submitted=True)
    client.force_login(factories.UserFactory(curator=True))
    assert "Aperçu" in client.get(listing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", KINDS[:3], ids=lambda kind: kind.name)
def test_owners_preview_what_is_theirs(client: Client, kind: Kind) -> None:
    owner = factories.UserFactory()
    mine, other = kind.make(**{"admin" if kind.name == "startup" else "user": owner}), kind.make()
    client.force_login(owner)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


@each_kind
def test_contact_details_are_in_no_page_and_no_answer(client: Client, kind: Kind) -> None:
    listing = kind.full(contact_email="prive@exemple.test", contact_phone="+33 6 99 88 77 66")
    paths = [kind.path, listing.get_absolute_url(), kind.api_path, f"{kind.api_path}{listing.slug}/", "/"]
    part = f"/sitemap-fiches-{listing.pk // ListingSitemap.width}.xml"
    for path in [*paths, f"/recherche/?q={listing.name}", "/salons/calendrier.ics", part]:
        text = client.get(path).content.decode()
        assert "prive@exemple.test" not in text, path
        assert "99 88 77 66" not in text, path
        if user := getattr(listing, "user", None):
            assert user.email not in text, path


@each_kind
@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_string_breaks_a_list(client: Client, kind: Kind, query: str) -> None:
    kind.full()
    assert client.get(f"{kind.path}?{query}").status_code == 200
    assert client.get(f"{kind.path}?{query}", headers=HTMX).status_code == 200
    assert client.get(f"{kind.api_path}?{query}").status_code in {200, 400, 404}
    assert client.get(f"/recherche/?{query}").status_code == 200


@each_kind
def test_a_filter_that_cannot_be_applied_is_named(client: Client, kind: Kind) -> None:
    kind.full()
    page = client.get(f"{kind.path}?secteur=inconnu").content.decode()
    assert "« inconnu » n’est pas un choix de ce filtre".replace("« ", "«\xa0").replace(" »", "\xa0»") in page


@each_kind
def test_lists_and_pages_take_as_many_queries_for_one_row_as_for_three(client: Client, kind: Kind) -> None:
    with time_machine.travel("2027-02-01 12:00", tick=False):
        first = kind.full()
        one = [query_count(client, path) for path in (kind.path, kind.api_path, first.get_absolute_url())]
        kind.full(), kind.full()
        three = [query_count(client, path) for path in (kind.path, kind.api_path, first.get_absolute_url())]
    assert three == one
    assert one[0] <= 12


@each_kind
def test_the_swapped_part_is_that_of_the_whole_page(client: Client, kind: Kind) -> None:
    listing = kind.full()
    for query in ("", f"secteur={listing.sectors.first().parent.slug}", "secteur=inconnu", "q=zzzz"):
        path = f"{kind.path}?{query}"
        standing_there = {**HTMX, "HX-Current-URL": f"http://testserver{path}"}
        whole, part = client.get(path).content.decode(), client.get(path, headers=standing_there)
        swapped = part.content.decode().replace('<details class="filters" open>', '<details class="filters">')
        assert part.headers["Vary"].count("HX-Request") == 1
        assert re.sub(r"\s+", " ", swapped).strip() in re.sub(r"\s+", " ", whole), path


@each_kind
def test_a_swap_tells_the_address_without_empty_filters(client: Client, kind: Kind) -> None:
    sector = kind.full().sectors.first().parent.slug
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{kind.path}"}
    response = client.get(f"{kind.path}?q=&secteur={sector}&page=3", headers=headers)
    assert response.headers["HX-Push-Url"] == f"{kind.path}?secteur={sector}"
    sorted_again = client.get(f"{kind.path}?tri=nom", headers=headers)
    assert sorted_again.headers["HX-Replace-Url"] == f"{kind.path}?tri=nom"


@each_kind
def test_only_reading_is_possible(client: Client, kind: Kind) -> None:
    listing = kind.full()
    for path in (kind.path, listing.get_absolute_url()):
        assert client.post(path).status_code == 405
    for path in (kind.api_path, f"{kind.api_path}{listing.slug}/"):
        assert client.post(path, {}).status_code == 405
        assert client.delete(path).status_code == 405
    assert Listing.objects.count() >= 1


def test_words_are_shown_in_the_language_of_the_reader(client: Client) -> None:
    startup = factories.StartupFactory(published=True, tagline="Bonjour", tagline_alt="Good morning")
    untranslated = factories.StartupFactory(published=True, tagline="Bonsoir")
    assert "Bonjour" in client.get(f"/startups/{startup.slug}/").content.decode()
    assert "Good morning" in client.get(f"/en/startups/{startup.slug}/").content.decode()
    assert 'lang="fr">Bonsoir' in client.get(f"/en/startups/{untranslated.slug}/").content.decode()


def test_a_name_is_never_markup(client: Client) -> None:
    startup = factories.StartupFactory(published=True, name="<b>Gras</b> & Co", slug="gras")
    for path in ("/startups/", "/startups/?q=gras", startup.get_absolute_url(), "/", "/recherche/?q=gras"):
        assert "<b>Gras</b>" not in client.get(path).content.decode(), path


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//", "", "http://escale.test/startups/?stade=seed"])
def test_whatever_the_browser_says_of_where_it_stands_the_list_is_shown(client: Client, address: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": "liste", "HX-Current-URL": address}
    assert client.get("/startups/", headers=headers).status_code == 200
