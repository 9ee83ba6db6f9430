import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.core.text import fold, sort_key, whole

anything = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Énergie", "energie"),
        ("E\u0301nergie", "energie"),
        ("ÇA ET LÀ", "ca et la"),
        ("Œuvre, cœur", "oeuvre, coeur"),
        ("Æther, curriculum vitæ", "aether, curriculum vitae"),
        ("Straße, STRAẞE", "strasse, strasse"),
        ("Łódź, smørrebrød", "lodz, smorrebrod"),
        ("  deux \u00a0 espaces\n", "deux espaces"),
        ("l’énergie", "l'energie"),
        ("ﬁnance", "finance"),
        ("nul\x00ici", "nul ici"),
        ("moitié \ud83d perdue", "moitie perdue"),
        ("", ""),
    ],
)
def test_a_text_is_folded_to_what_one_types_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_a_folded_text_has_no_combining_accent_and_can_be_stored(text: str) -> None:
    folded = fold(text)
    assert not any(unicodedata.category(char) == "Mn" for char in folded)
    assert "\x00" not in folded
    folded.encode("utf-8")


@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_capitals_never_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


def test_names_sort_as_a_french_reader_expects() -> None:
    names = ["Zoé", "écale", "Eau", "« Abeille »", "cap", "Çedille", "Écume"]
    assert sorted(names, key=sort_key) == ["« Abeille »", "cap", "Çedille", "Eau", "écale", "Écume", "Zoé"]


def test_punctuation_does_not_weigh_in_the_order() -> None:
    assert sort_key("L’Écale") == sort_key("l ecale")


def test_a_name_of_signs_only_still_has_a_key() -> None:
    assert sort_key("+++") == "+++"


def test_a_sort_key_never_outgrows_its_column() -> None:
    assert len(sort_key("œ" * 200)) == 200


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("42", 42), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_of_a_request_is_read(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "+1", "1.0", "1e3", " 1", "1_000", "9" * 19, "9" * 5_000, "abc"])
def test_what_no_database_takes_for_a_number_is_none(text: str) -> None:
    assert whole(text) is None
