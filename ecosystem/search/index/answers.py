"""What a list page asks of the index: exact counts of every choice, and what the words alone find."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from tantivy import FieldType, Query, Schema

from ecosystem.search.index.clauses import Between, Clause, Every, Flag, Inside, Near, OneOf
from ecosystem.search.index.points import inside, within
from ecosystem.search.index.query import Reading, all_of, any_of, found_of, typed_query
from ecosystem.search.index.schema import TOGETHER, of_kind, together
from ecosystem.search.index.store import View, unavailable_if_broken
from ecosystem.search.index.synonyms import NO_SYNONYMS, Synonyms
from ecosystem.search.index.words import read

COMBINATIONS_MAX = 60_000
"""More combinations of one facet than tantivy counts at a time are no facet."""

T = TypeVar("T")
Counts = Mapping[str, int]
FEW = 8
"""Up to so many values, their lists are read side by side; more are first gathered into one."""


class Tally(NamedTuple):
    """How many entries there are, and how many each choice of each facet keeps."""

    found: int
    choices: dict[str, Counts]


def clause_query(view: View, kind: str, clause: Clause) -> Query:
    """The entries that a clause keeps, of this kind where `tells_kind` says so."""
    schema = view.schema
    match clause:
        case OneOf(field, values):
            return _one_of(schema, field, [of_kind(kind, value) for value in values])
        case Flag(field):
            return Query.term_query(schema, "flag", of_kind(kind, field))
        case Between(field, low, high):
            return Query.range_query(schema, field, FieldType.Integer, low, high)
        case Near():
            return _one_of(schema, "point", [name for _km, name in within(view, clause)])
        case Inside():
            return _one_of(schema, "point", inside(view, clause))
        case Every(clauses):
            return all_of([clause_query(view, kind, one) for one in clauses]) if clauses else Query.all_query()


def tells_kind(clause: Clause) -> bool:
    """What the clause keeps is of one kind: its facet, or its flag, is listed under it."""
    return any(map(tells_kind, clause.clauses)) if isinstance(clause, Every) else isinstance(clause, (OneOf, Flag))


def _one_of(schema: Schema, field: str, values: Sequence[str]) -> Query:
    if not values:
        return Query.empty_query()
    if len(values) > FEW:
        return Query.term_set_query(schema, field, values)
    return any_of([Query.term_query(schema, field, value) for value in values])


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

    def reading(self, asked: Asked | None = None) -> Reading | None:
        """How freely the words are matched, whatever the filters; None when they find nothing."""
        wanted = asked or self.asked
        with unavailable_if_broken():
            return self.view.once(self._reading_key(wanted), lambda: self._reading(wanted))

    def _reading_key(self, asked: Asked) -> tuple[object, ...]:
        return ("reading", asked.kind, asked.text, self.synonyms)

    def _reading(self, asked: Asked) -> Reading | None:
        found = found_of(self.view, asked.text, asked.kind, self.synonyms)
        return found.reading if found.by_kind else None

    def query(self, asked: Asked, *, ranked: bool = False, reading: Reading | None = None) -> Query:
        """The entries that were asked for; the kind is said only where nothing else says it."""
        with unavailable_if_broken():
            parts = [clause_query(self.view, asked.kind, clause) for _name, clause in asked.filters]
            if asked.text:
                parts.append(self._words(asked, ranked=ranked, reading=reading))
        is_told = bool(asked.text) or any(tells_kind(clause) for _name, clause in asked.filters)
        if ranked or not is_told:
            parts.append(Query.term_query(self.view.schema, "kind", asked.kind))
        return all_of(parts)

    def _words(self, asked: Asked, *, ranked: bool, reading: Reading | None) -> Query:
        typed = read(asked.text, self.synonyms)
        matched = self.reading(asked) if typed and reading is None else reading
        if not typed or matched is None:
            return Query.empty_query()
        return typed_query(self.view, typed, matched, kinds=() if ranked else (asked.kind,))

    def _narrowed(self, asked: Asked, ask: Callable[[Query], T], found: Callable[[T], int]) -> T:
        """The answer to words with filters: when it is found as typed, the words alone need not be counted."""
        key = self._reading_key(asked)
        if asked.text and key not in self.view.remembered:
            answer = ask(self.query(asked, reading=Reading.WHOLE))
            if found(answer):
                self.view.keep(key, Reading.WHOLE)
                return answer
        return ask(self.query(asked))

    def count(self, asked: Asked | None = None) -> int:
        """How many entries there are."""
        wanted = asked or self.asked
        return self.view.once(("count", wanted, self.synonyms), lambda: self._count(wanted))

    def _count(self, asked: Asked) -> int:
        with unavailable_if_broken():
            if asked.text and not asked.filters:
                return sum(found_of(self.view, asked.text, asked.kind, self.synonyms).by_kind.values())
            return self._narrowed(asked, self._number_of, int)

    def _number_of(self, query: Query) -> int:
        return int(self.view.searcher.aggregate(query, {"n": {"value_count": {"field": "pk"}}})["n"]["value"])

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
        """Entries are read once for all these facets, and counted on the way."""
        key = ("tally", asked, self.synonyms, tuple(sorted(facets.items())))
        tally = self.view.once(key, lambda: self._tallied(asked, facets))
        self.view.keep(("count", asked, self.synonyms), tally.found)
        return tally.choices

    def _tallied(self, asked: Asked, facets: Mapping[str, str]) -> Tally:
        if not asked.text or asked.filters:
            return self._narrowed(asked, lambda query: self._read(query, facets), lambda tally: tally.found)
        tallies: list[Tally] = []

        def count(query: Query) -> Counts:
            tallies.append(self._read(query, facets))
            return {asked.kind: tallies[-1].found} if tallies[-1].found else {}

        found_of(self.view, asked.text, asked.kind, self.synonyms, count)
        return tallies[-1] if tallies else self._read(self.query(asked), facets)

    def _read(self, query: Query, facets: Mapping[str, str]) -> Tally:
        wanted: dict[str, Any] = {
            name: {"terms": {"field": together(facet), "size": COMBINATIONS_MAX, "segment_size": COMBINATIONS_MAX}}
            for name, facet in facets.items()
        }
        with unavailable_if_broken():
            found = self.view.searcher.aggregate(query, wanted)
        one = next(iter(found.values()))
        count = sum(bucket["doc_count"] for bucket in one["buckets"]) + one["sum_other_doc_count"]
        return Tally(count, {name: _each(told["buckets"]) for name, told in found.items()})


def _each(buckets: Iterable[Mapping[str, Any]]) -> Counts:
    """From counts of values held together to counts of each value."""
    counts: Counter[str] = Counter()
    for bucket in buckets:
        for value in filter(None, bucket["key"].split(TOGETHER)):
            counts[value] += bucket["doc_count"]
    return dict(counts)
