"""The public figures: a page, a table for each, all of them in one file."""

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ecosystem.home.published import as_csv, as_json, as_zip, published


@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the ecosystem, each with its table and its file."""
    context = {"told": published(), "months": settings.FRESHNESS_MONTHS}
    return render(request, "home/figures.html", context)


@require_safe
def figures_csv(request: HttpRequest, chart: str) -> HttpResponse:
    """One figure as a file; masked groups stay masked."""
    built = published().charts.get(chart)
    if built is None:
        raise Http404
    return download(request, as_csv(built).encode("utf-8"), f"escale-{chart}.csv", "text/csv; charset=utf-8")


@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:
    body = as_json(published()).encode("utf-8")
    return download(request, body, "escale-chiffres.json", "application/json")


@require_safe
def figures_zip(request: HttpRequest) -> HttpResponse:
    """Everything at once."""
    return download(request, as_zip(published()), "escale-chiffres.zip", "application/zip")


def download(request: HttpRequest, body: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, or 304 for whoever kept it."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "public, max-age=3600"
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response
