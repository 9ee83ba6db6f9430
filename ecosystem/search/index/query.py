"""Finding: every word must be found; the reading widens only when a stricter one finds nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from tantivy import Occur, Query, Schema

from ecosystem.search.index.schema import LANGUAGES, STARTS, Said, of_kind
from ecosystem.search.index.stems import forms, stem
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.synonyms import NO_SYNONYMS, Equivalent, Synonyms
from ecosystem.search.index.words import Typed, read, tolerance

_KINDS_MAX = 50
Kinds = tuple[str, ...]
"""The kinds whose entries are wanted; none named, the entries of all kinds are wanted with their ranks."""
RANKED: Kinds = ()
SAID_IN = {Said.FRENCH: "fr", Said.ENGLISH: "en"}


class Reading(IntEnum):
    """How freely words are matched: as written or declined, then as beginnings, then with typing errors."""

    WHOLE = 0
    PREFIX = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class Hits:
    """The keys found, best first, and exact counts; `approximate` says that nothing fits the words as typed.

    `total` counts what was asked; `by_kind` counts each kind that was asked for, all under the same reading.
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
    for language in LANGUAGES:
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


def _said(view: View, kind: str, word: str, *, unfinished: bool) -> list[Query]:
    """The same entries of one kind as `_whole` and `_begun` find, unranked: of most words one list is read."""
    stems = [(by, stem(form, language)) for form in forms(word) for by, language in SAID_IN.items()]
    names = dict.fromkeys(f"{of_kind(kind, by)}{term}" for own, term in stems for by in (Said.BOTH, own))
    if unfinished and len(word) in STARTS:
        names[f"{of_kind(kind, Said.START)}{word}"] = None
    found = [Query.term_query(view.schema, "said", name) for name in names if view.searcher.doc_freq("said", name)]
    if unfinished and len(word) > max(STARTS):
        found.append(beginning(view.schema, "said", of_kind(kind, f"{Said.HEAD}{word}")))
    return found


def _begun(schema: Schema, part: str, word: str) -> Query:
    """Names, or heads, with a word that starts so; short starts, which many words have, are kept ready."""
    if len(word) in STARTS:
        return Query.term_query(schema, f"{part}_start", word)
    return beginning(schema, f"{part}_plain", word)


def word_query(view: View, word: str, reading: Reading, *, unfinished: bool, kinds: Kinds = RANKED) -> Query:
    """One word under a reading; a word still being typed may already be the beginning of a name, tagline or tag.

    Unranked, it finds the same entries for a fraction of the cost: to count them, or to order them otherwise. At the
    strictest reading they are those of the kinds alone; freer ones find other kinds too.
    """
    if kinds:
        choices = [query for kind in kinds for query in _said(view, kind, word, unfinished=unfinished)]
    else:
        choices = _whole(view.schema, word)
        if unfinished and len(word) > 1:
            choices.append(_scored(_begun(view.schema, "name", word), 4.0))
            choices.append(_scored(_begun(view.schema, "head", word), 2.0))
    if reading >= Reading.PREFIX:
        choices.append(_scored(beginning(view.schema, "name_plain", word), 2.0))
        choices.append(_scored(beginning(view.schema, "all_plain", word), 1.0))
    if reading >= Reading.NEAR:
        choices += _near(view.schema, word)
    if kinds:
        return any_of(choices)
    return Query.disjunction_max_query(choices, tie_breaker=0.1)


def any_of(queries: list[Query]) -> Query:
    """The entries that any of these finds: none of them, none."""
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: list[Query]) -> Query:
    """The entries that all of these find."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _phrase(schema: Schema, words: tuple[str, ...]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema, "all_plain", words[0])
    return Query.phrase_query(schema, "all_plain", list(words))


def _equivalent(view: View, one: Equivalent, reading: Reading, unfinished: str, kinds: Kinds) -> Query:
    """What was typed, word by word, or any other way to say it, as a phrase."""
    typed = [word_query(view, word, reading, unfinished=word == unfinished, kinds=kinds) for word in one.words]
    choices = [all_of(typed)]
    for words in one.others:
        if len(words) == 1:
            choices.append(word_query(view, words[0], Reading.WHOLE, unfinished=False, kinds=kinds))
            continue
        for language in LANGUAGES:
            stems: list[str | tuple[int, str]] = [stem(word, language) for word in words]
            for part, boost in (("name", 6.0), ("text", 1.0)):
                said = Query.phrase_query(view.schema, f"{part}_{language}", stems)
                choices.append(Query.boost_query(said, boost))
    return Query.disjunction_max_query(choices, tie_breaker=0.1)


def typed_query(view: View, typed: Typed, reading: Reading, *, kinds: Kinds = RANKED) -> Query:
    """All words and phrases must be there; small words and the whole name only raise the rank."""
    phrases, last = typed.phrases, typed.unfinished
    must = [word_query(view, word, reading, unfinished=word == last, kinds=kinds) for word in typed.words]
    if reading == Reading.NEAR:
        loose = [word for phrase in phrases for word in phrase]
        must += [word_query(view, word, reading, unfinished=False, kinds=kinds) for word in loose]
    else:
        must += [_phrase(view.schema, phrase) for phrase in phrases]
    must += [_equivalent(view, one, reading, last, kinds) for one in typed.equivalents]
    if kinds:
        if not typed.words or reading > Reading.WHOLE:
            must.append(any_of([Query.term_query(view.schema, "kind", kind) for kind in kinds]))
        return all_of(must)
    helpers = [word_query(view, word, Reading.WHOLE, unfinished=False) for word in typed.helpers]
    helpers.append(Query.boost_query(Query.term_query(view.schema, "name_key", typed.key), 10.0))
    clauses = [(Occur.Must, query) for query in must] + [(Occur.Should, query) for query in helpers]
    return Query.boolean_query(clauses)


def counts_by(view: View, query: Query, name: str) -> dict[str, int]:
    """Exact counts of the matching documents for each value of a raw field."""
    counted = view.searcher.aggregate(query, {name: {"terms": {"field": name, "size": _KINDS_MAX}}})
    return {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}


@dataclass(frozen=True, slots=True)
class Found:
    """The strictest reading under which something is found, and how much of each kind; nothing at all is no reading."""

    reading: Reading = Reading.WHOLE
    by_kind: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


Count = Callable[[Query], Mapping[str, int]]
"""How many entries a query finds, by kind."""


def kinds_of(view: View) -> Kinds:
    """The kinds of the entries that there are."""
    return view.once("kinds", lambda: tuple(counts_by(view, Query.all_query(), "kind")))


def found_of(view: View, text: str, kind: str | None, synonyms: Synonyms, count: Count | None = None) -> Found:
    """How a text is to be read, and what it finds; whoever needs to know more of the entries counts them in one go."""
    by_kind = count or (lambda query: counts_by(view, query, "kind"))

    def found() -> Found:
        typed, kinds = read(text, synonyms), kinds_of(view) if kind is None else (kind,)
        for reading in Reading if typed and kinds else ():
            if counted := by_kind(typed_query(view, typed, reading, kinds=kinds)):
                return Found(reading, MappingProxyType(dict(counted)))
        return Found()

    return view.once(("found", text, kind, synonyms), found)


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
    with unavailable_if_broken():
        found = found_of(view, text, kind, synonyms)
        total = sum(found.by_kind.values())
        if not total:
            return Hits()
        wanted = total if limit is None else min(limit, total)
        ranked = typed_query(view, read(text, synonyms), found.reading)
        pks = _pks(view, ranked, kind, wanted, newest_first=False)
    return Hits(pks, total, found.by_kind, approximate=found.reading == Reading.NEAR, reading=found.reading)


def _everything(view: View, kind: str | None, limit: int | None) -> Hits:
    with unavailable_if_broken():
        query = Query.all_query() if kind is None else Query.term_query(view.schema, "kind", kind)
        by_kind = counts_by(view, query, "kind")
        total = sum(by_kind.values())
        wanted = total if limit is None else min(limit, total)
        pks = _pks(view, Query.all_query(), kind, wanted, newest_first=True)
    return Hits(pks, total, MappingProxyType(by_kind))
