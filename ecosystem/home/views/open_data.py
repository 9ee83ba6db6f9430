"""The open files: the page that tells of them, each of them, and their description for portals."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ecosystem.core.throttle import is_too_often
from ecosystem.home.exporting import COLUMNS, table
from ecosystem.home.open_data.catalogue import LICENCE, MEDIA, catalogue
from ecosystem.home.open_data.datasets import DATASETS
from ecosystem.home.open_data.writing import DICTIONARY, Release, release
from ecosystem.ui.views import too_many_requests

CACHED = "public, max-age=3600"
EXPORTS_MAX, EXPORTS_WITHIN = 20, 600
"""Exports of one visitor, and in how many seconds: whoever wants everything has the open files."""


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Every file with its size, its rows and its date."""
    latest = release()
    context = {
        "release": latest,
        "datasets": _datasets(latest) if latest else [],
        "dictionary": latest.file(DICTIONARY) if latest else None,
        "licence": LICENCE,
    }
    return render(request, "home/open_data.html", context)


def _datasets(latest: Release) -> list[dict[str, Any]]:
    found = []
    for slug, dataset in DATASETS.items():
        files = [one for one in latest.files if one.dataset == slug]
        if files:
            found.append({"dataset": dataset, "files": files, "rows": files[0].rows})
    return found


@require_safe
def open_data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the last complete night; whoever already has it is told so, without it."""
    latest = release()
    file = latest.file(name) if latest else None
    if latest is None or file is None:
        raise Http404
    headers = {
        "ETag": f'"{file.sha256[:32]}"',
        "Last-Modified": http_date(latest.written_at.timestamp()),
        "Cache-Control": CACHED,
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
    }
    same = get_conditional_response(request, etag=headers["ETag"], last_modified=int(latest.written_at.timestamp()))
    if same is not None:
        for header, value in headers.items():
            same.headers[header] = value
        return same
    try:
        content = latest.path(name).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = f"{MEDIA[file.format]}; charset=utf-8"
    return FileResponse(content, content_type=kind, headers=headers, as_attachment=True, filename=f"escale-{name}")


@require_safe
def list_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list that the visitor filtered, as a table; the filters are those of its address."""
    if kind not in COLUMNS:
        raise Http404
    if is_too_often(request, "export", limit=EXPORTS_MAX, seconds=EXPORTS_WITHIN):
        return too_many_requests(request, EXPORTS_WITHIN)
    name = f"escale-{kind}-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    lines = table(kind, request.GET.urlencode())
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def open_data_catalogue(request: HttpRequest) -> HttpResponse:
    """The files for portals of data, in JSON-LD."""
    if (latest := release()) is None:
        raise Http404
    headers = {"Cache-Control": CACHED, "Access-Control-Allow-Origin": "*"}
    return JsonResponse(catalogue(latest), content_type="application/ld+json", headers=headers)
