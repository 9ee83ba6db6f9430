"""The theme switch, the component sheet and the pages of failure."""

import logging
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ecosystem.ui import sheet
from ecosystem.ui.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600
RETRY_AFTER = 30
"""Seconds."""
WAIT_AFTER = 300
"""Seconds that whoever asked too often is told to wait."""

logger = logging.getLogger(__name__)


@csrf_exempt  # the switch stands on pages that caches keep for everybody, and only changes the light
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light in a cookie and go back to the page."""
    target = request.POST.get("next", "/")
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return response
    if chosen == "system":
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its states: for the team, and for whoever develops."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    return render(request, "ui/components.html", sheet.context(request.GET))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its proof of origin: say how to send it again."""
    return render(request, "403_csrf.html", status=403)


def database_is_away(error: BaseException | None) -> bool:
    """Whether the database could not be reached, went away or is busy: the same request may succeed in a moment."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if name := getattr(error.__cause__, "sqlite_errorname", None):
        return str(name).startswith(("SQLITE_BUSY", "SQLITE_CANTOPEN"))
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or str(state).startswith(("08", "53", "57P"))


def _in_the_language_of(request: HttpRequest) -> translation.override:
    """For what is refused before the language is set: that of the address."""
    return translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be understood; like the page of failure, this one needs nothing of it."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    with _in_the_language_of(request):
        return HttpResponse(render_to_string("400.html"), status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than the site reads: said before it is read, and the connection is not used again."""
    context = {"limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
    with _in_the_language_of(request):
        return HttpResponse(render_to_string("413.html", context), status=413, headers={"Connection": "close"})


def too_long(request: HttpRequest) -> HttpResponse:
    """An address that no page of ours writes: said before anything is made of it."""
    with _in_the_language_of(request):
        return HttpResponse(render_to_string("414.html"), status=414)


def too_many_requests(request: HttpRequest, seconds: int = WAIT_AFTER) -> HttpResponse:
    """The same visitor asked too often: the page and its header say how long to wait."""
    response = render(request, "429.html", {"minutes": max(1, round(seconds / 60))}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """What the rules refuse and that no page of its own says: the sentence, and the way back."""
    return render(request, "409.html", {"said": str(error)}, status=409)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of failure needs nothing that may have failed: no user, no session, no context processor."""
    away = database_is_away(sys.exc_info()[1])
    try:
        if away:
            return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)})
        return HttpResponseServerError(render_to_string("500.html", _reference(request)))
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError):
        return HttpResponseServerError("<!doctype html><title>500</title><h1>Erreur 500</h1>")


def _reference(request: HttpRequest) -> dict[str, object]:
    """What the person can cite and the log can find; a page that was only read can be asked for again."""
    now = timezone.now()
    reference = f"E-{secrets.token_hex(2).upper()}-{timezone.localtime(now):%H%M}"
    logger.error("Reference %s: %s %s failed.", reference, request.method, request.path)
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return {"reference": reference, "now": now, "again": again}
