"""The back office of trade shows."""

from django.contrib import admin

from ecosystem.directory.admin import SECURE_ADDRESSES, ListingKindAdmin, ListingMoveInline, ListingPartAdmin
from ecosystem.tradeshows.models import Edition, TradeShow


class EditionInline(admin.StackedInline[Edition, TradeShow]):
    """The years of the show."""

    model = Edition
    extra = 0
    formfield_overrides = SECURE_ADDRESSES


@admin.register(TradeShow)
class TradeShowAdmin(ListingKindAdmin[TradeShow]):
    list_display = ["name", "state", "organiser", "updated_at", "verified_at"]
    list_filter = ("state", "language", "source")
    inlines = (EditionInline, ListingMoveInline)


@admin.register(Edition)
class EditionAdmin(ListingPartAdmin[Edition]):
    listing_field = "tradeshow"
    list_display = ["tradeshow", "year", "month", "starts_on", "ends_on", "dates_confirmed", "city", "country"]
    list_filter = ("year", "dates_confirmed", "country")
    search_fields = ("tradeshow__search_text", "city", "venue")
    autocomplete_fields = ("tradeshow",)
    list_select_related = ("tradeshow",)
    formfield_overrides = SECURE_ADDRESSES
