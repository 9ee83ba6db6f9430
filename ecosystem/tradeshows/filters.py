"""Finding trade shows: the filters of the calendar and of the API."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from ecosystem.directory.facets import Facet, FlagFilter, Rows, WholeNumberFilter
from ecosystem.directory.filters import ListingFilterSet
from ecosystem.search.index.clauses import Between
from ecosystem.tradeshows.models import Edition


class EditionCountryFacet(Facet):
    """The countries where editions take place."""

    def load(self, public: QuerySet[Any]) -> None:
        codes: Iterable[str] | None = self.everywhere
        if codes is None:
            held = Edition.objects.filter(tradeshow__in=public.values("pk")).exclude(country="").order_by()
            codes = held.values_list("country", flat=True).distinct()
        found = [(code, str(countries.name(code))) for code in codes]
        self.extra["choices"] = sorted(found, key=lambda pair: pair[1])

    def condition(self, values: list[str]) -> Q:
        return Q(pk__in=Edition.objects.filter(country__in=values).values("tradeshow_id"))

    def tally(self, base: QuerySet[Any]) -> Rows:
        rows = Edition.objects.filter(tradeshow_id__in=base.values("pk")).order_by()
        return rows.values(key=Cast(F("country"), CharField())).annotate(n=Count("tradeshow_id", distinct=True))


class TradeShowFilterSet(ListingFilterSet):
    """Sector, country and year."""

    kind = "tradeshow"
    in_sight = ListingFilterSet.in_sight | {"annee"}

    territoire = None  # type: ignore[assignment]  # a show has no place of its own: its editions do
    pays = EditionCountryFacet(indexed="country", label=_("Pays"))
    annee = WholeNumberFilter(
        label=_("Année"), method="filter_year", asks=lambda year: Between("year", year, year), max_value=2100
    )

    candidature = FlagFilter(label=_("Candidature possible"), method="filter_open")

    def filter_open(self, qs: Any, name: str, value: bool) -> Any:
        """Of the year that is asked for, when there is one."""
        if not value:
            return qs
        closing = Edition.objects.closing(timezone.localdate()).order_by()
        kept = closing.filter(year=self.year) if self.year else closing
        return qs.filter(pk__in=kept.values("tradeshow_id"))

    def filter_year(self, qs: Any, name: str, year: int | None) -> Any:
        return qs if year is None else qs.filter(pk__in=Edition.objects.filter(year=year).values("tradeshow_id"))

    @property
    def year(self) -> int | None:
        """The year asked for, when it is one."""
        year: int | None = self.cleaned.get("annee")
        return year
