"""The same list on a map: the towns where listings stand, in step with rows that carry everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from ecosystem.directory.nearby import PlacedFilterSet, Zone
from ecosystem.directory.outlines import BASE, base, view_of
from ecosystem.directory.towns import WIDTH, Town, discs, fill, is_free, others, shown_zone, towns_of, write_names
from ecosystem.directory.views import listed
from ecosystem.ui import flags

MAP = "carte"
TOWNS_A_PAGE = 12


@dataclass(frozen=True)
class MapOf:
    """What the map of a kind says and offers."""

    title: Any
    search: Any
    row: str
    facets: Sequence[str]
    said: Callable[[int], str]
    """How many listings, in words."""


def wants_map(request: HttpRequest) -> bool:
    return request.GET.get("vue") == MAP


def map_page(request: HttpRequest, filters: PlacedFilterSet, of: MapOf) -> HttpResponse:
    """The towns of what is found, a page of them with their rows, and the drawing that works without script."""
    towns = towns_of(filters)
    page = Paginator(towns, TOWNS_A_PAGE).get_page(request.GET.get("page"))
    fill(list(page), filters)
    zone, empty = shown_zone(filters, towns), others(filters, towns)
    context = {
        **drawing(towns, empty, zone),
        "filters": filters,
        "form": filters.form,
        "of": of,
        "drops": [(filters.form[name], filters.counts[name]) for name in of.facets],
        "counted": of.said(filters.found),
        "page": page,
        "unplaced": filters.found - sum(town.count for town in towns),
        "zone": filters.cleaned.get("zone"),
        "ways": ways(zone),
        "facts": facts(towns, empty, zone),
    }
    return listed(request, "directory/map.html", context)


def drawing(towns: Sequence[Town], empty: Sequence[Town], zone: Zone) -> dict[str, Any]:
    """The base, and the marks that stand on it, at the scale of the zone."""
    view = view_of(zone)
    scale = view[2] / WIDTH
    marks = discs((town for town in towns if town.is_drawn), scale)
    hollow = discs((town for town in empty if town.is_drawn), scale, among=marks)
    boxes = write_names([*marks, *hollow], scale)
    return {
        "base": base(),
        "names": [name for name in base().names if is_free(name.box(scale), boxes)],
        "view": " ".join(f"{edge:g}" for edge in view),
        "scale": f"{scale:.4f}",
        "discs": marks,
        "hollow": hollow,
    }


def ways(zone: Zone) -> dict[str, str]:
    """The zones that the two buttons of the map lead to."""
    middle = ((zone.west + zone.east) / 2, (zone.south + zone.north) / 2)
    across, along = (zone.east - zone.west) / 2, (zone.north - zone.south) / 2
    return {
        name: str(
            Zone(
                max(-180.0, middle[0] - across * by),
                max(-85.0, middle[1] - along * by),
                min(180.0, middle[0] + across * by),
                min(85.0, middle[1] + along * by),
            )
        )
        for name, by in (("nearer", 0.5), ("farther", 2.0))
    }


def facts(towns: Sequence[Town], empty: Sequence[Town], zone: Zone) -> dict[str, Any]:
    """What the script of the map needs to draw the same marks at any scale."""
    sheet = static("ui/flags.svg")
    return {
        "base": _corners(BASE),
        "view": _corners(zone),
        "tiles": settings.MAP_TILES_URL,
        "credit": settings.MAP_TILES_CREDIT,
        "towns": [
            {
                "name": town.name,
                "count": town.count,
                "at": [town.latitude, town.longitude],
                **(_alone(town, sheet) if town.only else {}),
            }
            for town in towns
        ],
        "others": [{"name": town.name, "at": [town.latitude, town.longitude]} for town in empty],
        "names": [{"kind": name.kind, "text": name.text, "at": name.degrees} for name in base().names],
    }


def _alone(town: Town, sheet: str) -> dict[str, Any]:
    listing = town.only
    return {
        "pk": listing.pk,
        "title": listing.name,
        "line": listing.shown_tagline,
        "lang": listing.shown_language,
        "url": listing.get_absolute_url(),
        "flag": f"{sheet}#f-{flags.initial(listing.name)}",
    }


def _corners(zone: Zone) -> list[list[float]]:
    return [[zone.south, zone.west], [zone.north, zone.east]]
