"""Whatever stands in an address, a public page answers at once: a sensible page or a clear refusal, never a failure."""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ecosystem.directory.models import Listing
from tests.listings import KINDS

pytestmark = pytest.mark.django_db

FINE = {200, 301, 302, 304, 400, 404, 414}
MOST_QUERIES = 25
"""No page of the site asks for more, whatever it is asked."""
MOST_BYTES = 400_000
PATHS = [
    *("/", "/recherche/", "/startups/", "/mentors/", "/financeurs/", "/salons/", "/chiffres/", "/methode/"),
    *("/en/startups/", "/chiffres/secteurs.csv", "/salons/calendrier.ics", "/sitemap.xml", "/sitemap-fiches.xml"),
    *("/startups/une-fiche/", "/mentors/une-fiche/", "/recherche/suggestions/", "/alertes/nouvelle/", "/comparer/"),
]
NAMED = """
    q page tri vue secteur stade territoire cherche effectif_min effectif_max montant type annee langue disponible
    pays sujet autour rayon departement region apres liste fiches next HX-Request
"""
NAMES = st.sampled_from(NAMED.split()) | st.text(max_size=12)
UGLY = [
    *("", " ", "-1", "0", "1.5", "1e309", "NaN", "٣", "9" * 18, "9" * 400, "-" + "9" * 30, "0x10", "true", "None"),
    *("(a+)+$", "[", "\\", "%", "%%", "'; DROP TABLE x; --", "<svg/onload=alert(1)>", "{{ 7|add:7 }}", "../../etc"),
    *("\x00", "a\x00b", "\ud800", "🚢🏴‍☠️", "\u202e", "e\u0301" * 50, "ﷺ" * 30, "*" * 200, "?" * 200, "~" * 200),
    *("a" * 5_000, "a b " * 900, '"' * 300, "(" * 300, "AND OR NOT", "name:x^9", "[a TO z]", "pk", "contact_email"),
    *("-contact_phone", "search_text", "user__password", "pertinence", "liste", "carte", "43.3,5.4", "Marseille"),
]
VALUES = st.sampled_from(UGLY) | st.integers().map(str) | st.text(max_size=40)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
RAW = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")) | st.text("%&=;+?#/\\0aFzé", max_size=60)
HEADERS = st.sampled_from(
    [
        {},
        {"HX-Request": "true", "HX-Target": "liste"},
        {"HX-Request": "true", "HX-Target": "liste", "HX-Current-URL": "http://[::1/?%FF&q=a"},
        {"HX-Request": "é", "HX-Current-URL": "?" + "a" * 3_000, "HX-History-Restore-Request": "0"},
        {"If-None-Match": 'W/"' + "x" * 2_000, "Accept-Language": "x" * 500},
        {"If-None-Match": "*", "Range": "bytes=5-1", "Accept": "\\"},
    ]
)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(raise_request_exception=True)


@pytest.fixture(autouse=True)
def listings(db: None) -> None:
    for kind in KINDS:
        kind.full(name="Une fiche")


def escaped(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def read(client: Client, path: str, query: str, headers: dict[str, str] | None = None) -> int:
    """What the page answers to a query string, which is handed over as a server would, byte for byte."""
    with CaptureQueriesContext(connection) as queries:
        answer: Any = client.get(path, QUERY_STRING=query, headers=headers or {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code in FINE, f"{path}?{query[:200]} {answer.status_code}"
    assert len(queries) <= MOST_QUERIES, f"{path}?{query[:200]} {len(queries)} queries"
    assert len(body) <= MOST_BYTES, f"{path}?{query[:200]} {len(body)} bytes"
    return int(answer.status_code)


LESS = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LESS
@given(path=st.sampled_from(PATHS), pairs=PAIRS, headers=HEADERS)
@example(path="/startups/", pairs=[("secteur", "x")] * 300, headers={})
def test_no_pair_of_a_query_breaks_a_page(
    client: Client, path: str, pairs: list[tuple[str, str]], headers: dict[str, str]
) -> None:
    read(client, path, "&".join(f"{escaped(name)}={escaped(value)}" for name, value in pairs), headers)


@LESS
@given(path=st.sampled_from(PATHS), raw=RAW)
@example(path="/startups/", raw="%")
@example(path="/recherche/", raw="q=%C3%28%ED%A0%80&&&==")
def test_no_bytes_in_place_of_a_query_break_a_page(client: Client, path: str, raw: str) -> None:
    read(client, path, raw)


@LESS
@given(slug=st.text(max_size=60) | st.sampled_from(UGLY))
def test_no_address_of_a_listing_breaks_the_site(client: Client, slug: str) -> None:
    for start in ("/startups/", "/en/mentors/", "/chiffres/", "/sitemap-"):
        read(client, f"{start}{escaped(slug[:500])}/", "")


@pytest.mark.parametrize("path", ["/", "/startups/", "/recherche/", "/chiffres/"])
def test_a_million_characters_are_refused_before_anything_is_made_of_them(client: Client, path: str) -> None:
    for query in ("q=" + "a" * 1_000_000, "&" * 1_000_000, "%00" * 300_000):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path, QUERY_STRING=query)
        assert answer.status_code == 414
        assert len(queries) == 0
        assert len(answer.content) < 20_000


def test_thousands_of_fields_are_a_bad_request(client: Client) -> None:
    assert read(client, "/startups/", "&a" * 2_900) == 400


def test_a_sort_on_what_is_private_is_no_sort(client: Client) -> None:
    page = client.get("/startups/?tri=contact_email").content.decode()
    assert "n’est pas un tri de cette liste" in page


@pytest.mark.parametrize("page", ["-1", "0", "2", "99999999", "9" * 5_000, "abc", "1.5", "١"])
def test_any_number_of_page_is_a_page_of_the_list(client: Client, page: str) -> None:
    assert Listing.objects.count() == len(KINDS)
    answer = client.get("/startups/", {"page": page})
    assert answer.status_code == 200
    assert "Une fiche" in answer.content.decode()
