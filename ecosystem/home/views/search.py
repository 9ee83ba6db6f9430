"""The search over the four kinds: the page, and what is proposed while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ecosystem.home import figures
from ecosystem.home.searching import KINDS, search_all
from ecosystem.home.suggesting import suggestions_for
from ecosystem.search.counting import note_search

TEXT_MAX = 200
SUGGESTED_SECONDS = 120


def typed_in(request: HttpRequest) -> str:
    """What was typed, on one line and of a bearable length."""
    return " ".join(request.GET.get("q", "")[: 10 * TEXT_MAX].replace("\x00", " ").split())[:TEXT_MAX].strip()


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One text over the four kinds; a page without answer always shows a way on."""
    text, only, as_typed = typed_in(request), request.GET.get("type", ""), bool(request.GET.get("tel-quel"))
    answer = search_all(text, only=only if only in KINDS else "", as_typed=as_typed) if text else None
    if answer and not as_typed and not only and request.method == "GET":
        note_search(text, answer.total)
    context = {"text": text, "answer": answer, "totals": figures.totals()}
    return render(request, "home/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options for what is typed so far, the same for everybody: a shared cache may keep them."""
    context = {"found": suggestions_for(typed_in(request))}
    response = HttpResponse(render_to_string("home/suggestions.html", context))
    patch_cache_control(response, public=True, max_age=SUGGESTED_SECONDS)
    return response
