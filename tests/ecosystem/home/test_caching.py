"""Public pages are kept by shared caches: everybody reads the right one, and nothing personal ever comes back."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from ecosystem.home.caching import FOR_ONE, FOR_VISITORS, PAGES
from tests.factories import StartupFactory, UserFactory
from tests.permissions.answers import everyone
from tests.permissions.table import SITE
from tests.permissions.world import build

pytestmark = pytest.mark.django_db

LIST_ONLY = {"HX-Request": "true", "HX-Target": "liste"}
KEPT = [row for row in SITE if row.name in PAGES and row.get["visitor"] == 200]
OTHERS = ("api:", "account_", "sharing:", "home:suggestions", "tradeshows:calendar", "ui:", "home:figures_")
"""How the addresses begin that say themselves what may be kept."""
UNKEPT = {"home:embed", "home:list_export", "directory:logo", "directory:shared_list", "health", "search:alert_sent"}
"""Files and frames that say it themselves, what a secret address or a form leads to, and what machines ask."""


@dataclass
class SharedCache:
    """A cache between visitors and the site, as RFC 9111 has it: what it keeps, it tells apart by `Vary` alone."""

    kept: dict[str, list[tuple[dict[str, str], HttpResponse]]] = field(default_factory=dict)
    hits: int = 0

    def get(self, client: Client, address: str) -> HttpResponse:
        asked = {"cookie": "; ".join(f"{name}={one.value}" for name, one in sorted(client.cookies.items()))}
        for said, copy in self.kept.get(address, []):
            if all(asked.get(name, "") == value for name, value in said.items()):
                self.hits += 1
                return copy
        response: Any = client.get(address)
        said_of = response.headers.get("Cache-Control", "")
        if "public" in said_of and "s-maxage" in said_of:
            names = [name.strip().lower() for name in response.headers.get("Vary", "").split(",")]
            said = {name: asked.get(name, "") for name in names if name}
            self.kept.setdefault(address, []).append((said, response))
        return response


@pytest.fixture
def visitor() -> Client:
    return Client()


def test_a_shared_cache_gives_everybody_the_right_page_and_nothing_personal(visitor: Client) -> None:
    world, shared = build(), SharedCache()
    founder, user = world.client("founder"), world.people["founder"]
    user.full_name = "Personne Signataire"
    user.save()
    for row in KEPT:
        address = world.url(row)
        first = shared.get(visitor, address)
        assert first.headers["Cache-Control"] == FOR_VISITORS, address
        assert not first.cookies, address
        assert b"csrf" not in first.content.lower(), address
        hers = shared.get(founder, address)
        assert hers.headers["Cache-Control"] == FOR_ONE, address
        if row.page:
            assert "Personne Signataire" in hers.content.decode(), address
        before = shared.hits
        again = shared.get(Client(), address)
        assert shared.hits == before + 1, address
        assert again.content == first.content, address
        assert "Personne Signataire" not in again.content.decode(), address


def test_every_page_that_all_read_is_kept_or_says_why_not() -> None:
    forms = {row.name for row in SITE if row.post != everyone(405)} - {"home:sitemap", "home:sitemap_part"}
    read_by_all = {row.name for row in SITE if row.get == everyone(200) and not row.name.startswith(OTHERS)}
    assert sorted(read_by_all - forms - PAGES - UNKEPT) == []
    assert sorted(PAGES - {row.name for row in KEPT}) == []


def test_a_copy_that_is_still_good_costs_one_query(visitor: Client, django_assert_num_queries: Any) -> None:
    StartupFactory(published=True)
    for address in ("/", "/startups/?q=mot", "/chiffres/", "/en/mentors/"):
        tag = visitor.get(address).headers["ETag"]
        with django_assert_num_queries(1):
            answer = visitor.get(address, headers={"if-none-match": tag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert "Cookie" in answer.headers["Vary"]


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_old_as_soon_as_something_public_changes(visitor: Client) -> None:
    startup: Any = StartupFactory(published=True, name="Calanque")
    tag = visitor.get("/startups/").headers["ETag"]
    type(startup).objects.filter(pk=startup.pk).update(stage="seed")
    answer = visitor.get("/startups/", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_a_copy_ages_with_the_hour_and_differs_by_language_address_and_theme(visitor: Client) -> None:
    def tag(address: str = "/startups/") -> str:
        return visitor.get(address).headers["ETag"]

    with time_machine.travel("2027-02-01 12:00", tick=False) as traveller:
        tags = [tag(), tag("/en/startups/"), tag("/startups/?q=a")]
        visitor.cookies = SimpleCookie({"theme": "dark"})
        tags.append(tag())
        visitor.cookies = SimpleCookie()
        assert tag() == tags[0]
        traveller.shift(3600)
        tags.append(tag())
    assert len(set(tags)) == len(tags)


def test_the_browser_s_language_makes_no_other_page(visitor: Client) -> None:
    answer = visitor.get("/startups/", headers={"accept-language": "en"})
    assert "Accept-Language" not in answer.headers["Vary"]
    assert '<html lang="fr"' in answer.content.decode()


def test_the_list_that_htmx_asks_for_is_kept_by_nobody(visitor: Client) -> None:
    assert visitor.get("/startups/", headers=LIST_ONLY).headers["Cache-Control"] == FOR_ONE


def test_what_a_person_reads_is_kept_by_nobody(client: Client) -> None:
    client.force_login(UserFactory())
    for address in ("/", "/startups/", "/espace/", "/nulle-part/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


def test_a_visitor_who_is_told_something_reads_a_page_of_her_own(visitor: Client) -> None:
    visitor.cookies = SimpleCookie({"messages": "quelque chose"})
    assert "public" not in visitor.get("/").headers.get("Cache-Control", "")


def test_the_theme_is_chosen_without_a_session_or_a_token(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/theme/", {"theme": "dark", "next": "/startups/"}).status_code == 302
    dark = strict.get("/startups/")
    assert 'data-theme="dark"' in dark.content.decode()
    assert dark.headers["Cache-Control"] == FOR_VISITORS
    assert dark.headers["ETag"] != visitor.get("/startups/").headers["ETag"]
