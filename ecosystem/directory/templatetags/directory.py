"""What the pages of the four kinds write: found words marked, countries and choices in words, panels."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ecosystem.directory.models import Listing
from ecosystem.directory.panels import panels_of
from ecosystem.search.actions import highlight

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
    return [str(label) for value, label in listing._meta.get_field(field).choices if value in chosen]


@register.simple_tag
def foreign_lang(listing: Listing) -> SafeString:
    """A `lang` attribute when the words of a listing are not in the language of the page."""
    language = listing.shown_language
    return mark_safe("" if language == (get_language() or "fr")[:2] else f' lang="{language}"')  # noqa: S308 - two letters


@register.simple_tag(takes_context=True)
def panels(context: Context, listing: Listing) -> SafeString:
    """What the apps above add to this page."""
    request: HttpRequest = context["request"]
    shown = [render_to_string(name, dict(more), request) for name, more in panels_of(listing, request)]
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates
