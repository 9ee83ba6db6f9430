"""Startups and what they look for."""

from rest_framework import serializers

from ecosystem.api.listings import LISTING_FIELDS, CodesField, ListingSerializer, ListingViewSet, TermSerializer
from startups.filters import StartupFilterSet
from startups.models import Need, Startup, StartupQuerySet
from startups.views.public import with_public_needs


class NeedSerializer(serializers.ModelSerializer[Need]):
    """An open need that its startup lets everyone read."""

    topic = TermSerializer(allow_null=True)
    countries = CodesField()

    class Meta:
        model = Need
        fields = ("title", "details", "topic", "countries", "deadline_on", "opened_at")


class StartupSerializer(ListingSerializer[Startup]):
    """A startup as visitors see it, without the people of its team."""

    languages = CodesField()
    countries = CodesField()
    needs = NeedSerializer(source="public_needs", many=True)

    class Meta:
        model = Startup
        fields = (
            *LISTING_FIELDS,
            "siren",
            "stage",
            "founded_on",
            "headcount",
            "raised_eur",
            "languages",
            "countries",
            "needs",
        )


class StartupViewSet(ListingViewSet[Startup]):
    """Startups."""

    serializer_class = StartupSerializer
    filterset_class = StartupFilterSet
    queryset = Startup.objects.none()

    def get_queryset(self) -> StartupQuerySet:
        return with_public_needs(Startup.objects.public())
