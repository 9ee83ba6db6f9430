"""What a list page asks of the index: exact counts of every choice, and what the words alone find."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tantivy import FieldType, Occur, Query, Schema

from ecosystem.search.index.clauses import Between, Clause, Every, Flag, Inside, Near, OneOf
from ecosystem.search.index.points import inside, within
from ecosystem.search.index.query import Hits, find, typed_query
from ecosystem.search.index.schema import TOGETHER, together
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.synonyms import NO_SYNONYMS, Synonyms
from ecosystem.search.index.words import read

COMBINATIONS_MAX = 60_000
"""More combinations of one facet than tantivy counts at a time are no facet."""

Counts = Mapping[str, int]


def clause_query(view: View, clause: Clause) -> Query:
    """The entries that a clause keeps."""
    schema = view.schema
    match clause:
        case OneOf(field, values):
            return _any_of(schema, field, values)
        case Flag(field):
            return Query.term_query(schema, "flag", field)
        case Between(field, low, high):
            return Query.range_query(schema, field, FieldType.Integer, low, high)
        case Near():
            return _any_of(schema, "point", tuple(name for _km, name in within(view, clause)))
        case Inside():
            return _any_of(schema, "point", inside(view, clause))
        case Every(clauses):
            return _all_of([clause_query(view, one) for one in clauses])


def _any_of(schema: Schema, field: str, values: tuple[str, ...]) -> Query:
    if not values:
        return Query.empty_query()
    return Query.term_set_query(schema, field, values) if len(values) > 1 else Query.term_query(schema, field, *values)


def _all_of(queries: list[Query]) -> Query:
    if not queries:
        return Query.all_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


@dataclass(frozen=True, slots=True)
class Asked:
    """The entries of one kind that answer a text and pass every filter; each filter has a name, to leave it out."""

    kind: str
    text: str = ""
    filters: tuple[tuple[str, Clause], ...] = ()

    def without(self, name: str) -> "Asked":
        """The same with one filter taken off."""
        return Asked(self.kind, self.text, tuple(pair for pair in self.filters if pair[0] != name))

    def also(self, name: str, clause: Clause) -> "Asked":
        """The same with one more filter."""
        return Asked(self.kind, self.text, (*self.filters, (name, clause)))

    def wordless(self) -> "Asked":
        """The same without the text."""
        return Asked(self.kind, "", self.filters)

    def only(self, name: str) -> "Asked":
        """One filter, and nothing else."""
        return Asked(self.kind, "", tuple(pair for pair in self.filters if pair[0] == name))

    def words(self) -> "Asked":
        """The text, and nothing else."""
        return Asked(self.kind, self.text)


class Answers:
    """Answers to what was asked, all from one state of the index."""

    def __init__(self, view: View, asked: Asked, synonyms: Synonyms = NO_SYNONYMS) -> None:
        self.view, self.asked, self.synonyms = view, asked, synonyms

    def hits(self, limit: int) -> Hits:
        """What the text alone finds, best first."""
        asked = self.asked
        return self.view.once(
            ("hits", asked.kind, asked.text, limit, self.synonyms),
            lambda: find(self.view, asked.text, kind=asked.kind, limit=limit, synonyms=self.synonyms),
        )

    def query(self, asked: Asked, *, ranked: bool = False) -> Query:
        """The entries that were asked for; the kind is said only where nothing else says it."""
        parts = [Query.term_query(self.view.schema, "kind", asked.kind)]
        parts += [clause_query(self.view, clause) for _name, clause in asked.filters]
        if asked.text:
            parts.append(self._words(asked.text, ranked=ranked))
        return _all_of(parts)

    def _words(self, text: str, *, ranked: bool) -> Query:
        typed = read(text, self.synonyms)
        if not typed:
            return Query.empty_query()
        return typed_query(self.view.schema, typed, self.hits(0).reading, ranked=ranked)

    def count(self, asked: Asked | None = None) -> int:
        """How many entries there are."""
        wanted = asked or self.asked
        return self.view.once(("count", wanted, self.synonyms), lambda: self._count(wanted))

    def _count(self, asked: Asked) -> int:
        with unavailable_if_broken():
            found = self.view.searcher.aggregate(self.query(asked), {"n": {"value_count": {"field": "pk"}}})
        return int(found["n"]["value"])

    def sum_of(self, number: str, asked: Asked | None = None) -> int:
        """The numbers of this name of all the entries, added up."""
        wanted = asked or self.asked
        return self.view.once(("sum", number, wanted, self.synonyms), lambda: self._sum_of(number, wanted))

    def _sum_of(self, number: str, asked: Asked) -> int:
        with unavailable_if_broken():
            found = self.view.searcher.aggregate(self.query(asked), {"n": {"sum": {"field": number}}})
        return int(found["n"]["value"])

    def tallies(self, facets: Mapping[str, str]) -> dict[str, Counts]:
        """For each filter (by name, with its facet), how many entries each choice keeps, its own choices left out."""
        free = frozenset(facets) - {name for name, _clause in self.asked.filters}
        found = dict(self._tally(self.asked, {name: facets[name] for name in free})) if free else {}
        for name in facets.keys() - free:
            found |= self._tally(self.asked.without(name), {name: facets[name]})
        return found

    def _tally(self, asked: Asked, facets: Mapping[str, str]) -> dict[str, Counts]:
        key = ("tally", asked, self.synonyms, tuple(sorted(facets.items())))
        return self.view.once(key, lambda: self._tallied(asked, facets))

    def _tallied(self, asked: Asked, facets: Mapping[str, str]) -> dict[str, Counts]:
        wanted: dict[str, Any] = {
            name: {"terms": {"field": together(facet), "size": COMBINATIONS_MAX, "segment_size": COMBINATIONS_MAX}}
            for name, facet in facets.items()
        }
        with unavailable_if_broken():
            found = self.view.searcher.aggregate(self.query(asked), wanted)
        return {name: _each(found[name]["buckets"]) for name in facets}


def _each(buckets: Iterable[Mapping[str, Any]]) -> Counts:
    """From counts of values held together to counts of each value."""
    counts: Counter[str] = Counter()
    for bucket in buckets:
        for value in filter(None, bucket["key"].split(TOGETHER)):
            counts[value] += bucket["doc_count"]
    return dict(counts)
