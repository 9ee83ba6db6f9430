"""Where a list gets its counts and its pages from: the search index, or the database when the index cannot say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from django.db.models import CharField, Count, F, Min, Sum, Value
from django.db.models import Window as Over
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, RowNumber

from ecosystem.directory.facets import Facet, Rows, counted, tallied
from ecosystem.directory.ordering import BY_NAME, ListOrder
from ecosystem.search.index.answers import Answers, Asked
from ecosystem.search.index.clauses import Clause, Near
from ecosystem.search.index.pages import Window, best_of, nearest_of, page_of
from ecosystem.search.index.query import Reading
from ecosystem.search.index.towns import Stand, first_of_each, towns_of

Counts = Mapping[str, int]
TEXT = "q"
"""The filter that holds the words searched for."""


@dataclass(frozen=True)
class Tallies:
    """How many listings there are, how many pass the filters, and how many each choice of each facet would keep."""

    total: int
    found: int
    counts: dict[str, Counts]


@dataclass(frozen=True)
class Amount:
    """Something that each listing of some has a number of: how the index says it, and how the database does."""

    number: str
    among: Clause
    rows: Callable[[Any], Any]
    value: Combinable


class Found(NamedTuple):
    """The rows of a window, and how far it reached: rows that are no longer shown count, but are not there."""

    rows: list[Any]
    reached: int


class Filters(Protocol):
    """What a source reads of the filters of a list."""

    queryset: Any
    facets: dict[str, Facet]
    amounts: Mapping[str, Amount]

    def narrowed(self, *, without: str = "") -> Any: ...
    def only(self, name: str) -> Any: ...
    def ranked(self) -> tuple[int, ...]: ...


class Source(Protocol):
    """The same answers, wherever they come from."""

    def tallies(self) -> Tallies: ...
    def sum_of(self, name: str) -> int: ...
    def found(self) -> int: ...
    def loosened(self, names: Iterable[str]) -> Counts: ...
    def alone(self, names: Iterable[str]) -> Counts: ...
    def best(self, most: int) -> list[int]: ...
    def rows(self, order: ListOrder, window: Window, *, but: Iterable[int] = ()) -> Found: ...
    def rows_of(self, keys: Iterable[int], order: ListOrder) -> list[Any]: ...
    def towns(self, most: int) -> list[Stand]: ...
    def rows_by_town(self, towns: Sequence[str], each: int) -> list[Any]: ...


class DatabaseSource:
    """The database counts by one query, and finds the rows of a page by another."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self._sums: Counts | None = None

    def tallies(self) -> Tallies:
        filters = self.filters
        arms = {name: facet.tally(filters.narrowed(without=name).order_by()) for name, facet in filters.facets.items()}
        sums = {"found": counted(filters.narrowed()), "total": counted(filters.queryset.all())}
        added = {f"sum of {name}": self._added(amount) for name, amount in filters.amounts.items()}
        rows = tallied({**arms, **sums, **added})
        self._sums = {name: _sum(rows[f"sum of {name}"]) for name in filters.amounts}
        counts: dict[str, Counts] = {name: facet.read(rows[name]) for name, facet in filters.facets.items()}
        return Tallies(_sum(rows["total"]), _sum(rows["found"]), counts)

    def sum_of(self, name: str) -> int:
        """What all that is found has together of one amount; read with the tallies, in their query."""
        if self._sums is None:
            self.tallies()
        return (self._sums or {})[name]

    def _added(self, amount: Amount) -> Rows:
        """A tally of one row."""
        kept = self.filters.narrowed().order_by().values("pk")
        rows = amount.rows(self.filters.queryset.model._default_manager.filter(pk__in=kept)).order_by()
        added: Rows = rows.values(key=Cast(Value(""), CharField())).annotate(n=Sum(amount.value))
        return added

    def found(self) -> int:
        """How many listings pass the filters."""
        return int(self.filters.narrowed().order_by().count())

    def loosened(self, names: Iterable[str]) -> Counts:
        """What is found once each filter in turn is taken off."""
        return self._counted({name: self.filters.narrowed(without=name) for name in names})

    def alone(self, names: Iterable[str]) -> Counts:
        """What each filter finds on its own."""
        return self._counted({name: self.filters.only(name) for name in names})

    def _counted(self, bases: Mapping[str, Any]) -> Counts:
        rows = tallied({name: counted(base) for name, base in bases.items()})
        return {name: _sum(rows[name]) for name in bases}

    def best(self, most: int) -> list[int]:
        """The listings that answer the text best, when the index told them."""
        ranked = self.filters.ranked()
        kept = set(self.filters.narrowed().filter(pk__in=ranked).values_list("pk", flat=True)) if ranked else set()
        return [pk for pk in ranked if pk in kept][:most]

    def rows_of(self, keys: Iterable[int], order: ListOrder) -> list[Any]:
        """The listings of these keys, in their order."""
        return _rows_of(self.filters.queryset, keys, order)

    def rows(self, order: ListOrder, window: Window, *, but: Iterable[int] = ()) -> Found:
        """The listings of the window, in its order."""
        found = self.filters.narrowed()
        if but := tuple(but):
            found = found.exclude(pk__in=but)
        if window.edge is not None:
            found = order.beyond(found, tuple(window.edge), backwards=window.is_backward)
        last = window.offset + window.limit
        rows = list(order.sort(found, backwards=window.is_backward)[window.offset : last])
        return Found(rows[::-1] if window.is_backward else rows, len(rows))

    def towns(self, most: int) -> list[Stand]:
        """The towns with most of what is found first, then by name; where most of each town's listings stand."""
        placed = self.filters.narrowed().filter(latitude__isnull=False, longitude__isnull=False).order_by()
        points = placed.values_list("city", "latitude", "longitude").annotate(n=Count("pk"), first=Min("pk"))
        found: dict[str, Stand] = {}
        for city, latitude, longitude, count, first in points.order_by("-n", "latitude", "longitude"):
            known = found.get(city) or Stand(city, 0, latitude, longitude, first)
            found[city] = replace(known, count=known.count + count, first=min(known.first, first))
        return sorted(found.values(), key=lambda stand: (-stand.count, stand.name))[:most]

    def rows_by_town(self, towns: Sequence[str], each: int) -> list[Any]:
        """The first listings of each town, by name."""
        rank = Over(RowNumber(), partition_by=[F("city")], order_by=[F("sort_name"), F("pk")])
        inside = self.filters.narrowed().filter(city__in=towns, latitude__isnull=False)
        return list(inside.alias(rank=rank).filter(rank__lte=each).order_by("sort_name", "pk"))


