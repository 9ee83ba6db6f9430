"""Towns are found however they are spelt, and never guessed."""

import pytest

from ecosystem.directory.places import find_place


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("Marseille", "FR"),
        ("MARSEILLE", "fr"),
        ("marseille ", "FR"),
        ("Marseille", ""),
        ("Marseille 2e", "FR"),
        ("13002 Marseille", "FR"),
        ("Marseille Cedex 02", "FR"),
    ],
)
def test_a_town_is_found_whatever_its_spelling(city, country):
    place = find_place(city, country)
    assert place is not None
    assert (round(place.latitude), round(place.longitude)) == (43, 5)


def test_hyphens_accents_and_aliases_are_the_same_town():
    assert find_place("Aix en Provence", "FR") == find_place("Aix-en-Provence", "FR") is not None
    assert find_place("Genova", "IT") == find_place("Gênes", "IT") == find_place("genes", "IT") is not None


def test_an_unknown_town_or_the_wrong_country_is_nowhere():
    assert find_place("Nulle-Part-sur-Mer", "FR") is None
    assert find_place("Marseille", "US") is None
    assert find_place("", "FR") is None
    assert find_place("", "") is None
