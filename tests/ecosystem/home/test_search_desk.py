"""The team's desk of the search."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.directory.documents import rebuild
from ecosystem.search.models import Synonym
from tests.factories import SearchCountFactory, StartupFactory, SynonymFactory, UserFactory

pytestmark = pytest.mark.django_db
SEARCHES, SYNONYMS = "/equipe/recherche/", "/equipe/recherche/synonymes/"


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Any) -> None:
    """Each test has its own folder, and no index until it builds one."""
    settings.SEARCH_INDEX_DIR = str(tmp_path / "search")


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(UserFactory(curator=True))
    return client


def test_what_is_sought_in_vain_comes_first_and_adds_up_over_days(curator: Client) -> None:
    today = timezone.localdate()
    for days, empty in ((0, 2), (1, 3)):
        day = today - timedelta(days=days)
        SearchCountFactory(day=day, words="hydroponie", asked_count=4, empty_count=empty)
    SearchCountFactory(words="drones", asked_count=9)
    SearchCountFactory(day=today - timedelta(days=60), words="ancien", in_vain=True)
    shown = curator.get(SEARCHES).content.decode()
    assert "hydroponie" in shown
    assert "drones" not in shown
    assert "ancien" not in shown
    assert "<b>17</b> recherches" in shown
    assert "ancien" in curator.get(SEARCHES, {"jours": "90"}).content.decode()
    everything = curator.get(SEARCHES, {"voir": "toutes"}).content.decode()
    assert everything.index("drones") < everything.index("hydroponie")


@pytest.mark.parametrize("query", [{"jours": "x"}, {"page": "99999"}, {"page": "-1"}, {"voir": "\x00"}])
def test_an_odd_address_still_gives_the_page(curator: Client, query: dict[str, str]) -> None:
    assert curator.get(SEARCHES, query).status_code == 200


def test_the_latest_searches_are_counted_on_demand(curator: Client) -> None:
    curator.get("/recherche/", {"q": "hydroponie"})
    assert "1 recherche récente" in curator.get(SEARCHES).content.decode()
    assert curator.post(SEARCHES).status_code == 302
    shown = curator.get(SEARCHES).content.decode()
    assert "hydroponie" in shown
    assert "recherche récente" not in shown


def test_an_empty_desk_says_so(curator: Client) -> None:
    assert "Aucune recherche sur cette période" in curator.get(SEARCHES).content.decode()
    SearchCountFactory()
    assert "Tout ce qui a été cherché a été trouvé" in curator.get(SEARCHES).content.decode()


def test_synonyms_are_added_with_what_they_change(curator: Client) -> None:
    StartupFactory(published=True, tagline="La mise sur le marché des bouées")
    rebuild()
    assert "hydroponie</textarea>" in curator.get(SYNONYMS, {"terme": "hydroponie"}).content.decode()
    assert curator.post(SYNONYMS, {"terms": " GTM = mise  sur le marché\ngtm\n"}).status_code == 302
    row = Synonym.objects.get()
    assert row.expressions == ["GTM", "mise sur le marché"]
    shown = curator.get(SYNONYMS).content.decode()
    assert "dont 1 grâce aux autres mots" in shown


@pytest.mark.parametrize(
    "terms", ["", "GTM", "GTM\ngtm", "***\nGTM", "GTM\n" + "a" * 81, "\n".join(map(str, range(13)))]
)
def test_a_row_that_would_change_nothing_is_refused(curator: Client, terms: str) -> None:
    assert curator.post(SYNONYMS, {"terms": terms}).status_code == 422
    assert not Synonym.objects.exists()


def test_an_expression_stands_in_one_row(curator: Client) -> None:
    row = SynonymFactory(terms="GTM\nmise sur le marché")
    refused = curator.post(SYNONYMS, {"terms": "gtm\ncommercialisation"})
    assert "est déjà dans la ligne" in refused.content.decode()
    assert curator.post(f"{SYNONYMS}{row.pk}/", {"terms": "GTM\ncommercialisation"}).status_code == 302
    row.refresh_from_db()
    assert row.expressions == ["GTM", "commercialisation"]


def test_a_row_is_removed_by_a_post_only(curator: Client) -> None:
    row = SynonymFactory()
    assert curator.get(f"{SYNONYMS}{row.pk}/suppression/").status_code == 405
    assert curator.post(f"{SYNONYMS}{row.pk}/suppression/").status_code == 302
    assert not Synonym.objects.exists()


def test_the_lists_read_as_many_rows_in_as_many_queries(curator: Client, django_assert_max_num_queries: Any) -> None:
    rebuild()
    for _turn in range(2):
        SynonymFactory.create_batch(3)
        SearchCountFactory.create_batch(3, in_vain=True)
        for address in (SEARCHES, SYNONYMS):
            with django_assert_max_num_queries(14):
                assert curator.get(address).status_code == 200