class IndexSource:
    """The index counts and finds the keys of a page; the database gives the rows of these keys alone."""

    def __init__(self, filters: Filters, answers: Answers) -> None:
        self.filters, self.answers = filters, answers

    def tallies(self) -> Tallies:
        facets = self.filters.facets
        told = self.answers.tallies({name: facet.indexed for name, facet in facets.items()})
        counts = {name: facet.told(told[name]) for name, facet in facets.items()}
        return Tallies(self.answers.count(Asked(self.answers.asked.kind)), self.answers.count(), counts)

    def finds_as_typed(self) -> bool:
        """Whether the words find something without being read more freely."""
        return self.answers.reading() is Reading.WHOLE

    def sum_of(self, name: str) -> int:
        """What all that is found has together of one amount."""
        amount = self.filters.amounts[name]
        return self.answers.sum_of(amount.number, self.answers.asked.also(amount.number, amount.among))

    def found(self) -> int:
        """How many listings pass the filters."""
        return self.answers.count()

    def loosened(self, names: Iterable[str]) -> Counts:
        """What is found once each filter in turn is taken off."""
        asked = self.answers.asked
        looser = {name: asked.wordless() if name == TEXT else asked.without(name) for name in names}
        return {name: self.answers.count(one) for name, one in looser.items()}

    def alone(self, names: Iterable[str]) -> Counts:
        """What each filter finds on its own."""
        asked = self.answers.asked
        ones = {name: asked.words() if name == TEXT else asked.only(name) for name in names}
        return {name: self.answers.count(one) for name, one in ones.items()}

    def best(self, most: int) -> list[int]:
        """The listings that answer the text best."""
        return best_of(self.answers, most)

    def rows_of(self, keys: Iterable[int], order: ListOrder) -> list[Any]:
        """The listings of these keys, in their order."""
        return _rows_of(self.filters.queryset, keys, order)

    def rows(self, order: ListOrder, window: Window, *, but: Iterable[int] = ()) -> Found:
        """The listings of the window, in its order; one that was taken off since the index was written is left out."""
        if isinstance(order.by, Near):
            keys = nearest_of(self.answers, order.by, window)
        else:
            keys = page_of(self.answers, order.by, window, but=tuple(but))
        return Found(_rows_of(self.filters.queryset, keys, order), len(keys))

    def towns(self, most: int) -> list[Stand]:
        """The towns with most of what is found first, then by name."""
        return towns_of(self.answers, most)

    def rows_by_town(self, towns: Sequence[str], each: int) -> list[Any]:
        """The first listings of each town, by name."""
        return _rows_of(self.filters.queryset, first_of_each(self.answers, towns, each), BY_NAME)


def _rows_of(queryset: Any, keys: Iterable[int], order: ListOrder) -> list[Any]:
    """The rows of these keys, in the order of the keys, with what the order shows of them."""
    wanted = list(keys)
    found = {row.pk: row for row in queryset.annotate(**order.aliases).filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


def _sum(rows: Iterable[tuple[str, int]]) -> int:
    return sum(count for _key, count in rows)
