"""The public pages of funders: their thesis and what they financed, never their conflicts nor their files."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.directory.addresses import leads_on
from ecosystem.directory.models import FinancingInstrument, Stage
from ecosystem.directory.views import list_page, shown_or_404
from funders import linked
from funders.filters import FunderFilterSet
from funders.models import Funder

BEYOND_MAX = 6
DEALS_SHOWN = 8


@dataclass(frozen=True)
class Choice:
    """One possible answer of a thesis; None when nothing was answered at all, which is not a no."""

    label: Any
    taken: bool | None


@require_safe
def funder_list(request: HttpRequest) -> HttpResponse:
    """The directory of funders, filtered by its address."""
    filters = FunderFilterSet(request.GET, Funder.objects.listed().prefetch_related("sectors"), request=request)
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
    done = funder.deals.aggregate(count=Count("pk"), here=Count("pk", filter=Q(country="FR")), last=Max("announced_on"))
    context = {
        "funder": funder,
        "stages": choices(Stage.choices, funder.stages),
        "instruments": choices(FinancingInstrument.choices, funder.instruments),
        "deals": list(funder.deals.select_related("sector")[:DEALS_SHOWN]),
        "done": done,
        "facts": linked.facts(funder),
        "way": linked.way(funder),
        "more_deals": max(0, done["count"] - DEALS_SHOWN),
    }
    return render(request, "funders/detail.html", context)


def choices(known: Any, taken: Any) -> list[Choice]:
    """Every possible answer with what the funder said of it."""
    return [Choice(label, (value in taken) if taken else None) for value, label in known]
