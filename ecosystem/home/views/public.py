"""The landing page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ecosystem.home import figures
from ecosystem.home.example import example
from ecosystem.home.masking import masked
from ecosystem.home.shows import coming_shows
from startups.models import Startup
from startups.views.public import with_public_needs

ARRIVALS, SHOWS, SECTORS = 4, 5, 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The landing page: every figure on it is counted now."""
    arrivals = with_public_needs(Startup.objects.public()).order_by("-published_at", "-pk")
    totals, sectors = figures.totals_and_sectors()
    context = {
        "totals": totals,
        "arrivals": list(arrivals[:ARRIVALS]),
        "shows": coming_shows(timezone.localdate(), SHOWS),
        "sectors": masked((sector.name, count) for sector, count in sectors)[:SECTORS],
        "tries": [sector for sector, _count in sectors[:3]],
        "example": example(),
        "today": timezone.localdate(),
        "region": settings.ESCALE_REGION[(get_language() or "fr")[:2]],
    }
    return render(request, "home/index.html", context)
