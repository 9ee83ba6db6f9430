"""The spelling that was probably meant."""

import re
import unicodedata
from itertools import count

from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from ecosystem.core.text import fold
from ecosystem.search.index.query import Reading, typed_query, word_query
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.synonyms import NO_SYNONYMS, Synonyms
from ecosystem.search.index.words import TEXT_MAX, read, tolerance

WORD = re.compile(r"[^\W_]+")
_INITIALS = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôöœ", "u": "uùûü"}
_RESPELT_MAX = 6
"""Each unknown word is looked for among all the words of its initial."""
_SHORT = 3
"""Too short for an error, a word of so many letters may still lack its last one."""


def did_you_mean(view: View, text: str, *, kind: str | None = None, synonyms: Synonyms = NO_SYNONYMS) -> str | None:
    """The same text with its unknown words respelt as in the index, when that finds something as written."""
    text = unicodedata.normalize("NFC", text[:TEXT_MAX])
    typed = read(text, synonyms)
    said = {word for one in typed.equivalents for word in one.words}

    tried = count()

    def respell(match: re.Match[str]) -> str:
        word = fold(match.group())
        if word in said or next(tried) >= _RESPELT_MAX:
            return match.group()
        return _known_or_near(view, match.group(), ends=word == typed.unfinished)

    with unavailable_if_broken():
        respelt = WORD.sub(respell, text)
        meant = read(respelt, synonyms)
        if fold(respelt) == fold(text) or not meant:
            return None
        query = typed_query(view, meant, Reading.PREFIX)
        if kind is not None:
            only = Query.term_query(view.schema, "kind", kind)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
        return respelt if view.searcher.search(query, 1, count=False).hits else None


def _known_or_near(view: View, word: str, *, ends: bool) -> str:
    """The word as typed when the index knows it, else its nearest and most frequent neighbour.

    The last word may be the beginning of a known one; an earlier one of three letters is only completed.
    """
    folded = fold(word)
    completes = len(folded) == _SHORT and not ends
    most = 1 if completes else tolerance(folded)
    if not most:
        return word
    reading = Reading.WHOLE if completes else Reading.PREFIX
    query = word_query(view, folded, reading, unfinished=not completes)
    if view.searcher.search(query, 1, count=False).hits:
        return word
    best, rank = word, (most + 1, 0)
    for initial in dict.fromkeys(folded[:1] if completes else folded[:2]):
        for letter in _INITIALS.get(initial, initial):
            for term, frequency in view.searcher.terms_with_prefix("spelling", letter):
                near = fold(term)
                if completes and not near.startswith(folded):
                    continue
                distance = OSA.distance(near, folded, score_cutoff=rank[0])
                best, rank = min((best, rank), (term, (distance, -frequency)), key=lambda pair: pair[1])
    return best
