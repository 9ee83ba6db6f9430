"""The fields of the index and how their words are cut.

Text is folded in Python before it comes here (`core.text.fold`), then stemmed: folding first is what makes
"créée" and "creee" meet. Every text is stemmed as French and as English, because an entry may be either.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

import tantivy

from ecosystem.core.text import fold
from ecosystem.search.index.documents import FACETS, NUMBERS, ORDERS, Document

PLAIN = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()
ANALYZERS = {
    "plain": PLAIN,
    "fr": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.stemmer("french")).build(),
    "en": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.stemmer("english")).build(),
}

TEXT_FIELDS = {
    "name_fr": "fr",
    "name_en": "en",
    "text_fr": "fr",
    "text_en": "en",
    "name_plain": "plain",
    "head_plain": "plain",
    "all_plain": "plain",
    "spelling": "plain",
}
UNRANKED_FIELDS = {"word_fr": "fr", "word_en": "en", "name_start": "plain", "head_start": "plain"}
RAW_FIELDS = ("kind", "tag", "name_key")
TOGETHER = "\x1f"
"""Between the values of a facet that a document holds together."""
STARTS = range(2, 5)
"""The beginnings of the words of names, sentences and tags that are kept ready, by their length."""
FRESHNESS_FLOOR = 10_000
"""Added to the day number, so that an unknown day costs a little and not everything."""

_LAYOUT = 2
"""To raise when the meaning of a field changes while its name stays."""


@cache
def build_schema() -> tantivy.Schema:
    """The fields; `pk` is a signed integer because deleting by an unsigned one silently does nothing."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("pk", stored=True, indexed=True, fast=True)
    builder.add_integer_field("freshness", fast=True)
    builder.add_text_field("label", stored=True, tokenizer_name="raw", index_option="basic")
    for name in RAW_FIELDS:
        builder.add_text_field(name, stored=name == "kind", fast=True, tokenizer_name="raw", index_option="basic")
    for name, analyzer in TEXT_FIELDS.items():
        builder.add_text_field(name, tokenizer_name=analyzer)
    _add_listing_fields(builder)
    return builder.build()


def _add_listing_fields(builder: tantivy.SchemaBuilder) -> None:
    """What lists are filtered, counted and ordered by.

    A facet is kept twice: each value to filter by, and all values together to count by, because a column of one
    value a document is counted ten times faster than one of several.
    """
    for name, analyzer in UNRANKED_FIELDS.items():
        builder.add_text_field(name, tokenizer_name=analyzer, index_option="basic")
    for name in ("flag", *sorted(FACETS)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*(together(facet) for facet in sorted(FACETS)), "point", *sorted(ORDERS)):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in sorted(NUMBERS):
        builder.add_integer_field(name, fast=True)


def together(facet: str) -> str:
    """The field that holds all the values of a facet as one."""
    return f"{facet}_together"


@cache
def schema_hash() -> str:
    """Names the folder: an index written by another layout, or another tantivy, is never opened."""
    listing = (sorted(FACETS), sorted(NUMBERS), sorted(ORDERS), list(STARTS))
    description = repr(
        (_LAYOUT, version("tantivy"), TEXT_FIELDS, UNRANKED_FIELDS, RAW_FIELDS, FRESHNESS_FLOOR, listing)
    )
    return sha256(description.encode()).hexdigest()[:12]


def open_index(folder: str) -> tantivy.Index:
    """The index of this folder, with the analyzers that tantivy forgets at each opening."""
    index = tantivy.Index(build_schema(), path=folder)
    for name, analyzer in ANALYZERS.items():
        index.register_tokenizer(name, analyzer)
    return index


def _clean(text: str) -> str:
    """Drop the halves of characters that UTF-8 cannot write."""
    return text.encode("utf-8", "ignore").decode()


def to_tantivy(document: Document) -> tantivy.Document:
    """The document as the index keeps it."""
    name, tags = fold(document.name), tuple(fold(tag) for tag in document.tags)
    head = (fold(document.tagline), *tags)
    body = fold(document.body)
    entry = tantivy.Document.from_dict({})
    entry.add_integer("pk", document.pk)
    entry.add_integer("freshness", FRESHNESS_FLOOR + max(0, document.freshness))
    entry.add_text("kind", document.kind)
    entry.add_text("label", _clean(document.name))
    entry.add_text("name_key", name)
    for tag in tags:
        entry.add_text("tag", tag)
    for language in ("fr", "en"):
        entry.add_text(f"name_{language}", name)
        for text in (*head, body):
            entry.add_text(f"text_{language}", text)
    entry.add_text("name_plain", name)
    for text in (name, *head):
        entry.add_text("head_plain", text)
    for text in (name, *head, body):
        entry.add_text("all_plain", text)
    for text in (document.name, document.tagline, *document.tags, document.body):
        entry.add_text("spelling", _clean(text))
    return entry
