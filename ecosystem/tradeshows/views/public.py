"""The public pages of trade shows: a year by month, a show with its editions, and the feed for agendas."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ecosystem.core.ical import calendar_response
from ecosystem.directory.addresses import leads_on
from ecosystem.directory.views import listed, note_if_sought, shown_or_404
from ecosystem.tradeshows import linked
from ecosystem.tradeshows.agenda import Year, next_closings, year_of
from ecosystem.tradeshows.attending import counted_editions, crowd_of
from ecosystem.tradeshows.calendar import DEADLINES, SHOWS, feed, first_of_month, month_names, withdrawn
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import Edition, TradeShow

FEED_CHOICES = 20
CACHE = "public, max-age=3600"
"""Agendas ask again every few hours."""


@require_safe
def tradeshow_list(request: HttpRequest) -> HttpResponse:
    """The calendar of one year, filtered by its address; without a year, the one that comes next."""
    query = request.GET.copy()
    years = known_years()
    if not query.get("annee"):
        query["annee"] = str(next_year(years))
    filters = TradeShowFilterSet(query, TradeShow.objects.listed(), request=request)
    year = filters.year or next_year(years)
    today = timezone.localdate()
    editions = Edition.objects.filter(tradeshow__in=filters.narrowed(), year=year)
    held = year_of(editions.closing(today) if filters.cleaned.get("candidature") else editions, today)
    note_if_sought(request, filters)
    context: dict[str, Any] = {
        "filters": filters,
        "form": filters.form,
        "year": year,
        "years": [{"label": str(one), "url": f"?annee={one}", "current": one == year} for one in years],
        "held": held,
        "months": [(name, held.of_month(number)) for number, name in enumerate(month_names(year), start=1)],
        "shown_count": len(held.stops),
        "closings": next_closings(today),
        **for_machines(filters, held, is_next=year == next_year(years)),
        **feed_addresses(query),
    }
    return listed(request, "tradeshows/list.html", context)


def for_machines(filters: TradeShowFilterSet, held: Year, *, is_next: bool) -> dict[str, Any]:
    """The events of the page; each whole year but the one that the bare address shows has an address of its own."""
    is_own = filters.active == ["annee"] and not is_next
    listed = linked.year_list(stop.edition for stop in held.stops)
    return {"listed": listed, "own_query": f"annee={filters.year}" if is_own else ""}


def feed_addresses(query: QueryDict) -> dict[str, str]:
    """Where agendas read the calendar that is being looked at: to copy, and as an address that they open themselves."""
    kept = QueryDict(mutable=True)
    for name in ("secteur", "pays"):
        kept.setlist(name, query.getlist(name)[:FEED_CHOICES])
    path = reverse("tradeshows:calendar") + (f"?{kept.urlencode()}" if kept.urlencode() else "")
    address = settings.SITE_URL + path
    return {"feed_path": path, "feed_address": address, "feed_subscription": f"webcal://{address.partition('://')[2]}"}


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
    """The public page of a show: its next edition on top with who goes, then all of them."""
    editions = Prefetch("editions", counted_editions())
    show = shown_or_404(TradeShow.objects.prefetch_related("sectors", editions), slug, request.user)
    today = timezone.localdate()
    upcoming = Edition.objects.filter(tradeshow=show).upcoming(today).by_date().first()
    context = {
        "show": show,
        "editions": [(one, first_of_month(one), one.is_over(today)) for one in show.editions.all()],
        "upcoming": upcoming,
        "facts": linked.facts(show, upcoming),
        "way": linked.way(show),
        **(about(upcoming) if upcoming else {}),
    }
    return render(request, "tradeshows/detail.html", context)


def about(upcoming: Edition) -> dict[str, Any]:
    """What the page says of the edition that comes next: its month, who goes, what it costs."""
    return {
        "upcoming_month": first_of_month(upcoming),
        "crowd": crowd_of(upcoming),
        "is_open": upcoming.takes_applications(timezone.localdate()),
        "helped": upcoming.helped_percent,
        "own": 100 - upcoming.helped_percent,
        "contact": f"mailto:{settings.ESCALE_CONTACT}?subject={quote(str(upcoming))}",
    }


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every public edition from last year on that passes the filters of the list; `quoi` keeps shows or deadlines."""
    shows = TradeShow.objects.public()
    filters = TradeShowFilterSet(request.GET, shows, request=request)
    since = timezone.localdate().year - 1
    editions = Edition.objects.filter(year__gte=since).select_related("tradeshow").order_by("pk")
    kept = [*editions.filter(tradeshow__in=filters.narrowed().values("pk")), *withdrawn().select_related("tradeshow")]
    wanted = [name for name in request.GET.getlist("quoi") if name in (SHOWS, DEADLINES)] or [SHOWS, DEADLINES]
    return calendar_response(request, feed(kept, what=wanted), "salons.ics", cache=CACHE)


@require_safe
def calendar_of_one(request: HttpRequest, slug: str) -> HttpResponse:
    """The editions of one show."""
    show = get_object_or_404(TradeShow.objects.public(), slug=slug)
    editions = Edition.objects.filter(tradeshow=show).select_related("tradeshow").order_by("pk")
    return calendar_response(request, feed(editions), f"{show.slug}.ics", cache=CACHE)
