"""What a browser shows when the network is away: a page that it keeps, and the script that keeps it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

PAGE = "public, max-age=0, must-revalidate"


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The page that a browser keeps in each language; it says nothing of who reads it."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return HttpResponse(render_to_string("ui/offline.html"), headers={"Cache-Control": PAGE})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script, at the root since it answers for every page of the site."""
    languages = [code for code, _name in settings.LANGUAGES]
    response = render(request, "ui/offline.js", {"languages": languages}, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = PAGE
    return response
