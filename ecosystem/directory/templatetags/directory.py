"""What the pages of the four kinds write: found words marked, countries and choices in words, panels."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from ecosystem.directory.asked import asked_of
from ecosystem.directory.claiming.paths import claim_path
from ecosystem.directory.duplicates import twins_of
from ecosystem.directory.fields import label_of, shown
from ecosystem.directory.linked_data import Facts, card_address, item_list, script, website
from ecosystem.directory.models import Listing, MeetingFormat
from ecosystem.directory.owners import owns
from ecosystem.directory.owning import owning_of
from ecosystem.directory.paging import ListPage
from ecosystem.directory.panels import drawn_panels
from ecosystem.directory.responsiveness import Responsiveness, responsiveness_of
from ecosystem.directory.writing import pending_values
from ecosystem.search.actions import highlight

register = template.Library()

LOCALES = {"fr": "fr_FR", "en": "en_GB"}


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


@register.simple_tag
def spoken(language: str) -> SafeString:
    """The same for a passage whose language is known; nothing when it is not."""
    return lang_attribute(language) if language else mark_safe("")


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
    return drawn_panels(row, context["request"], slot)


@register.filter
def described(listing: Listing) -> str:
    """The page in a sentence, for search engines: the listing's own, else the start of its text, else what it is."""
    words = listing.shown_tagline or Truncator(" ".join(listing.shown_description.split())).chars(160)
    return words or ", ".join(filter(None, [listing.name, str(listing.get_kind_display()), listing.city]))


@register.filter
def logo_url(listing: Listing) -> str:
    """The address of the logo; empty when the flag stands in for it."""
    return listing.logo.url if listing.logo else ""


@register.filter
def host(url: str) -> str:
    """An address as people say it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.inclusion_tag("directory/meta.html", takes_context=True)
def page_meta(context: Context, title: str, description: str = "", listing: Any = None) -> dict[str, object]:
    """The canonical address of a page and its social card: of a listing that everybody finds, else the site's."""
    request: HttpRequest = context["request"]
    query = f"?{context['own_query']}" if context.get("own_query") else ""
    has_card = listing is not None and listing.is_public and not listing.is_discreet
    return {
        "address": settings.SITE_URL + request.path + query,
        "title": title,
        "description": description,
        "site": settings.ESCALE_NAME,
        "card": card_address(listing) if has_card else settings.SITE_URL + reverse("sharing:site"),
        "is_person": has_card and listing.kind == Listing.Kind.MENTOR,
        "language": LOCALES[(get_language() or "fr")[:2]],
    }


@register.simple_tag
def linked_data(*found: Facts | None) -> SafeString:
    """Facts for search engines, each as a data block of the page."""
    return SafeString("".join(script(facts) for facts in found if facts))


@register.simple_tag
def listed_data(page: ListPage) -> SafeString:
    """The listings of one page of a list, for search engines; nothing for an empty one."""
    facts = item_list(page, first=(page.number - 1) * page.per_page + 1 if page.number else 1)
    return script(facts) if facts["itemListElement"] else SafeString("")


@register.simple_tag
def site_data(search_path: str) -> SafeString:
    """The site and its search, for search engines."""
    return script(website(settings.ESCALE_NAME, search_path))


@register.inclusion_tag("directory/responsiveness.html")
def responsiveness(listing: Listing) -> dict[str, Responsiveness | None]:
    """How a mentor or a funder answers; nothing while it is too early to tell, or once silence took it away."""
    told = responsiveness_of(listing.kind, [listing.pk]).get(listing.pk)
    return {"told": told if told and told.is_badge else None}


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
