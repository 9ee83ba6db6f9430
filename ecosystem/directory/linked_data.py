"""What search engines read of a page: facts after schema.org, and only those that the page itself shows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ecosystem.directory.cards import card_of
from ecosystem.directory.models import Listing

Facts = Mapping[str, Any]
CONTEXT = "https://schema.org"
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}
"""Nothing that is written in a listing can end the element that holds it."""


def script(facts: Facts) -> SafeString:
    """The facts as a data block of the page; what is empty is left out."""
    said = json.dumps({"@context": CONTEXT, **said_only(facts)}, ensure_ascii=False, sort_keys=True)
    escaped = mark_safe(said.translate(ESCAPES))  # noqa: S308 - no < > & is left
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def said_only(facts: Facts) -> dict[str, Any]:
    """The facts that say something."""
    inner = {name: said_only(value) if isinstance(value, Mapping) else value for name, value in facts.items()}
    kept = {name: value for name, value in inner.items() if value not in (None, "", [], {})}
    return {} if set(kept) == {"@type"} else kept


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def card_address(listing: Listing) -> str:
    """The picture of a listing; another address whenever it shows something else."""
    path = reverse("sharing:listing", args=[listing.kind, listing.slug])
    return absolute(f"{path}?v={card_of(listing).fingerprint[:8]}")


def facts_of(listing: Any, kind: str, **more: Any) -> Facts:
    """What listings of all kinds say: who, in a sentence, where, and of what they are."""
    address = absolute(listing.get_absolute_url())
    return {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": listing.name,
        "description": listing.shown_tagline,
        "image": card_address(listing),
        "knowsAbout": [str(sector.name) for sector in listing.sectors.all()],
        "address": place_of(listing),
        **more,
    }


def place_of(listing: Any) -> Facts:
    """The town, as far as it is known."""
    return {
        "@type": "PostalAddress",
        "addressLocality": listing.city,
        "addressRegion": listing.region,
        "addressCountry": str(listing.country.code or ""),
    }


def breadcrumbs(*steps: tuple[str, str]) -> Facts:
    """The way to the page: each step by its name and path."""
    items = [
        {"@type": "ListItem", "position": place, "name": str(name), "item": absolute(path)}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(listings: Iterable[Any], *, first: int = 1) -> Facts:
    """The listings of one page of a list, in its order."""
    items = [
        {"@type": "ListItem", "position": place, "name": one.name, "url": absolute(one.get_absolute_url())}
        for place, one in enumerate(listings, start=first)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def website(name: str, search_path: str) -> Facts:
    """The site and how it is searched."""
    target = {"@type": "EntryPoint", "urlTemplate": absolute(search_path) + "?q={search_term_string}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {"@type": "WebSite", "name": name, "url": absolute(reverse("home:index")), "potentialAction": action}
