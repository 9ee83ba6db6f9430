"""What stands around a list of listings: its other view, alerts and exports, and how far each row is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ecosystem.core.kept import kept
from ecosystem.directory.models import Listing
from ecosystem.directory.responsiveness import Responsiveness, responsiveness_of
from ecosystem.ui import flags

register = template.Library()
NOT_OF_THE_SEARCH = ("vue", "zone", "page", "apres", "avant")


@register.inclusion_tag("ui/segments.html", takes_context=True)
def view_switch(context: Context, compact: bool = False) -> dict[str, object]:
    """The list and the map of the same search; empty where listings stand nowhere."""
    request: HttpRequest = context["request"]
    if not hasattr(context["filters"], "place"):
        return {"items": []}
    query, on_map = request.GET.copy(), request.GET.get("vue") == "carte"
    for name in NOT_OF_THE_SEARCH:
        query.pop(name, None)
    as_list = f"{request.path}?{query.urlencode()}" if query else request.path
    query["vue"] = "carte"
    items = [
        {"label": gettext("Liste"), "url": as_list, "icon": "list", "current": not on_map},
        {"label": gettext("Carte"), "url": f"?{query.urlencode()}", "icon": "map", "current": on_map},
    ]
    return {"items": items, "label": gettext("Affichage"), "compact": compact}


@register.inclusion_tag("directory/alert_link.html", takes_context=True)
def alert_link(context: Context) -> dict[str, str]:
    """The way to be told by mail of what the same search will find; nothing where that page does not exist."""
    query = _search_of(context)
    query["liste"] = f"{context['filters'].kind}s"
    address = _address("search:alert_new")
    return {"address": f"{address}?{query.urlencode()}" if address else ""}


@register.inclusion_tag("directory/csv_link.html", takes_context=True)
def csv_link(context: Context) -> dict[str, str]:
    """The same search as a table; nothing where that page does not exist."""
    query = _search_of(context)
    address = _address("home:list_export", context["filters"].kind)
    return {"address": f"{address}?{query.urlencode()}" if address and query else address}


def _search_of(context: Context) -> QueryDict:
    """The filters of the address, without what only says how they are shown."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in (*NOT_OF_THE_SEARCH, "tri"):
        query.pop(name, None)
    return query


@register.inclusion_tag("directory/export_link.html")
def export_link() -> dict[str, str]:
    """The way to the open data; nothing where that page does not exist."""
    return {"address": _address("home:open_data")}


def _address(name: str, *args: str) -> str:
    """The address of a page of an app above, empty when there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def away(listing: Listing, filters: Any) -> SafeString | str:
    """How far a listing is from the town that the list looks around; nothing when it looks around none."""
    km = filters.away(listing) if hasattr(filters, "away") else None
    if km is None:
        return ""
    said = gettext("sur place") if km < 1 else gettext("à %(km)s km") % {"km": round(km)}
    return format_html("<span>{}</span>", said)


@register.simple_tag(takes_context=True)
def answers_of_all(context: Context, page: Iterable[Listing]) -> Mapping[int, Responsiveness]:
    """How the people of one page answer, by their key, asked once for all: not while it is too early to tell."""
    people = list(page)
    if not people:
        return {}
    kind, keys = people[0].kind, [person.pk for person in people]

    def told() -> Mapping[int, Responsiveness]:
        return {pk: one for pk, one in responsiveness_of(kind, keys).items() if one.is_badge}

    return kept(f"answers.{kind}.{'.'.join(map(str, keys))}", context["request"], told)


@register.filter
def told_of(all_told: Mapping[int, Responsiveness], person: Listing) -> Responsiveness | None:
    """What is told of one of them; nothing while it is too early, or once silence took it away."""
    return all_told.get(person.pk)


@register.inclusion_tag("directory/map_flag.html")
def map_flag(name: str) -> dict[str, str]:
    """The signal flag of a name, at the top of its mast on the map."""
    return {"letter": flags.initial(name)}
