"""Trade shows and each year of them."""

from rest_framework import serializers

from ecosystem.api.listings import LISTING_FIELDS, ListingSerializer, ListingViewSet
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import Edition, TradeShow, TradeShowQuerySet


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """One year of a show; dates count only once they are confirmed."""

    country = serializers.CharField(source="country.code")

    class Meta:
        model = Edition
        fields = (
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


class TradeShowSerializer(ListingSerializer[TradeShow]):
    """A show with its editions."""

    editions = EditionSerializer(many=True)

    class Meta:
        model = TradeShow
        fields = (*LISTING_FIELDS, "organiser", "editions")


class TradeShowViewSet(ListingViewSet[TradeShow]):
    """Trade shows."""

    serializer_class = TradeShowSerializer
    filterset_class = TradeShowFilterSet
    queryset = TradeShow.objects.none()

    def get_queryset(self) -> TradeShowQuerySet:
        return TradeShow.objects.public().prefetch_related("sectors", "editions")
