"""Facets: filters with several choices, each of which also tells how many listings it would keep."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import django_filters
from django import forms
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from ecosystem.core.kept import kept
from ecosystem.directory.models import Listing, Sector, Skill
from ecosystem.search.index.clauses import Clause, OneOf

Rows: TypeAlias = Any
"""A queryset of (key, n): its values are not rows of the model."""
CITIES_SHOWN = 60
COUNTRIES = [(code, lazy(countries.name, str)(code)) for code, _name in countries]
"""Every country, named in the language of whoever reads the choices."""
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
"""A sign before three digits: it separates thousands, as in 300,000."""


class FacetField(forms.MultipleChoiceField):
    """Several choices of one facet; a choice that does not exist is named, and the filter left aside."""

    default_error_messages = {
        "invalid_choice": _("« %(value)s » n’est pas un choix de ce filtre : il n’a pas été appliqué."),
    }
    refusals = {"invalid_choice": _("« %(value)s » n’est pas un choix de ce filtre.")}
    """The same where nothing is shown in spite of it: the API refuses the whole request."""


class Facet(django_filters.MultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """Any of the chosen values fits; nothing chosen fits everything.

    `indexed` names the same facet in the search index; without it, the database answers the whole list.
    """

    field_class = FacetField
    joined = False
    """The column holds several values, separated by commas."""

    def __init__(self, *args: Any, indexed: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)
        self.indexed = indexed
        self.everywhere: Mapping[str, int] | None = None
        """How many listings of the kind hold each value, where the index told it."""

    def clause(self, value: Any) -> Clause | None:
        """What the index is asked for these choices; None when it does not know them."""
        return OneOf(self.indexed, tuple(value)) if self.indexed else None

    def told(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """The counts of the index for each choice."""
        return counts

    def load(self, public: QuerySet[Any]) -> None:
        """Read the choices that live in the database; `public` is every published listing of the kind."""

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(self.condition(list(value))) if value else qs

    def condition(self, values: list[str]) -> Q:
        return Q(**{f"{self.field_name}__in": values})

    def tally(self, base: QuerySet[Any]) -> Rows:
        """Rows of (key, n) over the listings of `base`."""
        return base.values(key=Cast(F(self.field_name), CharField())).annotate(n=Count("pk"))

    def read(self, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
        """The tally as a count for each choice."""
        return {key: count for key, count in rows if key}


class JoinedFacet(Facet):
    """A column of several values separated by commas."""

    joined = True

    def condition(self, values: list[str]) -> Q:
        found, name = Q(), self.field_name
        for value in values:
            found |= Q(**{name: value}) | Q(**{f"{name}__startswith": f"{value},"})
            found |= Q(**{f"{name}__endswith": f",{value}"}) | Q(**{f"{name}__contains": f",{value},"})
        return found

    def read(self, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for joined, count in rows:
            for key in filter(None, (joined or "").split(",")):
                counts[key] += count
        return dict(counts)


class TermFacet(Facet):
    """Words of the vocabulary, chosen by their first level; `links` are the rows that tie them to listings."""

    def __init__(
        self,
        model: type[Sector] | type[Skill],
        links: Callable[[], QuerySet[Any]],
        *,
        term: str,
        listing: str = "listing",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.vocabulary, self.links, self.term, self.listing = model, links, term, listing

    def load(self, public: QuerySet[Any]) -> None:
        roots = self.vocabulary.objects.roots
        name = f"roots.{self.vocabulary.__name__}"
        self.extra["choices"] = kept(name, self.parent.request, lambda: [(one.slug, one.name) for one in roots()])

    def condition(self, values: list[str]) -> Q:
        chosen = Q(**{f"{self.term}__slug__in": values}) | Q(**{f"{self.term}__parent__slug__in": values})
        return Q(pk__in=self.links().filter(chosen).values(f"{self.listing}_id"))

    def tally(self, base: QuerySet[Any]) -> Rows:
        rows = self.links().filter(**{f"{self.listing}_id__in": base.values("pk")}).order_by()
        key = Coalesce(f"{self.term}__parent__slug", f"{self.term}__slug", output_field=CharField())
        return rows.values(key=key).annotate(n=Count(f"{self.listing}_id", distinct=True))


class SectorFacet(TermFacet):
    """The sectors that a listing carries."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Secteur"))
        super().__init__(Sector, Listing.sectors.through.objects.all, term="sector", indexed="sector", **kwargs)


class CityFacet(Facet):
    """Where listings are: the communes that carry most of them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Territoire"))
        super().__init__(field_name="city", indexed="city", **kwargs)

    def load(self, public: QuerySet[Any]) -> None:
        if self.everywhere is not None:
            most = sorted(self.everywhere.items(), key=lambda pair: (-pair[1], pair[0]))[:CITIES_SHOWN]
        else:
            named = public.exclude(city="").order_by().values_list("city")
            most = list(named.annotate(n=Count("pk")).order_by("-n", "city")[:CITIES_SHOWN])
        self.extra["choices"] = [(city, city) for city, _count in most]


class WholeNumberField(forms.IntegerField):
    """A whole number, however its thousands are separated."""

    default_error_messages = {
        "invalid": _("Indiquez un nombre entier, par exemple 50 : ce filtre n’a pas été appliqué."),
        "max_value": _("Ce nombre est trop grand : ce filtre n’a pas été appliqué."),
        "min_value": _("Indiquez un nombre positif : ce filtre n’a pas été appliqué."),
    }
    refusals = {
        "invalid": _("Indiquez un nombre entier, par exemple 50."),
        "max_value": _("Ce nombre est trop grand."),
        "min_value": _("Indiquez un nombre positif."),
    }

    def __init__(self, *args: Any, written: Callable[[int], str] = str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = written
        """How a value is said back to the reader."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = THOUSANDS.sub("", "".join(value.replace("€", "").split()))
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A text input, so that « 300 000 » can be typed."""
        return {}


Ask: TypeAlias = Callable[[Any], Clause]
"""From the value of a filter to what the index is asked."""


class WholeNumberFilter(django_filters.NumberFilter):  # type: ignore[misc]  # django-filter has no types
    """A bound in whole numbers; `asks` puts it to the search index."""

    field_class = WholeNumberField

    def __init__(self, *args: Any, asks: Ask | None = None, **kwargs: Any) -> None:
        self.asks = asks
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 10**12)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(*args, **kwargs)

    def clause(self, value: Any) -> Clause | None:
        return self.asks(int(value)) if self.asks else None

    def get_max_validator(self) -> None:
        """The field's own bounds say it better."""


class FlagFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    """One box to tick: nothing is filtered when it is not; `asks` puts it to the search index."""

    field_class = forms.BooleanField

    def __init__(self, *args: Any, asks: Ask | None = None, **kwargs: Any) -> None:
        self.asks = asks
        kwargs.setdefault("widget", forms.CheckboxInput)
        super().__init__(*args, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return super().filter(qs, value) if value else qs

    def clause(self, value: Any) -> Clause | None:
        return self.asks(value) if self.asks else None


def tallied(arms: Mapping[str, Rows]) -> dict[str, list[tuple[str, int]]]:
    """Run several tallies as one query; each gives its rows of (key, n)."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in arms}
    labelled = [
        rows.annotate(arm=Value(name, CharField())).values_list("arm", "key", "n").order_by()
        for name, rows in arms.items()
    ]
    if not labelled:
        return found
    for name, key, count in labelled[0].union(*labelled[1:], all=True) if labelled[1:] else labelled[0]:
        found[name].append((key, count))
    return found


def counted(base: QuerySet[Any]) -> Rows:
    """A tally of one row: how many listings there are."""
    return base.order_by().values(key=Cast(Value(""), CharField())).annotate(n=Count("pk"))
