import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.search.index.snippets import excerpt, highlight


@pytest.mark.parametrize(
    ("text", "typed", "html"),
    [
        ("L’énergie solaire", "energie", "L’<mark>énergie</mark> solaire"),
        ("E\u0301nergie", "energie", "<mark>Énergie</mark>"),
        ("Des panneaux", "panneau", "Des <mark>panneaux</mark>"),
        ("Two companies", "company", "Two <mark>companies</mark>"),
        ("La fintech", "fint", "La <mark>fintech</mark>"),
        ("La fintech", "fintehc", "La <mark>fintech</mark>"),
        ("La levée de fonds", "« levée de fonds »", "La <mark>levée</mark> <mark>de</mark> <mark>fonds</mark>"),
        ("La levée de fonds", "la levée", "La <mark>levée</mark> de fonds"),
        (
            "<script>alert('x')</script> & co",
            "alert",
            "&lt;script&gt;<mark>alert</mark>(&#x27;x&#x27;)&lt;/script&gt; &amp; co",
        ),
        ("Rien ici", "ailleurs", "Rien ici"),
        ("Rien ici", "***", "Rien ici"),
    ],
)
def test_the_words_that_answer_are_marked_and_the_rest_escaped(text: str, typed: str, html: str) -> None:
    assert highlight(text, typed) == html


def test_an_excerpt_shows_the_richest_passage() -> None:
    text = "solaire " + "mot " * 100 + "énergie solaire renouvelable " + "fin " * 100
    shown = excerpt(text, "energie solaire renouvelable", length=80)
    assert "<mark>énergie</mark> <mark>solaire</mark> <mark>renouvelable</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_an_excerpt_without_a_match_is_the_beginning() -> None:
    assert excerpt("un deux trois quatre", "absent", length=10) == "un deux…"


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("  un \n deux ", "deux", length=50) == "un <mark>deux</mark>"


@given(st.text(max_size=300), st.text(max_size=40), st.integers(10, 80))
def test_an_excerpt_is_always_safe_and_never_long(text: str, typed: str, length: int) -> None:
    shown = excerpt(text, typed, length=length)
    bare = re.sub("</?mark>", "", shown)
    assert "<" not in bare
    assert len(unescape(bare)) <= length + 2
