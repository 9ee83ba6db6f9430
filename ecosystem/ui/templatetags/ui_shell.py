"""Pieces of the shells: stylesheets, menus, the language switch and the account."""

from functools import cache

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import format_html_join
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString

from ecosystem.ui import navigation
from ecosystem.ui.static_files import GATHERED, STYLESHEETS, GatheredStaticFiles

register = template.Library()
Props = dict[str, object]


@register.simple_tag
def stylesheets() -> SafeString:
    """Links to the layers, in their order: one file where static files are gathered, each its own elsewhere."""
    return _stylesheets(settings.STATIC_URL)


@register.simple_tag
def styles_address() -> str:
    """The file whose name changes with the styles, where it does: that of all of them."""
    return static(GATHERED if _is_gathered() else "ui/css/tokens.css")


def _is_gathered() -> bool:
    return isinstance(staticfiles_storage, GatheredStaticFiles)


@cache
def _stylesheets(_static_url: str) -> SafeString:
    """Looked for once: a file has the same name as long as the process lives."""
    names = [GATHERED] if _is_gathered() else [f"ui/css/{name}.css" for name in STYLESHEETS]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in names))


@register.inclusion_tag("ui/public_nav.html", takes_context=True)
def public_nav(context: Context) -> Props:
    request: HttpRequest | None = context.get("request")
    return {"links": navigation.public_links(request) if request else []}


@register.simple_tag
def footer_groups() -> list[tuple[navigation.Text, list[navigation.Link]]]:
    return navigation.footer_groups()


@register.simple_tag
def address(*url_names: str) -> str:
    """The address of the first of these pages that this site has."""
    return navigation.address(*url_names)


@register.simple_tag(takes_context=True)
def language_url(context: Context, language: str) -> str:
    """The page that is being read, in another language."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return "/"
    query = request.META.get("QUERY_STRING", "")
    return own_path(request, language) + (f"?{iri_to_uri(query)}" if query else "")


def own_path(request: HttpRequest, language: str) -> str:
    """The path of the page in a language, looked for once a page."""
    known: dict[str, str] = vars(request).setdefault("own_paths", {})
    if language not in known:
        known[language] = translate_url(escape_leading_slashes(escape_uri_path(request.path)), language)
    return known[language]


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> list[tuple[str, str]]:
    """The page in each language, as search engines want it: whole addresses, and French for whoever reads neither.

    They are those that the page itself goes by: `own_query` is what belongs to its address of a query string.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    query = f"?{context['own_query']}" if context.get("own_query") else ""
    languages = [code for code, _name in settings.LANGUAGES]
    found = [(code, settings.SITE_URL + own_path(request, code) + query) for code in languages]
    return [*found, ("x-default", dict(found)[settings.LANGUAGE_CODE])]


@register.inclusion_tag("ui/rail.html", takes_context=True)
def rail(context: Context, space: str = "") -> Props:
    """The rail of a space, from what the apps registered; without a name, the person's own."""
    request: HttpRequest = context["request"]
    chosen = space or navigation.space_of(request)
    return {"space": navigation.SPACES[chosen], "groups": navigation.rail(chosen, request)}


@register.inclusion_tag("ui/toasts.html", takes_context=True)
def toasts(context: Context) -> Props:
    """Messages of the last act, once."""
    return {"messages": context.get("messages", ())}
