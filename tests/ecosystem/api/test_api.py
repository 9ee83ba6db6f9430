"""The API: the same answers as the pages, only what is public, and a description that is valid."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests import factories
from tests.listings import KINDS, Kind

pytestmark = pytest.mark.django_db

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
PRIVATE = {
    "contact_email",
    "contact_phone",
    "created_by",
    "user",
    "conflicts",
    "paused_until",
    "state",
    "source_ref",
    "women_led",
    "members",
    "taken_count",
}


def test_the_description_is_valid_and_without_warning(tmp_path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


@each_kind
def test_a_listing_has_the_same_fields_in_the_list_and_alone(client: Client, kind: Kind) -> None:
    listing = kind.full()
    answer = client.get(kind.api_path).json()
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    (row,) = answer["results"]
    assert row == client.get(f"{kind.api_path}{listing.slug}/").json()
    assert row["name"] == listing.name
    assert row["url"].endswith(f"{kind.path}{listing.slug}/")
    assert not PRIVATE & row.keys()


@each_kind
def test_the_filters_are_those_of_the_page(client: Client, kind: Kind) -> None:
    first, second = kind.full(), kind.full()
    sector = first.sectors.first().parent.slug
    answer = client.get(kind.api_path, {"secteur": sector}).json()
    assert [row["slug"] for row in answer["results"]] == [first.slug]
    named = client.get(kind.api_path, {"tri": "nom"}).json()
    assert [row["name"] for row in named["results"]] == sorted([first.name, second.name], key=str.lower)


@each_kind
def test_an_unknown_value_is_refused_with_its_reason(client: Client, kind: Kind) -> None:
    response = client.get(kind.api_path, {"secteur": "inconnu"})
    assert response.status_code == 400
    assert "inconnu" in response.json()["secteur"][0]


def test_the_documentation_names_every_list_with_its_filters(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    for name in ("startups", "needs", "mentors", "funders", "tradeshows", "editions", "search", "figures", "own/needs"):
        assert f"/api/v1/{name}/" in page
    for word in ("secteur", "effectif_max", "disponible", "series_a", "annee", "par_page"):
        assert f"<code>{word}</code>" in page
    assert "/api/v1/schema/" in page


@pytest.mark.parametrize("path", ["api/v1/docs/", "api/v1/docs/essayer/"])
def test_the_documentation_is_written_in_both_languages(client: Client, path: str) -> None:
    french, english = client.get(f"/{path}").content.decode(), client.get(f"/en/{path}").content.decode()
    assert '<html lang="fr"' in french
    assert "interface de programmation" in french.lower()
    assert '<html lang="en"' in english
    assert "interface de programmation" not in english.lower()
    assert f'href="/en/{path}" lang="en"' in french
    assert "Corée du Sud" not in english


def test_a_filter_of_several_words_is_described_as_a_list_of_words(client: Client) -> None:
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    sectors = next(one for one in paths["/api/v1/startups/"]["get"]["parameters"] if one["name"] == "secteur")
    assert sectors["schema"] == {"type": "array", "items": {"type": "string"}}


def test_words_follow_the_language_that_is_asked_for(client: Client) -> None:
    factories.StartupFactory(published=True, sectors=[factories.SectorFactory(name_fr="Eau", name_en="Water")])
    for language, name in (("fr", "Eau"), ("en", "Water")):
        answer = client.get("/api/v1/startups/", headers={"Accept-Language": language}).json()
        assert answer["results"][0]["sectors"][0]["name"] == name


def test_describing_the_api_changes_nothing_on_the_pages(client: Client) -> None:
    """The description reads the filters of the class, before any list filled in what they offer."""
    startup = factories.StartupFactory(published=True, city="Cassis", sectors=[factories.SectorFactory()])
    assert client.get("/api/v1/schema/").status_code == 200
    form = client.get("/startups/").context["form"]
    assert form.fields["tri"].choices[0][0] == "fraicheur"
    assert [value for value, _label in form.fields["territoire"].choices] == [startup.city]
    assert [value for value, _label in form.fields["secteur"].choices] == [startup.sectors.get().parent.slug]
    assert client.get("/startups/", {"q": "x"}).context["form"].fields["tri"].choices[0][0] == "pertinence"
    assert client.get("/api/v1/startups/", {"territoire": "Cassis"}).json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ({"stade": "zz"}, "stade", "«\u00a0zz\u00a0» n’est pas un choix de ce filtre."),
        ({"effectif_min": "abc"}, "effectif_min", "Indiquez un nombre entier, par exemple 50."),
        ({"effectif_min": "-1"}, "effectif_min", "Indiquez un nombre positif."),
        ({"effectif_max": "9" * 30}, "effectif_max", "Ce nombre est trop grand."),
        ({"tri": "zz"}, "tri", "«\u00a0zz\u00a0» n’est pas un tri de cette liste."),
    ],
)
def test_a_refused_request_does_not_promise_that_the_rest_was_applied(
    client: Client, query: dict[str, str], name: str, sentence: str
) -> None:
    response = client.get("/api/v1/startups/", query)
    assert (response.status_code, response.json()) == (400, {name: [sentence]})
    if name == "stade":
        assert "il n’a pas été appliqué" in client.get("/startups/", query).content.decode()


@pytest.mark.parametrize("path", ["", "inconnu/", "startups/inconnue/", "startups/a/b/", "inconnu"])
def test_what_does_not_exist_is_said_in_json_and_in_words_of_ours(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": "fr"}, follow=True)
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert response.json() == {"detail": "Il n’y a rien à cette adresse."}


def test_an_address_without_its_last_slash_is_still_given_it(client: Client) -> None:
    assert client.get("/api/v1/startups")["Location"] == "/api/v1/startups/"
