"""Finding: every word must be found; the reading widens only when a stricter one finds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from tantivy import Occur, Query, Schema

from ecosystem.search.index.schema import STARTS
from ecosystem.search.index.stems import forms, stem
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.synonyms import NO_SYNONYMS, Equivalent, Synonyms
from ecosystem.search.index.words import Typed, read, tolerance

_KINDS_MAX = 50


class Reading(IntEnum):
    """How freely words are matched: as written or declined, then as beginnings, then with typing errors."""

    WHOLE = 0
    PREFIX = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class Hits:
    """The keys found, best first, and exact counts; `approximate` says that nothing fits the words as typed.

    `total` counts what was asked (the kind when there is one); `by_kind` counts every kind under the same reading.
    `suggestion` is a better spelling that does find something, `reading` how freely the words were matched.
    """

    pks: tuple[int, ...] = ()
    total: int = 0
    by_kind: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    approximate: bool = False
    reading: Reading = Reading.WHOLE
    suggestion: str | None = None


def beginning(schema: Schema, name: str, word: str) -> Query:
    """Words of this field that start so."""
    return Query.fuzzy_term_query(schema, name, word, distance=0, prefix=True)


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _whole(schema: Schema, word: str) -> list[Query]:
    """The word itself and its other forms in both languages; the name counts most, then tagline and tags."""
    parts = [("name_plain", word, 8.0), ("head_plain", word, 3.0)]
    for language in ("fr", "en"):
        for other in dict.fromkeys(stem(form, language) for form in forms(word)):
            parts += [(f"name_{language}", other, 6.0), (f"text_{language}", other, 1.0)]
    return [Query.boost_query(Query.term_query(schema, name, term), boost) for name, term, boost in parts]


def _near(schema: Schema, word: str) -> list[Query]:
    """Words, or stems of words, that differ by a few letters; two neighbouring letters swapped count as one."""
    choices = []
    for distance in range(1, tolerance(word) + 1):
        for part, score in (("name", 1.0), ("text", 0.5)):
            for name in (f"{part}_fr", f"{part}_en", "name_plain" if part == "name" else "all_plain"):
                near = Query.fuzzy_term_query(schema, name, word, distance=distance, transposition_cost_one=True)
                choices.append(_scored(near, score / distance))
    return choices


def _any_form(schema: Schema, word: str) -> list[Query]:
    """The same entries as `_whole`, unranked: two lists to read instead of six."""
    stems = dict.fromkeys((language, stem(form, language)) for form in forms(word) for language in ("fr", "en"))
    return [Query.term_query(schema, f"word_{language}", term) for language, term in stems]


def _begun(schema: Schema, part: str, word: str) -> Query:
    """Names, or heads, with a word that starts so; short starts, which many words have, are kept ready."""
    if len(word) in STARTS:
        return Query.term_query(schema, f"{part}_start", word)
    return beginning(schema, f"{part}_plain", word)


def word_query(schema: Schema, word: str, reading: Reading, *, unfinished: bool, ranked: bool = True) -> Query:
    """One word under a reading; a word still being typed may already be the beginning of a name, tagline or tag.

    Unranked, it finds the same entries for a fraction of the cost: to count them, or to order them otherwise.
    """
    choices = _whole(schema, word) if ranked else _any_form(schema, word)
    if unfinished and len(word) > 1:
        choices.append(_scored(_begun(schema, "name", word), 4.0))
        choices.append(_scored(_begun(schema, "head", word), 2.0))
    if reading >= Reading.PREFIX:
        choices.append(_scored(beginning(schema, "name_plain", word), 2.0))
        choices.append(_scored(beginning(schema, "all_plain", word), 1.0))
    if reading >= Reading.NEAR:
        choices += _near(schema, word)
    if not ranked:
        return Query.boolean_query([(Occur.Should, query) for query in choices])
    return Query.disjunction_max_query(choices, tie_breaker=0.1)


def _phrase(schema: Schema, words: tuple[str, ...]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema, "all_plain", words[0])
    return Query.phrase_query(schema, "all_plain", list(words))


def _equivalent(schema: Schema, one: Equivalent, reading: Reading, unfinished: str, *, ranked: bool) -> Query:
    """What was typed, word by word, or any other way to say it, as a phrase."""
    typed = [
        (Occur.Must, word_query(schema, word, reading, unfinished=word == unfinished, ranked=ranked))
        for word in one.words
    ]
    choices = [Query.boolean_query(typed)]
    for words in one.others:
        if len(words) == 1:
            choices.append(word_query(schema, words[0], Reading.WHOLE, unfinished=False, ranked=ranked))
            continue
        for language in ("fr", "en"):
            stems: list[str | tuple[int, str]] = [stem(word, language) for word in words]
            for part, boost in (("name", 6.0), ("text", 1.0)):
                said = Query.phrase_query(schema, f"{part}_{language}", stems)
                choices.append(Query.boost_query(said, boost))
    return Query.disjunction_max_query(choices, tie_breaker=0.1)


def typed_query(schema: Schema, typed: Typed, reading: Reading, *, ranked: bool = True) -> Query:
    """All words and phrases must be there; small words and the whole name only raise the rank."""
    phrases, last = typed.phrases, typed.unfinished
    must = [word_query(schema, word, reading, unfinished=word == last, ranked=ranked) for word in typed.words]
    if reading == Reading.NEAR:
        loose = [word for phrase in phrases for word in phrase]
        must += [word_query(schema, word, reading, unfinished=False, ranked=ranked) for word in loose]
    else:
        must += [_phrase(schema, phrase) for phrase in phrases]
    must += [_equivalent(schema, one, reading, last, ranked=ranked) for one in typed.equivalents]
    if not ranked:
        return must[0] if len(must) == 1 else Query.boolean_query([(Occur.Must, query) for query in must])
    helpers = [word_query(schema, word, Reading.WHOLE, unfinished=False) for word in typed.helpers]
    helpers.append(Query.boost_query(Query.term_query(schema, "name_key", typed.key), 10.0))
    clauses = [(Occur.Must, query) for query in must] + [(Occur.Should, query) for query in helpers]
    return Query.boolean_query(clauses)


def counts_by(view: View, query: Query, name: str) -> dict[str, int]:
    """Exact counts of the matching documents for each value of a raw field."""
    counted = view.searcher.aggregate(query, {name: {"terms": {"field": name, "size": _KINDS_MAX}}})
    return {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}


def _counted(by_kind: Mapping[str, int], kind: str | None) -> int:
    return sum(by_kind.values()) if kind is None else by_kind.get(kind, 0)


def _pks(view: View, query: Query, kind: str | None, limit: int, *, newest_first: bool) -> tuple[int, ...]:
    if limit < 1:
        return ()
    if kind is not None:
        only = _scored(Query.term_query(view.schema, "kind", kind), 0.0)
        query = Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
    if newest_first:
        found = view.searcher.search(query, limit, count=False, order_by_field="freshness")
    else:
        found = view.searcher.search(query, limit, count=False, weight_by_field="freshness")
    addresses = [address for _score, address in found.hits]
    return tuple(int(pk) for pk in view.searcher.fast_field_values("pk", addresses) if pk is not None)


def find(
    view: View,
    text: str,
    *,
    kind: str | None = None,
    limit: int | None = None,
    synonyms: Synonyms = NO_SYNONYMS,
) -> Hits:
    """What fits the text, best first; a blank text is everything, freshest first, and no text can raise."""
    if not text.strip():
        return _everything(view, kind, limit)
    typed = read(text, synonyms)
    if not typed:
        return Hits()
    with unavailable_if_broken():
        for reading in Reading:
            by_kind = counts_by(view, typed_query(view.schema, typed, reading, ranked=False), "kind")
            if total := _counted(by_kind, kind):
                wanted = total if limit is None else min(limit, total)
                pks = _pks(view, typed_query(view.schema, typed, reading), kind, wanted, newest_first=False)
                near = reading == Reading.NEAR
                return Hits(pks, total, MappingProxyType(by_kind), approximate=near, reading=reading)
    return Hits()


def _everything(view: View, kind: str | None, limit: int | None) -> Hits:
    with unavailable_if_broken():
        by_kind = counts_by(view, Query.all_query(), "kind")
        total = _counted(by_kind, kind)
        wanted = total if limit is None else min(limit, total)
        pks = _pks(view, Query.all_query(), kind, wanted, newest_first=True)
    return Hits(pks, total, MappingProxyType(by_kind))
