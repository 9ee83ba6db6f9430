"""What the pages of the four kinds write: found words marked, countries and choices in words, panels."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ecosystem.directory.asked import asked_of
from ecosystem.directory.claiming.paths import claim_path
from ecosystem.directory.duplicates import twins_of
from ecosystem.directory.fields import label_of, shown
from ecosystem.directory.models import Listing, MeetingFormat
from ecosystem.directory.owners import owns
from ecosystem.directory.owning import owning_of
from ecosystem.directory.panels import panels_of
from ecosystem.directory.writing import pending_values
from ecosystem.search.actions import highlight
from ecosystem.ui import flags

register = template.Library()


@register.simple_tag
def found(text: str, typed: str = "") -> SafeString | str:
    """The text with the words that answer the query marked; escaped either way."""
    return highlight(text, typed) if typed else text


@register.filter
def listed(values: Iterable[Any]) -> str:
    """Words in a row, separated by commas."""
    return ", ".join(str(value) for value in values)


@register.filter
def country_names(countries: Iterable[Any]) -> list[str]:
    """The names of countries in the reader's language."""
    return [str(country.name) for country in countries]


@register.filter
def choice_names(listing: Any, field: str) -> list[str]:
    """The chosen labels of a field of several choices, in the order of the choices."""
    chosen = getattr(listing, field) or ()
    names = [str(label) for value, label in listing._meta.get_field(field).choices if value in chosen]
    if field == "languages" and not (get_language() or "fr").startswith("fr"):
        return names  # English gives its languages a capital.
    return [name if place == 0 else uncapitalised(name) for place, name in enumerate(names)]


def uncapitalised(name: str) -> str:
    """A label inside a sentence: no capital, unless it starts with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@register.filter
def meeting_words(mentor: Any) -> str:
    """How a mentor meets people; one who does both, or alternates, says so in one phrase."""
    formats = set(mentor.formats or ())
    if MeetingFormat.HYBRID in formats or {MeetingFormat.ONSITE, MeetingFormat.REMOTE} <= formats:
        return gettext("Sur place ou en visio")
    return listed(choice_names(mentor, "formats"))


@register.simple_tag
def foreign_lang(listing: Listing) -> SafeString:
    """A `lang` attribute when the words of a listing are not in the language of the page."""
    return lang_attribute(listing.shown_language)


@register.simple_tag
def own_lang(listing: Listing) -> SafeString:
    """The same for words that exist in the author's language alone."""
    return lang_attribute(listing.language)


@register.inclusion_tag("directory/in_language.html")
def foreign_note(listing: Listing) -> dict[str, str]:
    """A discreet word when the words above are not in the language of the page."""
    return noted(listing.shown_language)


@register.inclusion_tag("directory/in_language.html")
def own_note(listing: Listing) -> dict[str, str]:
    """The same for words that exist in the author's language alone."""
    return noted(listing.language)


def noted(language: str) -> dict[str, str]:
    """Nothing for the language of the page."""
    return {"language": "" if language == (get_language() or "fr")[:2] else language}


def lang_attribute(language: str) -> SafeString:
    """Nothing for the language of the page."""
    return mark_safe("") if language == (get_language() or "fr")[:2] else format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def panels(context: Context, row: Any, slot: str = "") -> SafeString:
    """What the apps above add to this page, in one of its places."""
    request: HttpRequest = context["request"]
    shown = [render_to_string(name, dict(more), request) for name, more in panels_of(row, request, slot)]
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates


@register.filter
def logo_url(listing: Listing) -> str:
    """The address of the logo; empty when the flag stands in for it."""
    return listing.logo.url if listing.logo else ""


@register.filter
def host(url: str) -> str:
    """An address as people say it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def siren(digits: str) -> str:
    """Nine digits by threes."""
    return "\N{NO-BREAK SPACE}".join(digits[start : start + 3] for start in range(0, len(digits), 3))


@register.inclusion_tag("directory/meta.html", takes_context=True)
def page_meta(context: Context, title: str, description: str = "") -> dict[str, object]:
    """The canonical address of a page and its social card."""
    request: HttpRequest = context["request"]
    return {"address": settings.SITE_URL + request.path, "title": title, "description": description}


@register.inclusion_tag("ui/segments.html", takes_context=True)
def view_switch(context: Context, compact: bool = False) -> dict[str, object]:
    """The list and the map of the same search; empty where listings stand nowhere."""
    request: HttpRequest = context["request"]
    if not hasattr(context["filters"], "place"):
        return {"items": []}
    query, on_map = request.GET.copy(), request.GET.get("vue") == "carte"
    for name in ("vue", "zone", "page"):
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
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in ("vue", "zone", "page", "tri"):
        query.pop(name, None)
    query["liste"] = f"{context['filters'].kind}s"
    address = address_or_none("search:alert_new")
    return {"address": f"{address}?{query.urlencode()}" if address else ""}


@register.inclusion_tag("directory/export_link.html")
def export_link() -> dict[str, str]:
    """The way to the open data; nothing where that page does not exist."""
    return {"address": address_or_none("home:open_data")}


def address_or_none(name: str) -> str:
    """The address of a page of another app, empty when there is none."""
    try:
        return reverse(name)
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


@register.inclusion_tag("directory/map_flag.html")
def map_flag(name: str) -> dict[str, str]:
    """The signal flag of a name, at the top of its mast on the map."""
    return {"letter": flags.initial(name)}


@register.inclusion_tag("directory/lookalikes.html")
def lookalikes(listing: Listing) -> dict[str, object]:
    """The published listings that may be the same as one that is not yet: a warning, that bars nothing."""
    return {"twins": [] if listing.is_public else twins_of(listing, limit=3, public_only=True)}


@register.inclusion_tag("directory/space/told.html")
def told_owner(listing: Listing, withdraw_url: str = "") -> dict[str, object]:
    """What the team asks the owner to correct, and what she changed that still waits for the team."""
    asked, pending = asked_of(listing), pending_values(listing)
    return {
        "asked": asked,
        "fields": [label_of(listing, name) for name in asked.fields] if asked else [],
        "waiting": [(label_of(listing, name), shown(listing, name, value)) for name, value in pending.items()],
        "withdraw_url": withdraw_url,
    }


@register.simple_tag
def querystring_of(text: str) -> str:
    """The query string of a search for this text."""
    return urlencode({"q": text})


@register.inclusion_tag("directory/taken.html", takes_context=True)
def siren_taken(context: Context, form: Any) -> dict[str, Any]:
    """The way on for somebody whose number another listing bears: her own page, or where that one is claimed."""
    twin, reader = getattr(form, "taken", None), context["request"].user
    if twin is None:
        return {"path": ""}
    owning = owning_of(twin)
    if owning is not None and reader.is_authenticated and owns(reader, twin):
        return {"path": owning.space(twin.pk), "listing": twin, "is_hers": True}
    return {
        "path": claim_path(twin) if twin.is_public and not twin.is_discreet else "",
        "listing": twin,
        "is_hers": False,
    }


@register.inclusion_tag("directory/claiming/mine.html", takes_context=True)
def claim_link(context: Context, listing: Any) -> dict[str, Any]:
    """« C’est vous ? »: on published listings that somebody may still ask to hold, and that the reader holds not."""
    owning, reader = owning_of(listing), context["request"].user
    is_open = owning is not None and (owning.is_shared or getattr(listing, "user_id", None) is None)
    is_hers = is_open and reader.is_authenticated and owns(reader, listing)
    return {"listing": listing, "path": claim_path(listing) if is_open and listing.is_public and not is_hers else ""}
