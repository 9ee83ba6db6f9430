"""From a document to its entry in the index: its words, then what lists are filtered, counted and ordered by."""

from collections.abc import Iterable

import tantivy

from ecosystem.core.text import fold
from ecosystem.search.index.documents import FACETS, Document
from ecosystem.search.index.schema import STARTS, TOGETHER, to_tantivy, together
from ecosystem.search.index.stems import tokens


def entry_of(document: Document) -> tantivy.Document:
    """The document with all its fields."""
    entry = to_tantivy(document)
    _add_words(entry, document)
    _add_facts(entry, document)
    return entry


def order_key(parts: Iterable[str]) -> str:
    """Parts compared one after the other, as letters that need no quoting anywhere."""
    return "\x00".join(parts).encode("utf-8", "replace").hex()


def point_name(latitude: float, longitude: float) -> str:
    """A place as the index names it, exact to the last digit."""
    return f"{latitude!r} {longitude!r}"


def point_of(name: str) -> tuple[float, float]:
    """The place that the index names so."""
    latitude, longitude = name.split()
    return float(latitude), float(longitude)


def _add_words(entry: tantivy.Document, document: Document) -> None:
    """Every word in one field a language, so that counting reads two lists of documents a word instead of six."""
    name, head = fold(document.name), fold(" ".join((document.name, document.tagline, *document.tags)))
    for language in ("fr", "en"):
        entry.add_text(f"word_{language}", f"{head} {fold(document.body)}")
    entry.add_text("name_start", _starts(name))
    entry.add_text("head_start", _starts(head))


def _starts(folded: str) -> str:
    return " ".join({word[:length] for word in tokens(folded) for length in STARTS if len(word) >= length})


def _add_facts(entry: tantivy.Document, document: Document) -> None:
    for name in FACETS:
        values = sorted(document.facets.get(name, ()))
        for value in values:
            entry.add_text(name, value)
        entry.add_text(together(name), TOGETHER.join(values))
    for name, numbers in document.numbers.items():
        for number in numbers:
            entry.add_integer(name, number)
    for flag in document.flags:
        entry.add_text("flag", flag)
    for name, key in document.orders.items():
        entry.add_text(name, order_key(key))
    entry.add_text("point", point_name(*document.point) if document.point else "")
