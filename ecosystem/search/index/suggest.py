"""The spelling that was probably meant."""

import re
import unicodedata

from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from ecosystem.core.text import fold
from ecosystem.search.index.query import Reading, typed_query, word_query
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.words import TEXT_MAX, read, tolerance

WORD = re.compile(r"[^\W_]+")
_INITIALS = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôöœ", "u": "uùûü"}


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
