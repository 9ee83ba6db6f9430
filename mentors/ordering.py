"""Mentors by the places that they have left."""

from typing import Any

from django.db.models import F, Value

from ecosystem.directory.ordering import NAME_COLUMNS, Column, Key, ListOrder, name_key, number_key, read_number
from ecosystem.search.index.pages import By

PLACES_MOST = 1_000
"""More than anybody's places: what is missing to it sorts those with most places left first."""


def places_key(mentor: Any) -> Key:
    """By places left, the most first, then by name."""
    return number_key(PLACES_MOST - mentor.places_left), *name_key(mentor)


BY_PLACES = ListOrder(
    By("by_places"),
    places_key,
    (Column("places_missing", read_number), *NAME_COLUMNS),
    aliases={"places_missing": Value(PLACES_MOST) + F("taken_count") - F("capacity")},
)
