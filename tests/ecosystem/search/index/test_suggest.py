import pytest

from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import find
from ecosystem.search.index.store import View
from ecosystem.search.index.suggest import did_you_mean
from tests.ecosystem.search.conftest import Build


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fintehc", "fintech"),
        ("Fintehc Lyon", "fintech Lyon"),
        ("enregie", "énergie"),
        ("nérgie", "énergie"),
        ("energie", None),
        ("zzzzzz", None),
        ("", None),
        ("(", None),
    ],
)
def test_a_misspelt_word_is_respelt_as_in_the_index(view: View, text: str, meant: str | None) -> None:
    assert did_you_mean(view, text) == meant


def test_a_proposed_spelling_always_finds_something_of_the_kind(view: View) -> None:
    assert did_you_mean(view, "fintehc", kind="mentor") is None
    meant = did_you_mean(view, "fintehc", kind="funder")
    assert meant is not None
    assert find(view, meant, kind="funder").pks == (4,)


def test_the_more_frequent_of_two_near_words_is_proposed(build: Build) -> None:
    view = build(
        [Document(1, "startup", "Marins"), *(Document(pk, "startup", f"Marine {pk}") for pk in (2, 3))],
    )
    assert did_you_mean(view, "marinx") == "marine"
