"""Funders and their thesis."""

from django.utils.translation import gettext_lazy as _

from ecosystem.api.listings import LISTING_FIELDS, ListingSerializer, ListingViewSet
from ecosystem.api.resources import CodesField, TermSerializer
from funders.filters import FunderFilterSet
from funders.models import Funder, FunderQuerySet


class FunderSerializer(ListingSerializer[Funder]):
    """A funder as visitors see it: no conflicts, no files."""

    countries = CodesField()
    languages = CodesField()
    stages = CodesField()
    exception_stages = CodesField()
    instruments = CodesField()
    refused_sectors = TermSerializer(many=True)

    class Meta:
        model = Funder
        fields = (
            *LISTING_FIELDS,
            "funder_type",
            "thesis",
            "ticket_min_eur",
            "ticket_max_eur",
            "stages",
            "exception_stages",
            "lead",
            "lead_time_days",
            "countries",
            "languages",
            "instruments",
            "refused_sectors",
            "files_per_month",
        )


class FunderViewSet(ListingViewSet[Funder]):
    """Funders."""

    title = _("Financeurs")
    about = _("Les financeurs publiés et leur thèse.")
    serializer_class = FunderSerializer
    filterset_class = FunderFilterSet
    queryset = Funder.objects.none()

    def get_queryset(self) -> FunderQuerySet:
        return Funder.objects.listed().prefetch_related("sectors", "refused_sectors")
