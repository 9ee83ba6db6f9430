"""Finding editions across shows: the filters of the API."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import COUNTRIES, Facet, FlagFilter, WholeNumberFilter
from ecosystem.tradeshows.models import Edition


class EditionFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Year, country, show, and whether it is still to come."""

    annee = WholeNumberFilter(field_name="year", label=_("Année"), max_value=2100)
    pays = Facet(field_name="country", label=_("Pays"), choices=COUNTRIES)
    salon = django_filters.CharFilter(field_name="tradeshow__slug", label=_("Nom court du salon"), max_length=140)
    a_venir = FlagFilter(label=_("À venir"), method="filter_coming")

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_coming(self, qs: Any, name: str, value: bool) -> Any:
        return qs.upcoming(timezone.localdate()) if value else qs
