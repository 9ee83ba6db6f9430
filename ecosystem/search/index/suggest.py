"""Helping to type: names that start so, and the spelling that was probably meant."""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from ecosystem.core.text import fold
from ecosystem.search.index.query import Reading, beginning, typed_query, word_query
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.words import TEXT_MAX, read, tokens, tolerance

WORD = re.compile(r"[^\W_]+")
_INITIALS = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôöœ", "u": "uùûü"}


@dataclass(frozen=True, slots=True)
class Completion:
    """An entry whose name holds what is being typed."""

    pk: int
    kind: str
    name: str


def complete(view: View, text: str, *, kind: str | None = None, limit: int = 8) -> tuple[Completion, ...]:
    """Entries with a name word starting with each typed word, names that start so first."""
    words = tokens(fold(text[:TEXT_MAX]))
    if not words or limit < 1:
        return ()
    schema = view.schema
    clauses = [(Occur.Must, beginning(schema, "name_plain", word)) for word in words]
    clauses.append((Occur.Should, Query.const_score_query(beginning(schema, "name_key", fold(text)[:TEXT_MAX]), 5.0)))
    if kind is not None:
        clauses.append((Occur.Must, Query.const_score_query(Query.term_query(schema, "kind", kind), 0.0)))
    with unavailable_if_broken():
        found = view.searcher.search(Query.boolean_query(clauses), limit, count=False, weight_by_field="freshness")
        entries = [view.searcher.doc(address) for _score, address in found.hits]
    return tuple(Completion(entry["pk"][0], entry["kind"][0], entry["label"][0]) for entry in entries)


def did_you_mean(view: View, text: str, *, kind: str | None = None) -> str | None:
    """The same text with its unknown words respelt as in the index, when that finds something as written."""
    text = unicodedata.normalize("NFC", text[:TEXT_MAX])
    with unavailable_if_broken():
        respelt = WORD.sub(lambda match: _known_or_near(view, match.group()), text)
        typed = read(respelt)
        if fold(respelt) == fold(text) or not typed:
            return None
        query = typed_query(view.schema, typed, Reading.PREFIX)
        if kind is not None:
            only = Query.term_query(view.schema, "kind", kind)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
        return respelt if view.searcher.search(query, 1, count=False).hits else None


def _known_or_near(view: View, word: str) -> str:
    """The word as typed when the index knows it, else its nearest and most frequent neighbour."""
    folded = fold(word)
    if not tolerance(folded):
        return word
    query = word_query(view.schema, folded, Reading.PREFIX, unfinished=True)
    if view.searcher.search(query, 1, count=False).hits:
        return word
    best, rank = word, (tolerance(folded) + 1, 0)
    for initial in dict.fromkeys(folded[:2]):
        for letter in _INITIALS.get(initial, initial):
            for term, frequency in view.searcher.terms_with_prefix("spelling", letter):
                distance = OSA.distance(fold(term), folded, score_cutoff=rank[0])
                best, rank = min((best, rank), (term, (distance, -frequency)), key=lambda pair: pair[1])
    return best
