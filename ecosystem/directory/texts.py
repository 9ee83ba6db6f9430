"""What each kind adds to the words under which its listings are found (registered from `AppConfig.ready()`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Words = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Texts:
    """The relations to read beforehand, and the tags and sentences of a listing."""

    related: tuple[str, ...]
    tags: Words
    body: Words


def nothing(listing: Any) -> Iterable[str]:
    """A kind that adds no word."""
    return ()


_texts: dict[str, Texts] = {}


def register_texts(kind: str, *, related: tuple[str, ...] = (), tags: Words = nothing, body: Words = nothing) -> None:
    """Tell the search what else to read; paths and functions start from the `Listing`."""
    _texts[kind] = Texts(related, tags, body)


def texts_of(kind: str) -> Texts:
    return _texts.get(kind, Texts((), nothing, nothing))


def related_of_all_kinds() -> list[str]:
    return [path for texts in _texts.values() for path in texts.related]
