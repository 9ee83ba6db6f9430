"""The filters that the list pages and the API share: one FilterSet a kind, on this base."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import CityFacet, Facet, SectorFacet, counted, tallied
from ecosystem.search.actions import Hits, said_otherwise, search

MATCHES_MAX = 4_000
"""More entries than this that answer a text, and the database filters them itself."""
RANKED_MAX = 200
"""How many of the best answers keep their rank; the others follow by name."""

SORTS = [("pertinence", _("Pertinence")), ("fraicheur", _("Mise à jour récente")), ("nom", _("Nom"))]


class SortFilter(django_filters.ChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """How the list is ordered; it removes nothing."""

    def __init__(self, choices: Iterable[tuple[str, Any]] = SORTS, **kwargs: Any) -> None:
        errors = {"invalid_choice": _("« %(value)s » n’est pas un tri de cette liste.")}
        super().__init__(label=_("Trier par"), choices=choices, empty_label=None, error_messages=errors, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


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

    q = django_filters.CharFilter(
        label=_("Rechercher"), method="filter_text", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    secteur = SectorFacet()
    territoire = CityFacet()
    tri = SortFilter()

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        for one in self.filters.values():
            vars(one).pop("_field", None)  # the API's description draws the fields of the class, without our choices
        for facet in self.facets.values():
            facet.load(self.queryset.public())
        sort = self.filters["tri"]
        first = self.first_sort()
        sort.extra["choices"] = sorted(sort.extra["choices"], key=lambda choice: choice[0] != first)

    def first_sort(self) -> str:
        """The order that is offered first, before anything is read."""
        return "pertinence" if self.data.get("q") else self.default_sort

    @property
    def order(self) -> str:
        """The order asked for, else the best answers to a text, else what the list opens on."""
        return self.cleaned.get("tri") or ("pertinence" if self.text else self.default_sort)

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
        return qs.filter(pk__in=self.hits.pks) if self.hits is not None else qs.matching_text(*said_otherwise(text))

    @cached_property
    def hits(self) -> Hits | None:
        """What the search index answers to the text; None when the database has to."""
        hits = search(self.kind, self.text, limit=MATCHES_MAX) if self.text else None
        return hits if hits is not None and hits.total <= MATCHES_MAX else None

    def sorted(self, found: Any) -> Any:
        match self.order:
            case "nom":
                return found.by_name()
            case "pertinence":
                return self.by_relevance(found)
            case _:
                return found.freshest()

    def by_relevance(self, found: Any) -> Any:
        """The best answers to the text first; without a text, the freshest."""
        if not self.cleaned.get("q"):
            return found.freshest()
        best = self.hits.pks[:RANKED_MAX] if self.hits is not None else ()
        if not best:
            return found.by_name()
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(best)]
        rank = Case(*ranks, default=Value(RANKED_MAX), output_field=IntegerField())
        return found.order_by(rank, "sort_name", "pk")

    @cached_property
    def _tallies(self) -> dict[str, list[tuple[str, int]]]:
        arms = {name: facet.tally(self.narrowed(without=name).order_by()) for name, facet in self.facets.items()}
        return tallied({**arms, "found": counted(self.narrowed()), "total": counted(self.queryset.all())})

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """For each facet, how many listings each choice would keep, its own choices left out."""
        return {name: facet.read(self._tallies[name]) for name, facet in self.facets.items()}

    @property
    def found(self) -> int:
        return sum(count for _key, count in self._tallies["found"])

    @property
    def total(self) -> int:
        """All the published listings of the kind."""
        return sum(count for _key, count in self._tallies["total"])

    @property
    def text(self) -> str:
        """The words searched for, when they are valid."""
        return str(self.cleaned.get("q", ""))

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
        arms = {name: counted(self.narrowed(without=name)) for name in self.active}
        counts = {name: sum(n for _key, n in rows) for name, rows in tallied(arms).items()}
        found = [Loosening(self.described(name), count, self._query_without(name)) for name, count in counts.items()]
        return sorted(found, key=lambda one: -one.count)

    @cached_property
    def alone(self) -> list[Loosening]:
        """When taking off one filter is not enough: what each gives on its own."""
        if any(one.count for one in self.loosenings):
            return []
        names = self.active
        bases = {name: self.filters[name].filter(self.queryset.all(), self.cleaned[name]) for name in names}
        counts = tallied({name: counted(base) for name, base in bases.items()})
        found = [
            Loosening(self.described(name), sum(n for _key, n in rows), self._query_without(*self._others(name)))
            for name, rows in counts.items()
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
        for removed in (*names, "page"):
            query.pop(removed, None)
        return str(query.urlencode())
