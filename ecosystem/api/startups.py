"""Startups and what they look for."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers

from ecosystem.api.listings import LISTING_FIELDS, ListingSerializer, ListingViewSet
from ecosystem.api.resources import CodesField, PageFilters, Resource, TermSerializer
from ecosystem.directory.identifiers import public_id
from startups.filters import StartupFilterSet
from startups.models import Need, NeedQuerySet, Startup, StartupQuerySet
from startups.need_filters import NeedFilterSet, TermFilter
from startups.views.public import with_public_needs

extend_schema_field({"type": "string"})(TermFilter)

NEED_FIELDS = ("id", "title", "details", "topic", "countries", "deadline_on", "opened_at")


class NeedSerializer(serializers.ModelSerializer[Need]):
    """An open need that its startup lets everyone read."""

    id = serializers.SerializerMethodField()
    topic = TermSerializer(allow_null=True)
    countries = CodesField()

    class Meta:
        model = Need
        fields: tuple[str, ...] = NEED_FIELDS

    @extend_schema_field(serializers.UUIDField)
    def get_id(self, need: Need) -> str:
        return public_id("need", need.pk)


class WhoseSerializer(serializers.ModelSerializer[Startup]):
    """The startup that asks, as a link."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Startup
        fields = ("slug", "name", "url")

    @extend_schema_field(serializers.URLField)
    def get_url(self, startup: Startup) -> str:
        return f"{settings.SITE_URL}{startup.get_absolute_url()}"


class OpenNeedSerializer(NeedSerializer):
    """The same, with the startup that asks."""

    startup = WhoseSerializer()

    class Meta(NeedSerializer.Meta):
        fields = (*NEED_FIELDS, "startup")


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

    title = _("Startups")
    about = _("Les startups publiées et leurs besoins ouverts.")
    serializer_class = StartupSerializer
    filterset_class = StartupFilterSet
    queryset = Startup.objects.none()

    def get_queryset(self) -> StartupQuerySet:
        return with_public_needs(Startup.objects.listed())

    def moments(self, listing: Startup) -> tuple[Any, ...]:
        return (*super().moments(listing), *(need.opened_at for need in getattr(listing, "public_needs", ())))


class NeedViewSet(mixins.ListModelMixin, Resource[Need]):
    """Open needs that visitors may read, the latest first."""

    title = _("Besoins")
    about = _("Les besoins ouverts que leur startup laisse lire à tous, les plus récents d’abord.")
    serializer_class = OpenNeedSerializer
    filterset_class = NeedFilterSet
    filter_backends: Any = (PageFilters,)
    queryset = Need.objects.none()

    def get_queryset(self) -> NeedQuerySet:
        return Need.objects.public().select_related("topic", "startup").order_by("-opened_at", "-pk")
