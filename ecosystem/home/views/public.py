"""The landing page and the public figures."""

import csv

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ecosystem.home import figures
from ecosystem.home.example import example
from ecosystem.home.shows import coming_shows
from startups.models import Startup
from startups.views.public import with_public_needs

ARRIVALS, SHOWS, SECTORS = 4, 5, 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The landing page: every figure on it is counted now."""
    arrivals = with_public_needs(Startup.objects.public()).order_by("-published_at", "-pk")
    sectors = figures.sector_counts()
    context = {
        "totals": figures.totals(),
        "arrivals": list(arrivals[:ARRIVALS]),
        "shows": coming_shows(timezone.localdate(), SHOWS),
        "sectors": [{"label": sector.name, "value": count} for sector, count in sectors[:SECTORS]],
        "tries": [sector for sector, _count in sectors[:3]],
        "example": example(),
        "today": timezone.localdate(),
        "region": settings.ESCALE_REGION[(get_language() or "fr")[:2]],
    }
    return render(request, "home/index.html", context)


@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the ecosystem, each with its table and its file."""
    charts = {name: build() for name, build in figures.CHARTS.items()}
    context = {
        "totals": figures.totals(),
        "charts": charts,
        "shares": figures.shares(),
        "answer_time": figures.answer_time(),
        "months": settings.FRESHNESS_MONTHS,
        "capacities": figures.capacities(),
        "today": timezone.localdate(),
    }
    return render(request, "home/figures.html", context)


@require_safe
def figures_csv(request: HttpRequest, chart: str) -> HttpResponse:
    """One figure as a file; masked groups stay masked."""
    if chart not in figures.CHARTS:
        raise Http404
    built = figures.CHARTS[chart]()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="escale-{chart}.csv"'
    writer = csv.writer(response)
    writer.writerow([built.title, "n"])
    writer.writerows([row.label, "" if row.value is None else row.value] for row in built.rows)
    return response
