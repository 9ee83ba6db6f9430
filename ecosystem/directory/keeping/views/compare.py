"""Two to four listings side by side: the address says which, so that the page can be shared and printed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.core.text import written
from ecosystem.directory.keeping.compared import MOST, Comparison, compare
from ecosystem.directory.models import Listing
from ecosystem.search.actions import search

FOUND = 6
TEXT_MAX = 100


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """What each says, line by line; a search adds another one, a link takes one out."""
    asked = [name for part in request.GET.getlist("fiches") for name in written(part).split(",")]
    found = compare(asked, request.GET.get("type", ""))
    only, text = request.GET.get("voir") == "differences", written(request.GET.get("q", "")).strip()[:TEXT_MAX]
    rows = [row for row in found.rows if row.differs or not only]
    context = {
        "found": found,
        "rows": rows,
        "only": only,
        "text": text,
        "heads": [(one, _address(without(found, one), only)) for one in found.listings],
        "added": _addable(found, text, only) if text else (),
        "is_full": len(found.listings) >= MOST,
        "all_url": _address(found.names),
        "differences_url": _address(found.names, only=True),
    }
    return render(request, "directory/keeping/compare.html", context)


def without(found: Comparison, one: Any) -> list[str]:
    return [name for name in found.names if name != f"{found.kind}:{one.slug}"]


def _addable(found: Comparison, text: str, only: bool) -> list[tuple[Listing, str]]:
    """The listings that answer the text, of the kind that is compared, with the address that adds each."""
    rows = Listing.objects.listed().exclude(pk__in=[one.pk for one in found.listings])
    rows = rows.filter(kind=found.kind) if found.kind else rows
    hits = search(found.kind or None, text, limit=FOUND + MOST)
    if hits is not None:
        known = rows.in_bulk(hits.pks)
        rows_found = [known[pk] for pk in hits.pks if pk in known]
    else:
        rows_found = list(rows.matching_text(text).by_name()[:FOUND])
    return [(one, _address([*found.names, f"{one.kind}:{one.slug}"], only)) for one in rows_found[:FOUND]]


def _address(names: list[str], only: bool = False) -> str:
    query = {"fiches": ",".join(names)} | ({"voir": "differences"} if only else {})
    return f"?{urlencode(query, safe=':,')}"
