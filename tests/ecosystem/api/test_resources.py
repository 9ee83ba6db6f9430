"""Every resource: what it tells, the stamp of its answers, and what it refuses."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ecosystem.api.examples import examples
from tests import factories
from tests.listings import KINDS

pytestmark = pytest.mark.django_db

LISTS = ("startups", "needs", "mentors", "funders", "tradeshows", "editions", "sectors", "skills", "figures")


@pytest.mark.parametrize("name", LISTS)
def test_an_answer_that_did_not_change_costs_one_query_and_is_not_sent_again(
    client: Client, name: str, django_assert_num_queries: Any
) -> None:
    factories.NeedFactory(startup=factories.StartupFactory(published=True), opened=True)
    factories.EditionFactory(tradeshow=factories.TradeShowFactory(published=True))
    path = f"/api/v1/{name}/"
    first = client.get(path)
    assert first["Cache-Control"].startswith("public, max-age=")
    assert {"Accept-Language", "Authorization"} <= set(first["Vary"].split(", "))
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert {"Accept-Language", "Authorization"} <= set(again["Vary"].split(", "))
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


@pytest.mark.django_db(transaction=True)
def test_the_stamp_follows_what_the_answer_tells_even_where_the_listing_itself_did_not_move(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    path = f"/api/v1/startups/{startup.slug}/"
    first = client.get(path)
    factories.NeedFactory(startup=startup, opened=True)
    second = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert second["Last-Modified"] >= first["Last-Modified"]


@pytest.mark.parametrize(
    ("query", "name"), [("couleur=bleu", "couleur"), ("page=2", "page"), ("ordering=contact_email", "ordering")]
)
@pytest.mark.parametrize(
    ("language", "sentence"), [("fr", "Ce paramètre n’existe pas ici."), ("en", "There is no such parameter here.")]
)
def test_an_unknown_parameter_is_refused_by_its_name(
    client: Client, query: str, name: str, language: str, sentence: str
) -> None:
    response = client.get(f"/api/v1/startups/?{query}", headers={"Accept-Language": language})
    assert (response.status_code, response.json()) == (400, {name: [sentence]})
    assert response["Cache-Control"] == "no-store"


def test_the_format_of_meetings_is_a_filter_and_no_shape_of_the_answer(client: Client) -> None:
    mentor = factories.MentorFactory(published=True, formats=["onsite"])
    factories.MentorFactory(published=True, formats=["remote"])
    answer = client.get("/api/v1/mentors/?format=onsite", headers={"Accept": "text/html"}).json()
    assert [row["slug"] for row in answer["results"]] == [mentor.slug]


def test_a_sort_on_what_is_private_is_refused(client: Client) -> None:
    for order in ("contact_email", "-created_by", "taken_count"):
        assert client.get("/api/v1/mentors/", {"tri": order}).status_code == 400


def test_needs_are_those_that_visitors_may_read_and_say_whose_they_are(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    shown = factories.NeedFactory(startup=startup, opened=True, topic=factories.SkillFactory())
    factories.NeedFactory(startup=startup, opened=True, is_public=False)
    factories.NeedFactory(startup=factories.StartupFactory(), opened=True)
    (row,) = client.get("/api/v1/needs/").json()["results"]
    assert (row["title"], row["startup"]["slug"]) == (shown.title, startup.slug)
    for term, found in ((shown.topic, 1), (shown.topic.parent, 1), (factories.SkillFactory(), 0)):
        assert client.get("/api/v1/needs/", {"sujet": term.slug}).json()["count"] == found
    assert client.get("/api/v1/needs/", {"echeance_avant": "2000-01-01"}).json()["count"] == 0
    for query in ({"sujet": "inconnu"}, {"sujet": "\x00"}, {"echeance_avant": "demain"}, {"pays": "XX"}):
        assert client.get("/api/v1/needs/", query).status_code == 400, query


def test_editions_are_found_by_year_country_and_show(client: Client) -> None:
    edition = factories.EditionFactory(tradeshow=factories.TradeShowFactory(published=True), year=2031, country="JP")
    factories.EditionFactory(tradeshow=factories.TradeShowFactory(), year=2031)
    for query, found in (
        ({"annee": 2031}, 1),
        ({"annee": 2030}, 0),
        ({"pays": "JP"}, 1),
        ({"pays": "FR"}, 0),
        ({"salon": edition.tradeshow.slug}, 1),
        ({"a_venir": "true"}, 1),
    ):
        assert client.get("/api/v1/editions/", query).json()["count"] == found, query


def test_the_search_is_over_the_four_kinds_and_leads_to_each(client: Client) -> None:
    found = [kind.make(published=True, tagline="Des gliders furtifs") for kind in KINDS]
    factories.MentorFactory(published=True, tagline="Des gliders furtifs", is_discreet=True)
    rows = client.get("/api/v1/search/", {"q": "gliders"}).json()["results"]
    assert {(row["kind"], row["slug"]) for row in rows} == {(one.kind, one.slug) for one in found}
    assert client.get("/api/v1/search/", {"q": "gliders", "type": "funder"}).json()["count"] == 1
    for row in rows:
        assert client.get(row["api"]).json()["id"] == row["id"]
    assert list(client.get("/api/v1/search/").json()) == ["q"]


def test_figures_are_those_of_their_page_and_small_groups_stay_masked(client: Client) -> None:
    factories.StartupFactory.create_batch(6, published=True, stage="seed")
    factories.StartupFactory(published=True, stage="growth")
    stages = next(one for one in client.get("/api/v1/figures/").json() if one["slug"] == "stades")
    values = {group["label"]: group["value"] for group in stages["groups"]}
    assert values["Croissance"] is None


def test_identifiers_outlive_a_change_of_name_and_of_address(client: Client) -> None:
    startup = factories.StartupFactory(published=True)
    before = client.get(f"/api/v1/startups/{startup.slug}/").json()["id"]
    startup.slug = "autre-nom"
    startup.save()
    assert client.get("/api/v1/startups/autre-nom/").json()["id"] == before


def test_pages_of_other_sites_may_read_it_but_never_with_a_session(client: Client) -> None:
    response = client.get("/api/v1/sectors/", headers={"Origin": "https://partenaire.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_what_is_not_reading_is_refused_in_words(client: Client) -> None:
    response = client.post("/api/v1/startups/", {})
    assert response.status_code == 405
    assert response.json()["detail"].startswith("Cette interface se lit seulement")


def test_the_examples_of_the_documentation_answer(client: Client) -> None:
    cache.clear()
    factories.SkillFactory(slug="distribution")
    words = [word.strip("'\"") for example in examples() for word in example.code.split()]
    for path in (word.partition("/api/v1")[2] for word in words if "/api/v1/" in word):
        if "<slug>" not in path and "/own/" not in path:
            query = {"q": "capteurs"} if path == "/search/" else {}
            assert client.get(f"/api/v1{path}", query).status_code == 200, path


def test_swagger_is_drawn_by_files_of_the_site(client: Client) -> None:
    page = client.get("/api/v1/docs/essayer/").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert 'data-description="/api/v1/schema/?format=json"' in page
