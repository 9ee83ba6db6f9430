"""What is counted, by one list a word, is what is ranked, by every field: the same entries."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tantivy import Occur, Query

from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import Reading, typed_query
from ecosystem.search.index.store import Reader, View
from ecosystem.search.index.words import read
from ecosystem.search.index.writer import rebuild_index

STEMS = ("general", "generation", "nation", "chev", "trava", "de", "des", "d", "port", "marin", "act", "pay", "inn")
ENDINGS = ("", "s", "al", "aux", "ale", "es", "er", "ers", "ing", "ed", "ment", "ive", "if", "il", "ation", "ies")
MOST = 50
words = st.builds("".join, st.tuples(st.sampled_from(STEMS), st.sampled_from(ENDINGS)))
texts = st.lists(words, max_size=4).map(" ".join)
documents = st.lists(st.tuples(st.sampled_from(["startup", "mentor"]), texts, texts, texts), min_size=1, max_size=8)


def keys(view: View, query: Query) -> set[int]:
    hits = view.searcher.search(query, MOST, count=False).hits
    return set(view.searcher.fast_field_values("pk", [address for _score, address in hits]))


def of_kind(view: View, query: Query, kind: str) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_query(view.schema, "kind", kind))])


@pytest.mark.parametrize("reading", Reading)
@given(documents, st.lists(texts.filter(bool), min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_counting_and_ranking_find_the_same_entries(
    reading: Reading, made: Sequence[tuple[str, str, str, str]], asked: Sequence[str]
) -> None:
    with TemporaryDirectory() as root:
        rebuild_index(
            Path(root),
            [Document(pk, kind, name, tagline, body) for pk, (kind, name, tagline, body) in enumerate(made)],
        )
        view = Reader(Path(root)).view()
        for text in asked:
            ranked = of_kind(view, typed_query(view, read(text), reading), "startup")
            counted = typed_query(view, read(text), reading, kinds=("startup",))
            assert keys(view, ranked) == keys(view, counted), text
