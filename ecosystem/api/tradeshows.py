"""Trade shows and each year of them."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers

from ecosystem.api.listings import LISTING_FIELDS, ListingSerializer, ListingViewSet
from ecosystem.api.resources import PageFilters, Resource
from ecosystem.directory.identifiers import public_id
from ecosystem.tradeshows.edition_filters import EditionFilterSet
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import Edition, EditionQuerySet, TradeShow, TradeShowQuerySet

EDITION_FIELDS = (
    "id",
    "year",
    "month",
    "starts_on",
    "ends_on",
    "dates_confirmed",
    "city",
    "country",
    "venue",
    "is_online",
    "stand_cost_eur",
    "website",
)


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """One year of a show; dates count only once they are confirmed."""

    id = serializers.SerializerMethodField()
    country = serializers.CharField(source="country.code")

    class Meta:
        model = Edition
        fields: tuple[str, ...] = EDITION_FIELDS

    @extend_schema_field(serializers.UUIDField)
    def get_id(self, edition: Edition) -> str:
        return public_id("edition", edition.pk)


class ShowOfEditionSerializer(serializers.ModelSerializer[TradeShow]):
    """The show of an edition, as a link."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = TradeShow
        fields = ("slug", "name", "url")

    @extend_schema_field(serializers.URLField)
    def get_url(self, show: TradeShow) -> str:
        return f"{settings.SITE_URL}{show.get_absolute_url()}"


class DatedEditionSerializer(EditionSerializer):
    """The same, with the show that it is a year of."""

    tradeshow = ShowOfEditionSerializer()

    class Meta(EditionSerializer.Meta):
        fields = (*EDITION_FIELDS, "tradeshow")


class TradeShowSerializer(ListingSerializer[TradeShow]):
    """A show with its editions."""

    editions = EditionSerializer(many=True)

    class Meta:
        model = TradeShow
        fields = (*LISTING_FIELDS, "organiser", "editions")


class TradeShowViewSet(ListingViewSet[TradeShow]):
    """Trade shows."""

    title = _("Salons")
    about = _("Les salons et leurs éditions.")
    serializer_class = TradeShowSerializer
    filterset_class = TradeShowFilterSet
    queryset = TradeShow.objects.none()

    def get_queryset(self) -> TradeShowQuerySet:
        return TradeShow.objects.listed().prefetch_related("sectors", "editions")


class EditionViewSet(mixins.ListModelMixin, Resource[Edition]):
    """Editions of every published show, the latest year first."""

    title = _("Éditions de salons")
    about = _("Une année d’un salon : dates, lieu, prix du stand.")
    serializer_class = DatedEditionSerializer
    filterset_class = EditionFilterSet
    filter_backends: Any = (PageFilters,)
    queryset = Edition.objects.none()

    def get_queryset(self) -> EditionQuerySet:
        editions = Edition.objects.public().select_related("tradeshow")
        return editions.order_by("-year", "tradeshow__sort_name", "pk")
