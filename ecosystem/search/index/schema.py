"""The fields of the index and how their words are cut.

Text is folded in Python before it comes here (`core.text.fold`), then stemmed: folding first is what makes
"créée" and "creee" meet. Every text is stemmed as French and as English, because an entry may be either.
"""

from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.metadata import version

import tantivy

from ecosystem.search.index.documents import FACETS, NUMBERS, ORDERS

PLAIN = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()
ANALYZERS = {
    "plain": PLAIN,
    "apart": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build(),
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
LANGUAGES = ("fr", "en")
UNRANKED_FIELDS = {"said": "apart", "name_start": "plain", "head_start": "plain"}
"""`said` holds whatever a word may be found by, under the kind of the entry (`of_kind`): see `Said`."""
RAW_FIELDS = ("kind", "tag", "name_key")
APART = ":"
"""Between a kind and what is said of its entries."""
TOGETHER = "\x1f"
"""Between the values of a facet that a document holds together."""
STARTS = range(2, 5)
"""The beginnings of the words of names, sentences and tags that are kept ready, by their length."""
FRESHNESS_FLOOR = 10_000
"""Added to the day number, so that an unknown day costs a little and not everything."""

_LAYOUT = 4
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

    A facet is kept twice: each value to filter by, under the kind of the entry, and all values together to count by,
    because a column of one value a document is counted ten times faster than one of several.
    """
    for name, analyzer in UNRANKED_FIELDS.items():
        builder.add_text_field(name, tokenizer_name=analyzer, index_option="basic")
    for name in ("flag", *sorted(FACETS)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*(together(facet) for facet in sorted(FACETS)), "point", *sorted(ORDERS)):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in sorted(NUMBERS):
        builder.add_integer_field(name, fast=True)


class Said(StrEnum):
    """By what a word is found, all in one field: no entry stands in two of the first three lists of a stem."""

    BOTH = "b"
    """A stem that words of the entry have in French, and words of it in English."""
    FRENCH = "f"
    """One that they have in French only."""
    ENGLISH = "e"
    HEAD = "h"
    """A word itself, in the name, the sentence or the tags."""
    START = "s"
    """The first letters of such a word, where they do not find the entry as a word of their own."""


def of_kind(kind: str, value: str) -> str:
    """A value as the entries of one kind carry it: a list of entries that is read needs no other to say the kind."""
    return f"{kind}{APART}{value}"


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
