"""The search over the four kinds: its page, and what is proposed while somebody types."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from ecosystem.directory.documents import rebuild
from ecosystem.home.tasks import count_searches
from ecosystem.search.models import SearchCount
from tests.factories import MentorFactory, StartupFactory, SynonymFactory

pytestmark = pytest.mark.django_db
SEARCH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Any) -> None:
    """Each test has its own folder, and no index until it builds one."""
    settings.SEARCH_INDEX_DIR = str(tmp_path / "search")


@pytest.fixture
def divers() -> None:
    """A startup and three mentors of the deep sea, in the index."""
    StartupFactory(published=True, name="Calanque Robotics", tagline="Drones sous-marins et leurs capteurs")
    for name in ("Maïa Orsini", "Hugo Teissier", "Lina Bey"):
        MentorFactory(published=True, name=name, tagline="Des capteurs sous-marins en série")
    rebuild()


def page(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("divers")
def test_a_typing_error_is_corrected_and_the_way_back_is_given(client: Client) -> None:
    shown = page(client, SEARCH, q="capteurs sou-marins")
    assert "Résultats pour <b>capteurs sous-marins</b>" in shown
    assert "Calanque Robotics" in shown
    assert "?q=capteurs+sou-marins&amp;tel-quel=1" in shown
    as_typed = page(client, SEARCH, q="capteurs sou-marins", **{"tel-quel": "1"})
    assert "Résultats pour <b>" not in as_typed


@pytest.mark.usefixtures("divers")
def test_one_kind_alone_and_the_counts_of_all(client: Client) -> None:
    shown = page(client, SEARCH, q="capteurs", type="mentor")
    assert "Calanque Robotics" not in shown
    assert 'type=startup">Startups <span>1</span>' in shown
    none = page(client, SEARCH, q="capteurs", type="funder")
    assert "Aucune fiche de ce type" in none


@pytest.mark.usefixtures("divers")
def test_suggestions_give_two_of_a_big_kind_and_always_the_whole_answer_last(client: Client) -> None:
    shown = page(client, SUGGESTIONS, q="captuers sous-m")
    assert shown.count('role="option"') == 1 + 2 + 1
    assert shown.rindex("Voir les 4 résultats") > shown.rindex('class="option"')
    assert 'Mentors <span class="num">3</span>' in shown
    assert "<mark>capteurs</mark>" in shown
    assert "Chercher plutôt « captuers sous-m »" in shown


@pytest.mark.usefixtures("divers")
def test_suggestions_are_the_same_for_everybody(client: Client) -> None:
    response = client.get(SUGGESTIONS, {"q": "capteurs"})
    assert "public" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("text", ["", " ", "a", "é", "***"])
def test_too_little_to_propose_anything(client: Client, text: str) -> None:
    assert 'class="option"' not in page(client, SUGGESTIONS, q=text)


def test_a_passage_in_another_language_than_the_page_says_so(client: Client) -> None:
    words = {"description": "La bouée porte un hydrophone.", "description_alt": "The buoy carries a hydrophone."}
    StartupFactory(published=True, name="Posidone", tagline="x", tagline_alt="y", language="fr", **words)
    rebuild()
    shown = page(client, "/en" + SEARCH, q="bouée").partition('class="small muted reason"')[2]
    assert '<span lang="fr">La <mark>bouée</mark>' in shown
    shown = page(client, "/en" + SEARCH, q="carries").partition('class="small muted reason"')[2]
    assert "<span>The buoy <mark>carries</mark>" in shown


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for _turn in range(2):
        StartupFactory.create_batch(4, published=True, tagline="Capteurs de houle")
        MentorFactory.create_batch(4, published=True, tagline="Des capteurs en série")
        rebuild()
        with django_assert_max_num_queries(8):
            page(client, SUGGESTIONS, q="capteurs")
        with django_assert_max_num_queries(16):
            page(client, SEARCH, q="capteurs")


def test_without_an_index_the_database_answers_with_synonyms(client: Client) -> None:
    StartupFactory(published=True, name="Alpha", tagline="La mise sur le marché des bouées")
    assert "Alpha" not in page(client, SEARCH, q="gtm")
    SynonymFactory(terms="GTM\nmise sur le marché")
    assert "Alpha" in page(client, SEARCH, q="gtm")
    assert "Alpha" in page(client, SUGGESTIONS, q="gtm")


@pytest.mark.usefixtures("divers")
def test_nothing_found_leads_on_and_never_to_nothing(client: Client) -> None:
    shown = page(client, SEARCH, q="capteurs introuvables hydroponie")
    assert "Aucune fiche ne répond" in shown
    assert "?q=capteurs+" not in shown.partition("Avec un mot de moins")[2]
    shown = page(client, SEARCH, q="capteurs hydroponie")
    assert 'href="?q=capteurs"' in shown
    assert 'href="?q=hydroponie"' not in shown


def test_searches_are_counted_and_suggestions_are_not(client: Client) -> None:
    rebuild()
    page(client, SEARCH, q="Hydroponie")
    client.head(SEARCH, {"q": "Hydroponie"})
    page(client, SEARCH, q="Hydroponie", **{"tel-quel": "1"})
    page(client, SUGGESTIONS, q="Hydroponie")
    page(client, SEARCH, q="maia@exemple.fr")
    assert not SearchCount.objects.exists()
    count_searches()
    row = SearchCount.objects.get()
    assert (row.words, row.asked_count, row.empty_count) == ("hydroponie", 1, 1)


def test_a_list_counts_its_words_alone_and_its_first_page(client: Client) -> None:
    rebuild()
    for query in ({"q": "hydroponie"}, {"q": "hydroponie", "stade": "seed"}, {"q": "hydroponie", "page": "2"}, {}):
        page(client, "/startups/", **query)
    count_searches()
    row = SearchCount.objects.get()
    assert (row.words, row.empty_count) == ("hydroponie", 1)


def test_the_search_of_the_page_works_without_script(client: Client) -> None:
    shown = page(client, SEARCH)
    assert f'action="{reverse("home:search")}"' in shown
    assert f'data-suggest="{reverse("home:suggestions")}"' in shown


@limits(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=TEXTS, only=TEXTS)
def test_no_text_can_fail_the_search(client: Client, q: str, only: str) -> None:
    for path in (SEARCH, SUGGESTIONS):
        response = client.get(
            path, {"q": q.encode("utf-8", "replace").decode(), "type": only.encode("utf-8", "replace").decode()}
        )
        assert response.status_code == 200


def test_a_very_long_text_is_cut(client: Client) -> None:
    assert client.get(SEARCH, {"q": "é " * 100_000}).status_code in (200, 400, 414)
