"""Finding open needs across startups: the filters of the API."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import COUNTRIES, FacetField, JoinedFacet
from ecosystem.directory.models import Sector, Skill
from startups.models import Need

UNKNOWN_TERM = FacetField.refusals["invalid_choice"]
NO_DATE = _("Indiquez une date comme 2027-03-31.")


class TermFilter(django_filters.ModelMultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """Any of these words of the vocabulary, or of those that they gather."""

    def __init__(self, model: type[Sector] | type[Skill], path: str, **kwargs: Any) -> None:
        messages = {"invalid_choice": UNKNOWN_TERM, "invalid_pk_value": _("Ce mot n’est pas de ce vocabulaire.")}
        super().__init__(queryset=model.objects.all(), to_field_name="slug", error_messages=messages, **kwargs)
        self.path = path

    def filter(self, qs: Any, value: Any) -> Any:
        chosen = [term.pk for term in value or ()]
        if not chosen:
            return qs
        fits = Q(**{f"{self.path}__in": chosen}) | Q(**{f"{self.path}__parent__in": chosen})
        return qs.filter(pk__in=Need.objects.filter(fits).values("pk"))


class NeedFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Subject, sectors of the startup, countries, and deadline."""

    sujet = TermFilter(Skill, "topic", label=_("Sujet"))
    secteur = TermFilter(Sector, "startup__sectors", label=_("Secteur de la startup"))
    pays = JoinedFacet(field_name="countries", label=_("Pays visé"), choices=COUNTRIES)
    echeance_avant = django_filters.DateFilter(
        field_name="deadline_on",
        lookup_expr="lte",
        label=_("Échéance au plus tard"),
        error_messages={"invalid": NO_DATE},
        input_formats=["%Y-%m-%d"],
    )
