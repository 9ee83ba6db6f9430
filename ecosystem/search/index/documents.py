"""What the index knows of a public entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

FACETS = frozenset(
    {
        "city",
        "country",
        "format",
        "funder_type",
        "instrument",
        "language",
        "looks_for",
        "region",
        "sector",
        "skill",
        "stage",
    }
)
"""What is counted choice by choice; a document may hold several values of each."""
NUMBERS = frozenset({"headcount", "paused_until", "places_left", "places_shown", "ticket_max", "ticket_min", "year"})
"""Whole numbers that bounds are set on; a document may hold several of each, or none."""
ORDERS = frozenset({"by_freshness", "by_name", "by_places"})
"""Keys by which lists are ordered: parts compared letter by letter, the last of which no two documents share."""


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """One public entry, its key unique over all kinds.

    `freshness` is a day number (days since a fixed date, 0 when unknown) and only settles near ties.
    `point` is its latitude and longitude.
    """

    pk: int
    kind: str
    name: str
    tagline: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    freshness: int = 0
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=_nothing)
    flags: tuple[str, ...] = ()
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    point: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.kind.split() != [self.kind]:
            raise ValueError("A document needs a kind, in one word.")
        for given, known in ((self.facets, FACETS), (self.numbers, NUMBERS), (self.orders, ORDERS)):
            if unknown := given.keys() - known:
                raise ValueError(f"The index has no {', '.join(sorted(unknown))}.")
