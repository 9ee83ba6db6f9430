"""What each kind tells the search of its listings: words, and facts to filter by (from `AppConfig.ready()`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Facts:
    """What a listing is filtered, counted and ordered by; a number that is None is not known."""

    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    numbers: Mapping[str, Iterable[int | None]] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Tell = Callable[[Any], Facts]


@dataclass(frozen=True)
class Texts:
    """The relations to read beforehand, the tags, sentences and facts of a listing, and what else dates a change."""

    related: tuple[str, ...]
    tags: Words
    body: Words
    facts: Tell
    moved: tuple[str, ...] = ()


def root_slug(term: Any) -> str:
    """The first level of a term of the vocabulary, by which lists are filtered."""
    return str(term.parent.slug if term.parent else term.slug)


def nothing(listing: Any) -> Iterable[str]:
    """A kind that adds no word."""
    return ()


def no_fact(listing: Any) -> Facts:
    """A kind that adds no fact."""
    return Facts()


_texts: dict[str, Texts] = {}


def register_texts(
    kind: str,
    *,
    related: tuple[str, ...] = (),
    tags: Words = nothing,
    body: Words = nothing,
    facts: Tell = no_fact,
    moved: tuple[str, ...] = (),
) -> None:
    """Tell the search what else to read; paths and functions start from the `Listing`.

    `moved` names dates beside `updated_at`: of changes that only lists show.
    """
    _texts[kind] = Texts(related, tags, body, facts, moved)


def texts_of(kind: str) -> Texts:
    return _texts.get(kind, Texts((), nothing, nothing, no_fact))


def related_of_all_kinds() -> list[str]:
    return [path for texts in _texts.values() for path in texts.related]


def dates_of_all_kinds() -> list[str]:
    return ["updated_at", *(path for texts in _texts.values() for path in texts.moved)]
