"""Partners' lists: framed by the sites that each names and no other, without a cookie, and kept right by the team."""

from typing import Any

import pytest
from django.test import Client

from ecosystem.directory.models import Embed
from tests import factories
from tests.listings import KINDS, Kind, query_count

pytestmark = pytest.mark.django_db

SITES = ["https://www.partenaire.example", "https://*.reseau.example:8443"]


def directive(response: Any, name: str) -> list[str]:
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    return policy[name].split()


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(factories.UserFactory(curator=True))
    return client


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_frame_shows_the_filtered_list_to_its_partner_s_sites_only(client: Client, kind: Kind) -> None:
    shown, other = kind.full(), kind.full()
    sector = shown.sectors.first().parent.slug
    embed = factories.EmbedFactory(kind=kind.name, query=f"secteur={sector}", ancestors=SITES)
    response = client.get(f"/integre/{embed.token}/")
    page = response.content.decode()
    assert f'href="{shown.get_absolute_url()}" target="_blank" rel="noopener"' in page
    assert other.name not in page
    assert directive(response, "frame-ancestors") == SITES
    assert "X-Frame-Options" not in response
    assert f'href="{kind.path}?secteur={sector}" target="_blank"' in page


def test_no_other_page_of_the_site_can_be_framed(client: Client) -> None:
    factories.EmbedFactory()
    response = client.get("/startups/")
    assert directive(response, "frame-ancestors") == ["'none'"]
    assert response["X-Frame-Options"] == "DENY"


def test_the_frame_is_the_same_for_everybody_and_sets_no_cookie(client: Client, curator: Client) -> None:
    embed = factories.EmbedFactory()
    factories.StartupFactory(published=True)
    mine, theirs = curator.get(f"/integre/{embed.token}/"), Client().get(f"/integre/{embed.token}/")
    assert mine.content == theirs.content
    assert not theirs.cookies
    assert theirs["Cache-Control"] == "public, max-age=300"
    again = Client().get(f"/integre/{embed.token}/", headers={"If-None-Match": theirs["ETag"]})
    assert again.status_code == 304
    assert directive(again, "frame-ancestors") == embed.ancestors


@pytest.mark.parametrize(("theme", "attribute"), [("auto", None), ("light", "light"), ("dark", "dark")])
def test_the_light_is_the_partner_s_choice(client: Client, theme: str, attribute: str | None) -> None:
    page = client.get(f"/integre/{factories.EmbedFactory(theme=theme).token}/").content.decode()
    assert (f'data-theme="{attribute}"' in page) is (attribute is not None)


def test_pages_stay_inside_the_frame_in_a_constant_number_of_queries(client: Client) -> None:
    embed = factories.EmbedFactory(query="tri=nom")
    factories.StartupFactory(published=True, sectors=[factories.SectorFactory()])
    path = f"/integre/{embed.token}/"
    one = query_count(client, path)
    factories.StartupFactory.create_batch(11, published=True, sectors=[factories.SectorFactory()])
    assert query_count(client, path) == one
    assert 'rel="next" href="?page=2"' in client.get(path).content.decode()
    assert 'rel="prev" href="?page=1"' in client.get(f"{path}?page=2").content.decode()
    for number in ("-1", "0", "x", "9" * 50):
        assert client.get(path, {"page": number}).status_code == 200


def test_a_list_that_is_off_or_unknown_is_not_there(client: Client) -> None:
    for token in (factories.EmbedFactory(is_on=False).token, "inconnu", "x" * 500):
        assert client.get(f"/integre/{token}/").status_code == 404


def test_the_team_pastes_the_address_of_a_list_and_gets_the_line_to_paste(curator: Client) -> None:
    sent = {
        "partner": "Le Réseau",
        "kind": "startup",
        "query": "https://escale.example/startups/?stade=seed&stade=growth&page=3",
        "where": "https://www.reseau.example/\nHTTPS://*.reseau.example\n\nhttps://www.reseau.example",
        "theme": "dark",
        "language": "en",
    }
    page = curator.post("/equipe/integrations/nouvelle/", sent, follow=True)
    embed = Embed.objects.get()
    assert embed.query == "stade=seed&stade=growth"
    assert embed.ancestors == ["https://www.reseau.example", "https://*.reseau.example"]
    assert f"/en/integre/{embed.token}/" in page.content.decode()
    assert "&lt;iframe src=" in page.content.decode()


@pytest.mark.parametrize(
    "site",
    [
        "http://www.partenaire.example",
        "https://partenaire.example/page",
        "https://partenaire.example; script-src *",
        "https://a.example https://b.example",
        "*",
        "https://*",
        "https://*.example'",
        "javascript:alert(1)",
        "https://partenaire.example,data:",
    ],
)
def test_what_is_no_site_cannot_be_allowed(curator: Client, site: str) -> None:
    sent = {"partner": "X", "kind": "startup", "where": site, "theme": "auto", "language": "fr"}
    answer = curator.post("/equipe/integrations/nouvelle/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"where"}
    assert not Embed.objects.exists()


@pytest.mark.parametrize("query", ["couleur=bleu", "stade=inconnu", "tri=contact_email", "http://[?x"])
def test_filters_that_the_list_does_not_take_are_refused(curator: Client, query: str) -> None:
    sent = {"partner": "X", "kind": "startup", "query": query, "where": SITES[0], "theme": "auto", "language": "fr"}
    answer = curator.post("/equipe/integrations/nouvelle/", sent)
    assert set(answer.context["form"].errors) == {"query"}


def test_the_team_stops_a_list_puts_it_back_and_deletes_it(curator: Client) -> None:
    embed = factories.EmbedFactory()
    path = f"/equipe/integrations/{embed.pk}/"
    for said, status in (("0", 404), ("0", 404), ("1", 200)):
        curator.post(f"{path}service/", {"on": said})
        assert curator.get(f"/integre/{embed.token}/").status_code == status
    curator.post(f"{path}supprimer/")
    assert not Embed.objects.exists()
