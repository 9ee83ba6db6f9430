"""Finding startups: the filters of the list page and of the API."""

from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import Facet, TermFacet, WholeNumberFilter
from ecosystem.directory.models import Skill, Stage
from ecosystem.directory.nearby import PlacedFilterSet
from ecosystem.search.index.clauses import Between
from startups.models import Need


class StartupFilterSet(PlacedFilterSet):
    """Sector, stage, place, what they look for now, and headcount."""

    kind = "startup"

    stade = Facet(field_name="stage", indexed="stage", label=_("Stade"), choices=Stage.choices)
    cherche = TermFacet(
        Skill,
        Need.objects.public,
        term="topic",
        listing="startup",
        indexed="looks_for",
        label=_("Cherche en ce moment"),
    )
    effectif_min = WholeNumberFilter(
        field_name="headcount",
        lookup_expr="gte",
        asks=lambda least: Between("headcount", low=least),
        label=_("Effectif minimum"),
    )
    effectif_max = WholeNumberFilter(
        field_name="headcount",
        lookup_expr="lte",
        asks=lambda most: Between("headcount", high=most),
        label=_("Effectif maximum"),
    )
