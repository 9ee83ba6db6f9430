"""The public pages of funders: their thesis and what they financed, never their conflicts nor their files."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ecosystem.core.text import sort_key
from ecosystem.directory.addresses import leads_on
from ecosystem.directory.map_views import MapOf, map_page, wants_map
from ecosystem.directory.models import FinancingInstrument, Listing
from ecosystem.directory.views import list_page, shown_or_404
from ecosystem.ui.typography import number
from funders import linked, thesis
from funders.filters import FunderFilterSet
from funders.models import Deal, Funder

BEYOND_MAX = 6
DEALS_SHOWN, DEALS_DRAWN = 8, 200
ON_MAP = MapOf(
    title=_("Financeurs"),
    search=_("Un mot, un secteur, un nom"),
    row="funders/map_row.html",
    facets=("type", "stade", "secteur", "territoire"),
    said=lambda n: ngettext("%(shown)s financeur", "%(shown)s financeurs", n) % {"shown": number(n)},
)


@dataclass(frozen=True)
class Choice:
    """One possible answer of a thesis; None when nothing was answered at all, which is not a no."""

    label: Any
    taken: bool | None


@require_safe
def funder_list(request: HttpRequest) -> HttpResponse:
    """The directory of funders, filtered by its address."""
    filters = FunderFilterSet(request.GET, Funder.objects.listed().prefetch_related("sectors"), request=request)
    if wants_map(request):
        return map_page(request, filters, ON_MAP)
    return list_page(request, filters, "funders/list.html", beyond=beyond_the_amount(filters))


def beyond_the_amount(filters: FunderFilterSet) -> list[Funder]:
    """Some funders that fit in everything but the amount; shown grey, after those that fit."""
    if not filters.amount:
        return []
    others = filters.narrowed(without="montant").exclude(filters.offers_amount)
    return list(others.by_name()[:BEYOND_MAX])


@require_safe
@leads_on("funder")
def funder_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a funder."""
    funders = Funder.objects.prefetch_related("sectors", "refused_sectors")
    funder = shown_or_404(funders, slug, request.user, owner="user")
    known = list(funder.deals.select_related("sector")[:DEALS_DRAWN])
    context = {
        "funder": funder,
        "is_own": funder.user_id is not None and funder.user_id == request.user.pk,
        "facts": linked.facts(funder),
        "way": linked.way(funder),
        "between": linked.between(funder),
        "instruments": choices(FinancingInstrument.choices, funder.instruments),
        "deals": shown_deals(request, known if len(known) < DEALS_DRAWN else funder.deals.select_related("sector")),
        "done": done_by(funder),
        "scale": thesis.scale_of(funder, known),
        "marks": thesis.marks(),
        "today": timezone.localdate(),
        "resting": funder.paused_until is not None and funder.paused_until >= timezone.localdate(),
        "steps": thesis.steps(funder),
        "territory": thesis.territory(known),
    }
    return render(request, "funders/detail.html", context)


def shown_deals(request: HttpRequest, deals: Any) -> Page[Deal]:
    """A page of past financings; those of a startup found here by its name alone lead to it."""
    page: Page[Deal] = Paginator(deals, DEALS_SHOWN).get_page(request.GET.get("operations"))
    names = [sort_key(deal.company, length=140) for deal in page]
    startups = Listing.objects.listed().filter(kind=Listing.Kind.STARTUP, sort_name__in=names)
    found: dict[str, list[Listing]] = {}
    for startup in startups.only("kind", "slug", "name", "sort_name", "logo"):
        found.setdefault(startup.sort_name, []).append(startup)
    for deal, name in zip(page, names, strict=True):
        alone = found.get(name, [])
        deal.startup = alone[0] if len(alone) == 1 else None
    return page


def done_by(funder: Funder) -> dict[str, Any]:
    """What is known of its past financings, counted by the database."""
    in_euros = Q(currency="EUR")
    found: dict[str, Any] = funder.deals.aggregate(
        count=Count("pk"),
        here=Count("pk", filter=Q(country="FR")),
        last=Max("announced_on"),
        since=Min("announced_on__year"),
        total=Sum("amount", filter=in_euros),
    )
    return found


def choices(known: Any, taken: Any) -> list[Choice]:
    """Every possible answer with what the funder said of it."""
    return [Choice(label, (value in taken) if taken else None) for value, label in known]
