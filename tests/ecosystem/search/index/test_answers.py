"""Words along with filters: the same answers as the words alone, narrowed, however freely they have to be read."""

from typing import Any

import pytest

from ecosystem.search.index.answers import Answers, Asked
from ecosystem.search.index.clauses import OneOf
from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import Reading
from ecosystem.search.index.store import IndexUnavailable, View
from tests.ecosystem.search.conftest import Build

SEED, GROWTH = OneOf("stage", ("seed",)), OneOf("stage", ("growth",))
FACETS = {"stade": "stage", "secteur": "sector"}


@pytest.fixture
def view(build: Build) -> View:
    return build(
        [
            made(1, "Marine", "seed", "mer"),
            made(2, "Marine", "growth", "mer"),
            made(3, "Martine", "growth", "terre"),
            made(4, "Drone", "seed", "terre"),
        ]
    )


def made(pk: int, name: str, stage: str, sector: str) -> Document:
    return Document(pk, "startup", name, facets={"stage": (stage,), "sector": (sector,)})


def asked(view: View, text: str, *clauses: tuple[str, OneOf]) -> Answers:
    return Answers(view, Asked("startup", text, clauses))


@pytest.mark.parametrize(
    ("text", "clause", "reading", "found"),
    [
        ("marine", SEED, Reading.WHOLE, 1),
        ("martine", SEED, Reading.WHOLE, 0),
        ("mart", GROWTH, Reading.WHOLE, 1),
        ("marinee", GROWTH, Reading.NEAR, 1),
        ("dorne", GROWTH, Reading.NEAR, 0),
        ("introuvable", SEED, None, 0),
    ],
    ids=["as typed", "as typed and not there", "begun", "near", "near and not there", "nothing"],
)
def test_a_choice_narrows_what_the_words_alone_find(
    view: View, text: str, clause: OneOf, reading: Reading | None, found: int
) -> None:
    for first in ("count", "tallies", "reading"):
        view.remembered.clear()
        answers = asked(view, text, ("stade", clause))
        if first == "tallies":
            answers.tallies(FACETS)
        elif first == "reading":
            answers.reading()
        assert answers.count() == found
        assert answers.reading() == reading
        assert sum(answers.tallies(FACETS)["secteur"].values()) == found


def test_the_choices_left_out_are_counted_under_the_reading_of_the_words(view: View) -> None:
    assert asked(view, "marine", ("stade", SEED)).tallies(FACETS)["stade"] == {"seed": 1, "growth": 1}
    assert asked(view, "martine", ("stade", SEED)).tallies(FACETS)["stade"] == {"growth": 1}


@pytest.mark.parametrize("act", ["reading", "query", "count", "tallies"])
def test_an_index_that_breaks_says_that_it_cannot_answer(view: View, act: str) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise ValueError("a damaged segment")

    object.__setattr__(view, "searcher", Broken())
    answers = asked(view, "marine", ("stade", SEED))
    acts: dict[str, Any] = {
        "reading": answers.reading,
        "query": lambda: answers.query(answers.asked),
        "count": answers.count,
        "tallies": lambda: answers.tallies(FACETS),
    }
    with pytest.raises(IndexUnavailable):
        acts[act]()
