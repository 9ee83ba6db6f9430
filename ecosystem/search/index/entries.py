"""From a document to its entry in the index: its words, then what lists are filtered, counted and ordered by."""

from collections.abc import Iterable

import tantivy

from ecosystem.core.text import fold
from ecosystem.search.index.documents import FACETS, Document
from ecosystem.search.index.schema import (
    ANALYZERS,
    FRESHNESS_FLOOR,
    LANGUAGES,
    STARTS,
    TOGETHER,
    Said,
    of_kind,
    together,
)
from ecosystem.search.index.stems import stem


def entry_of(document: Document) -> tantivy.Document:
    """The document with all its fields."""
    entry = tantivy.Document()
    entry.add_integer("pk", document.pk)
    entry.add_integer("freshness", FRESHNESS_FLOOR + max(0, document.freshness))
    entry.add_text("kind", document.kind)
    entry.add_text("label", _clean(document.name))
    for text in (document.name, document.tagline, *document.tags, document.body):
        entry.add_text("spelling", _clean(text))
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


def _clean(text: str) -> str:
    """Drop the halves of characters that UTF-8 cannot write."""
    return text.encode("utf-8", "ignore").decode()


def _add_words(entry: tantivy.Document, document: Document) -> None:
    """The words by part of the document, to rank answers; then every word once, to count or to order otherwise."""
    name, tags, body = fold(document.name), [fold(tag) for tag in document.tags], fold(document.body)
    head = (fold(document.tagline), *tags)
    entry.add_text("name_key", name)
    for tag in tags:
        entry.add_text("tag", tag)
    for language in LANGUAGES:
        entry.add_text(f"name_{language}", name)
        for text in (*head, body):
            entry.add_text(f"text_{language}", text)
    entry.add_text("name_plain", name)
    for text in (name, *head):
        entry.add_text("head_plain", text)
    for text in (name, *head, body):
        entry.add_text("all_plain", text)
    top = " ".join((name, *head))
    starts = _starts(top)
    entry.add_text("name_start", " ".join(_starts(name)))
    entry.add_text("head_start", " ".join(starts))
    entry.add_text("said", " ".join(_said(document.kind, top, f"{top} {body}", starts)))


def _starts(folded: str) -> set[str]:
    words = set(ANALYZERS["plain"].analyze(folded))
    return {word[:length] for word in words for length in STARTS if len(word) >= length}


def _said(kind: str, top: str, everything: str, starts: Iterable[str]) -> Iterable[str]:
    """Each stem once, by the languages in which a word has it; a start only where its stems do not find the entry."""
    french, english = (set(ANALYZERS[language].analyze(everything)) for language in LANGUAGES)
    found = {
        Said.BOTH: french & english,
        Said.FRENCH: french - english,
        Said.ENGLISH: english - french,
        Said.HEAD: set(ANALYZERS["plain"].analyze(top)),
        Said.START: {start for start in starts if stem(start, "fr") not in french and stem(start, "en") not in english},
    }
    return (f"{of_kind(kind, by)}{word}" for by, words in found.items() for word in words)


def _add_facts(entry: tantivy.Document, document: Document) -> None:
    for name in FACETS:
        values = sorted(document.facets.get(name, ()))
        for value in values:
            entry.add_text(name, of_kind(document.kind, value))
        entry.add_text(together(name), TOGETHER.join(values))
    for name, numbers in document.numbers.items():
        for number in numbers:
            entry.add_integer(name, number)
    for flag in document.flags:
        entry.add_text("flag", of_kind(document.kind, flag))
    for name, key in document.orders.items():
        entry.add_text(name, order_key(key))
    entry.add_text("point", point_name(*document.point) if document.point else "")
