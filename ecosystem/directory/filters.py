"""The filters that the list pages and the API share: one FilterSet a kind, on this base."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from zlib import crc32

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.documents import is_current
from ecosystem.directory.facets import CityFacet, Facet, SectorFacet
from ecosystem.directory.ordering import BY_FRESHNESS, BY_NAME, ListOrder
from ecosystem.directory.pager import RANKED_MAX, Pager
from ecosystem.directory.paging import AFTER, BEFORE, NUMBER, ListPage, Place
from ecosystem.directory.sources import Amount, DatabaseSource, IndexSource, Source, Tallies
from ecosystem.search.actions import Answers, Hits, IndexUnavailable, ask, said_otherwise, search
from ecosystem.search.index.answers import Asked
from ecosystem.search.index.clauses import Clause
from ecosystem.search.index.towns import Stand

logger = logging.getLogger(__name__)
T = TypeVar("T")

MATCHES_MAX = 4_000
"""More entries than this that answer a text, and the database filters them itself."""
RELEVANCE = "pertinence"
FOUND_AS_TYPED = Hits()
"""Nothing is to be said of such words."""

SORTS = [("pertinence", _("Pertinence")), ("fraicheur", _("Mise à jour récente")), ("nom", _("Nom"))]


class SortFilter(django_filters.ChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """How the list is ordered; it removes nothing."""

    def __init__(self, choices: Iterable[tuple[str, Any]] = SORTS, **kwargs: Any) -> None:
        errors = {"invalid_choice": _("« %(value)s » n’est pas un tri de cette liste.")}
        super().__init__(label=_("Trier par"), choices=choices, empty_label=None, error_messages=errors, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class OwnFilters(dict[str, Any]):
    """The filters of a class: each set takes them with settings of its own, which it replaces and never changes.

    What the settings are made of, choices by the hundred among them, is shared: nothing else is copied.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {name: self._own(one) for name, one in self.items()}

    @staticmethod
    def _own(one: Any) -> Any:
        own = copy(one)
        own.extra = dict(one.extra)
        own.method = one.method  # bound to the filter that carries it
        return own


@dataclass(frozen=True)
class Loosening:
    """One active filter of a search that finds nothing, and what taking it off would give."""

    label: str
    count: int
    query: str


class ListingFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Text, facets and sort over the published listings of one kind; the state is the query string."""

    kind: ClassVar[str] = ""
    default_sort: ClassVar[str] = "fraicheur"
    in_sight: ClassVar[frozenset[str]] = frozenset({"q", "tri"})
    """What is set above the list, and not in the panel of filters."""
    leaves_all: ClassVar[frozenset[str]] = frozenset({"tri"})
    """What changes the list without narrowing it."""
    orders: ClassVar[Mapping[str, ListOrder]] = {"fraicheur": BY_FRESHNESS, "nom": BY_NAME}
    """What each sort means; relevance is the rank of the best answers, then the name."""

    q = django_filters.CharFilter(
        label=_("Rechercher"), method="filter_text", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    secteur = SectorFacet()
    territoire = CityFacet()
    tri = SortFilter()

    @classmethod
    def get_filters(cls) -> OwnFilters:
        return OwnFilters(super().get_filters())

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        for one in self.filters.values():
            vars(one).pop("_field", None)  # the API's description draws the fields of the class, without our choices
        known = self._everywhere()
        for name, facet in self.facets.items():
            facet.everywhere = known.get(name)
            facet.load(self.queryset.public())
        sort = self.filters["tri"]
        first = self.first_sort()
        sort.extra["choices"] = sorted(sort.extra["choices"], key=lambda choice: choice[0] != first)

    def _everywhere(self) -> Mapping[str, Mapping[str, int]]:
        """How many listings of the kind each choice has, where the index tells it."""
        whole = self.answers(Asked(self.kind))
        try:
            return (
                whole.tallies({name: one.indexed for name, one in self.facets.items() if one.indexed}) if whole else {}
            )
        except IndexUnavailable:
            logger.warning("The search index cannot count the choices of a list.", exc_info=True)
            return {}

    def first_sort(self) -> str:
        """The order that is offered first, before anything is read."""
        return "pertinence" if self.data.get("q") else self.default_sort

    @cached_property
    def facets(self) -> dict[str, Facet]:
        return {name: facet for name, facet in self.filters.items() if isinstance(facet, Facet)}

    @cached_property
    def cleaned(self) -> dict[str, Any]:
        """The values that are valid; `form.errors` says what the others were."""
        self.form.is_valid()
        return dict(self.form.cleaned_data)

    @property
    def qs(self) -> Any:
        if not hasattr(self, "_qs"):
            self._qs = self.sorted(self.narrowed())
        return self._qs

    def narrowed(self, *, without: str = "") -> Any:
        """The listings that pass every filter, or every one but `without`; unsorted."""
        found = self.queryset.all()
        for name, value in self.cleaned.items():
            if name != without:
                found = self.filters[name].filter(found, value)
        return found

    def filter_text(self, qs: Any, name: str, text: str) -> Any:
        if self._matching is not None:
            return qs.filter(pk__in=self._matching.pks)
        return qs.matching_text(*self._ways)

    @cached_property
    def _ways(self) -> tuple[str, ...]:
        """The text and the other ways to say it, asked of the team's dictionary once for all the counts of a list."""
        return said_otherwise(self.text)

    def only(self, name: str) -> Any:
        """The listings that pass one filter, whatever the others say."""
        return self.filters[name].filter(self.queryset.all(), self.cleaned[name])

    @cached_property
    def hits(self) -> Hits | None:
        """What the search index says of how the text was read; None when the database has to."""
        if not self.text:
            return None
        if not isinstance(self._source, IndexSource):
            return self._matching
        if self._told(lambda source: isinstance(source, IndexSource) and source.finds_as_typed()):
            return FOUND_AS_TYPED
        return search(self.kind, self.text, limit=0)

    @cached_property
    def _matching(self) -> Hits | None:
        """What the index finds for the text, where the database does the rest; None when that would be too much."""
        hits = search(self.kind, self.text, limit=MATCHES_MAX) if self.text else None
        return hits if hits is not None and hits.total <= MATCHES_MAX else None

    def ranked(self) -> tuple[int, ...]:
        """The answers to the text that keep their rank, the best first."""
        return self._matching.pks[:RANKED_MAX] if self._matching is not None else ()

    @property
    def order(self) -> str:
        """The sort that was asked for, or the one that suits what was asked; without a text, nothing is relevant."""
        name = self.cleaned.get("tri") or (RELEVANCE if self.text else self.default_sort)
        return "fraicheur" if name == RELEVANCE and not self.text else name

    def order_of(self, name: str) -> ListOrder | None:
        """What a sort means; None for relevance."""
        return self.orders.get(name)

    def sorted(self, found: Any) -> Any:
        order = self.order_of(self.order)
        return self.by_relevance(found) if order is None else order.sort(found)

    def by_relevance(self, found: Any) -> Any:
        """The best answers to the text first, the others by name."""
        best = self.ranked()
        if not best:
            return found.by_name()
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(best)]
        rank = Case(*ranks, default=Value(RANKED_MAX), output_field=IntegerField())
        return found.order_by(rank, "sort_name", "pk")

    @cached_property
    def asked(self) -> Asked | None:
        """What the index is asked for this list; None when one of its filters is not known there."""
        clauses: list[tuple[str, Clause]] = []
        for name, value in self.cleaned.items():
            if name == "q" or name in self.leaves_all or value is None or value is False or value in ("", []):
                continue
            clause = getattr(self.filters[name], "clause", lambda _value: None)(value)
            if clause is None:
                return None
            clauses.append((name, clause))
        return Asked(self.kind, self.text, tuple(clauses))

    def answers(self, asked: Asked) -> Answers | None:
        """The index, when it is up to date and holds exactly the listings that are filtered here."""
        whole = self.queryset.model._default_manager.listed()
        if self.queryset.query.where != whole.query.where or not is_current():
            return None
        return ask(asked)

    @cached_property
    def _source(self) -> Source:
        if self.asked is not None and all(facet.indexed for facet in self.facets.values()):
            answers = self.answers(self.asked)
            if answers is not None:
                return IndexSource(self, answers)
        return DatabaseSource(self)

    def _told(self, question: Callable[[Source], T]) -> T:
        """The answer of the index, or of the database when the index breaks in the middle of it."""
        try:
            return question(self._source)
        except IndexUnavailable:
            logger.warning("The search index cannot answer a list.", exc_info=True)
            self._source = DatabaseSource(self)
            return question(self._source)

    @cached_property
    def _tallies(self) -> Tallies:
        return self._told(lambda source: source.tallies())

    @property
    def counts(self) -> dict[str, Mapping[str, int]]:
        """For each facet, how many listings each choice would keep, its own choices left out."""
        return self._tallies.counts

    @property
    def found(self) -> int:
        return self._tallies.found

    @property
    def total(self) -> int:
        """All the published listings of the kind."""
        return self._tallies.total

    @property
    def amounts(self) -> Mapping[str, Amount]:
        """What may be added up over all that is found, by name."""
        return {}

    def sum_of(self, name: str) -> int:
        """What all that is found has together of one amount."""
        return self._told(lambda source: source.sum_of(name))

    def towns(self, most: int) -> list[Stand]:
        """The towns where what is found stands, those with most of it first."""
        return self._told(lambda source: source.towns(most))

    def rows_by_town(self, towns: Sequence[str], each: int) -> list[Any]:
        """The first listings of each of these towns, by name."""
        return self._told(lambda source: source.rows_by_town(towns, each))

    def page(self, place: Place, per_page: int) -> ListPage:
        """One page of the list; an edge of another order, or of nothing, is the first page."""
        return self._told(lambda source: self._pager(source, self.found, per_page).page(place))

    def kept_page(self, place: Place, per_page: int, *, count: int | None) -> ListPage:
        """One page where no other row moves when one comes or goes; `count` is what an earlier page told."""

        def page(source: Source) -> ListPage:
            found = source.found() if count is None else count
            return replace(self._pager(source, found, per_page), by_edges=True).page(place)

        return self._told(page)

    def _pager(self, source: Source, count: int, per_page: int) -> Pager:
        name = f"{self.order}.{self._fingerprint}"
        return Pager(source, name, self.order_of(self.order), count, per_page)

    @property
    def _fingerprint(self) -> str:
        """Tells this list from the same with other filters, so that an edge is never taken into another list."""
        state = {name: value for name, value in self.cleaned.items() if name != "tri"}
        return f"{crc32(repr(state).encode(errors='replace')):08x}"

    @property
    def text(self) -> str:
        """The words searched for, when they are valid."""
        return str(self.cleaned.get("q", ""))

    @property
    def marks_rows(self) -> bool:
        """Whether rows show something of what was asked, such as the words that were found."""
        return bool(self.text)

    @property
    def active(self) -> list[str]:
        """The names of the filters that narrow the list."""
        given = {name: value for name, value in self.cleaned.items() if name not in self.leaves_all}
        return [name for name, value in given.items() if value not in (None, "", [], False)]

    @property
    def folded_count(self) -> int:
        """How many choices the panel of filters holds."""
        chosen = [self.cleaned[name] for name in self.active if name not in self.in_sight]
        return sum(len(value) if isinstance(value, list) else 1 for value in chosen)

    @property
    def unfolded_query(self) -> str:
        """The address of the list once the panel of filters is emptied."""
        query = self._query_without(*(name for name in self.filters if name not in self.in_sight))
        return f"?{query}" if query else ""

    @cached_property
    def loosenings(self) -> list[Loosening]:
        """What taking off each filter in turn would give, the best first."""
        counts = self._told(lambda source: source.loosened(self.active))
        found = [Loosening(self.described(name), count, self._query_without(name)) for name, count in counts.items()]
        return sorted(found, key=lambda one: -one.count)

    @cached_property
    def alone(self) -> list[Loosening]:
        """When taking off one filter is not enough: what each gives on its own."""
        if any(one.count for one in self.loosenings):
            return []
        counts = self._told(lambda source: source.alone(self.active))
        found = [
            Loosening(self.described(name), count, self._query_without(*self._others(name)))
            for name, count in counts.items()
        ]
        return sorted((one for one in found if one.count), key=lambda one: -one.count)

    def _others(self, name: str) -> list[str]:
        return [other for other in self.filters if other not in {name, *self.leaves_all}]

    def described(self, name: str) -> str:
        """An active filter in words."""
        value, field = self.cleaned[name], self.form.fields[name]
        if name == "q":
            return gettext("« %(text)s »") % {"text": value}
        if isinstance(value, list):
            labels = dict(field.choices)
            return ", ".join(str(labels.get(one, one)) for one in value)
        label = str(field.label)
        if value is True:
            return label
        return gettext("%(label)s : %(value)s") % {"label": label, "value": getattr(field, "written", str)(value)}

    def _query_without(self, *names: str) -> str:
        query = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        for removed in (*names, NUMBER, AFTER, BEFORE):
            query.pop(removed, None)
        return str(query.urlencode())
