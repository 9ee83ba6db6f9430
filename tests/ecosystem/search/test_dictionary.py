"""The team's synonyms, as every process reads them."""

from typing import Any

import pytest

from ecosystem.search.actions import best_of_each, found_by, rebuild, said_otherwise, search
from ecosystem.search.index.documents import Document
from ecosystem.search.models import Synonym
from tests.factories import SynonymFactory

pytestmark = pytest.mark.django_db
CAST = (
    Document(1, "startup", "Alpha", body="La mise sur le marché."),
    Document(2, "mentor", "Bea", tags=("GTM",)),
    Document(3, "startup", "Capteurs sous-marins"),
)


@pytest.fixture(autouse=True)
def index(settings: Any, root: Any) -> None:
    settings.SEARCH_INDEX_DIR = str(root)
    rebuild(CAST)


def found(text: str) -> set[int]:
    hits = search(None, text)
    assert hits is not None
    return set(hits.pks)


def test_a_change_counts_at_the_next_search_without_rebuilding() -> None:
    assert found("gtm") == {2}
    row = SynonymFactory(terms="GTM\nmise sur le marché")
    assert found("gtm") == found("mise sur le marché") == {1, 2}
    row.terms = "GTM\ngo to market"
    row.save()
    assert found("gtm") == {2}
    Synonym.objects.all().delete()
    assert found("gtm") == {2}


def test_one_short_query_tells_that_nothing_changed(django_assert_num_queries: Any) -> None:
    SynonymFactory.create_batch(3)
    found("gtm")
    with django_assert_num_queries(1):
        found("gtm")


def test_what_each_expression_gains_is_counted() -> None:
    SynonymFactory(terms="GTM\nmise sur le marché")
    assert found_by(["GTM", "mise sur le marché"]) == {"GTM": (2, 1), "mise sur le marché": (2, 1)}
    assert said_otherwise("mon GTM") == ("mon GTM", "mon gtm", "mon mise sur le marche")


@pytest.mark.parametrize("typed", ["capteurs sou-marins", "captuers sous-marins", "capteur sousmarins"])
def test_a_typing_error_is_corrected_unless_asked_otherwise(typed: str) -> None:
    best = best_of_each(("startup", "mentor"), typed, 2)
    assert best is not None
    if typed == "capteur sousmarins":
        assert best.total == 0
        return
    assert (best.text, best.pks) == ("capteurs sous-marins", {"startup": (3,)})
    as_typed = best_of_each(("startup", "mentor"), typed, 2, as_typed=True)
    assert as_typed is not None
    assert (as_typed.text, as_typed.suggestion) == (typed, "capteurs sous-marins")
