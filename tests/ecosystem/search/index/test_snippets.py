import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.search.index.snippets import highlight


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


@given(st.text(max_size=300), st.text(max_size=40))
def test_marked_text_is_always_safe(text: str, typed: str) -> None:
    assert "<" not in re.sub("</?mark>", "", highlight(text, typed))
