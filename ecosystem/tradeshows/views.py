"""The public pages of trade shows: a year by month, a show with its editions, and the feed for agendas."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ecosystem.directory.addresses import leads_on
from ecosystem.directory.views import list_page, shown_or_404
from ecosystem.tradeshows.calendar import feed, month_of, months
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import Edition, TradeShow


@require_safe
def tradeshow_list(request: HttpRequest) -> HttpResponse:
    """The calendar of one year, filtered by its address; without a year, the one that comes next."""
    query = request.GET.copy()
    years = known_years()
    if not query.get("annee"):
        query["annee"] = str(next_year(years))
    shows = TradeShow.objects.listed().prefetch_related("sectors")
    filters = TradeShowFilterSet(query, shows, request=request)
    year = filters.year or next_year(years)
    editions = list(
        Edition.objects.filter(tradeshow__in=filters.narrowed(), year=year).select_related("tradeshow").by_date()
    )
    context: dict[str, Any] = {
        "year": year,
        "years": [{"label": str(one), "url": f"?annee={one}", "current": one == year} for one in years],
        "months": months(editions, year),
        "undated": [edition for edition in editions if month_of(edition) is None],
        "provisional_count": sum(not edition.dates_confirmed for edition in editions),
        "shown_count": len(editions),
        **feed_addresses(),
    }
    return list_page(request, filters, "tradeshows/list.html", **context)


def feed_addresses() -> dict[str, str]:
    """Where agendas read the calendar: as an address to copy, and as one that they open themselves."""
    address = settings.SITE_URL + reverse("tradeshows:calendar")
    return {"feed_address": address, "feed_subscription": f"webcal://{address.partition('://')[2]}"}


def known_years() -> list[int]:
    """The years of public editions, from last year on."""
    since = timezone.localdate().year - 1
    years = Edition.objects.public().filter(year__gte=since).order_by("year")
    return list(years.values_list("year", flat=True).distinct())


def next_year(years: list[int]) -> int:
    """This year until autumn, then the next one when something is known of it."""
    today = timezone.localdate()
    wanted = today.year + (today.month >= 10)
    return wanted if wanted in years else today.year


@require_safe
@leads_on("tradeshow")
def tradeshow_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a show: its next edition on top, then all of them."""
    editions = Prefetch("editions", Edition.objects.order_by("-year"))
    show = shown_or_404(TradeShow.objects.prefetch_related("sectors", editions), slug, request.user)
    every = list(show.editions.all())
    coming = Edition.objects.filter(tradeshow=show).upcoming(timezone.localdate())
    upcoming = coming.by_date().first()
    month = date(upcoming.year, upcoming.month, 1) if upcoming and upcoming.month else None
    context = {"show": show, "editions": every, "upcoming": upcoming, "upcoming_month": month}
    return render(request, "tradeshows/detail.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every public edition from last year on, as iCalendar."""
    since = timezone.localdate().year - 1
    editions = Edition.objects.public().filter(year__gte=since).select_related("tradeshow").order_by("pk")
    response = HttpResponse(feed(editions), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="salons.ics"'
    return response
