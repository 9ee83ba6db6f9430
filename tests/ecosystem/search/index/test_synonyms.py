"""Expressions that mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import find
from ecosystem.search.index.snippets import highlight
from ecosystem.search.index.suggest import did_you_mean
from ecosystem.search.index.synonyms import Synonyms
from ecosystem.search.index.words import read
from tests.ecosystem.search.conftest import Build

SAID = Synonyms.of([("GTM", "mise sur le marché", "go to market"), ("IA", "intelligence artificielle")])
CAST = (
    Document(1, "startup", "Alpha", body="On prépare la mise sur le marché en Italie."),
    Document(2, "mentor", "Bea", tags=("GTM",)),
    Document(3, "mentor", "Chloé", "Go-to-market and pricing"),
    Document(4, "startup", "Delta", body="La mise en place du marché hebdomadaire, sur le port."),
    Document(5, "startup", "Iota", "L’intelligence artificielle au service des ports"),
)


@pytest.mark.parametrize("text", ["GTM", "gtm", "mise sur le marché", "Mises sur le marché", "go to market"])
def test_each_expression_finds_what_the_others_find(build: Build, text: str) -> None:
    assert {1, 2, 3} <= set(find(build(CAST), text, synonyms=SAID).pks)


def test_another_way_to_say_it_is_a_phrase_and_not_scattered_words(build: Build) -> None:
    assert 4 not in find(build(CAST), "gtm", synonyms=SAID).pks
    assert find(build(CAST), "gtm").pks == (2,)


def test_the_other_words_must_still_be_found(build: Build) -> None:
    view = build(CAST)
    assert find(view, "gtm italie", synonyms=SAID).pks == (1,)
    assert find(view, "ia ports", synonyms=SAID).pks == (5,)
    assert find(view, "gtm introuvable", synonyms=SAID).pks == ()


def test_a_quoted_passage_is_taken_as_it_is(build: Build) -> None:
    assert find(build(CAST), '"gtm"', synonyms=SAID).pks == (2,)


def test_a_typing_error_beside_a_synonym_is_still_corrected(build: Build) -> None:
    assert did_you_mean(build(CAST), "gtm itaile", synonyms=SAID) == "gtm italie"


def test_what_says_it_otherwise_is_marked() -> None:
    assert highlight("Sa mise sur le marché", "gtm", SAID) == "Sa <mark>mise</mark> sur le <mark>marché</mark>"


def test_the_longest_expression_is_taken_and_the_variants_are_bounded() -> None:
    said = Synonyms.of([("levée", "tour"), ("levée de fonds", "financement")])
    assert [one.words for one in read("levée de fonds rapide", said).equivalents] == [("levee", "de", "fonds")]
    assert said.variants("levée de fonds rapide", most=8) == ("levée de fonds rapide", "levee de fonds rapide",
                                                               "financement rapide")  # fmt: skip
    assert len(said.variants("levée tour " * 9, most=8)) == 8


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=4), st.text(max_size=60))
def test_no_dictionary_and_no_text_can_fail(groups: list[list[str]], text: str) -> None:
    said = Synonyms.of(groups)
    assert len(said.variants(text, most=5)) <= 5
    read(text, said)
