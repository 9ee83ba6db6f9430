"""The team's desk: what waits is read one after the other, beside what is on line."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.curation.desk import SORTS, Key, items_of, waiting_keys
from ecosystem.curation.first_run import team_steps
from ecosystem.curation.reading_page import context_of

PER_PAGE = 25
KEPT = ("type", "suivi")
"""The filters that stay when one goes from a row to the next."""
NOTHING_TYPED: dict[str, Any] = {
    "item": None, "listing": None, "typed": "", "refusal": "", "kept_fields": None, "named_fields": []
}  # fmt: skip


@require_safe
@curator_required
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the longest wait first, and one of them opened."""
    return queue_page(request)


def queue_page(request: HttpRequest, *, wanted: str = "", **more: Any) -> HttpResponse:
    """The desk with one row opened; a decision that was refused comes back here with its words."""
    mine = request.GET.get("suivi") == "moi"
    everything = waiting_keys(cast(User, request.user) if mine else None)
    sort = request.GET.get("type", "")
    keys = [key for key in everything if key.sort == sort] if sort in SORTS else everything
    place = _place(keys, wanted or request.GET.get("lire", ""))
    pages = Paginator(keys, PER_PAGE)
    page = pages.get_page(place // PER_PAGE + 1 if place is not None else request.GET.get("page"))
    items = items_of(list(page.object_list))
    asked = keys[place] if place is not None else None
    current = next((item for item in items if item.key == asked), items[0] if items else None)
    context = NOTHING_TYPED | {"page": page, "items": items, "total": len(keys), "mine": mine, "sort": sort}
    context["first_steps"] = team_steps(cast(User, request.user))
    context |= {"filters": _filters(request, everything), "kept": _kept(request), "all_total": len(everything)}
    if current is not None:
        context |= context_of(current, whole=request.GET.get("vue") == "entiere")
        context |= _neighbours(request, keys, current.key)
    return render(request, "curation/queue.html", {**context, **more}, status=more.get("status", 200))


def _place(keys: Sequence[Key], wanted: str) -> int | None:
    return next((place for place, key in enumerate(keys) if str(key) == wanted), None)


def _kept(request: HttpRequest, **more: str) -> str:
    """The query string of another row under the same filters."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return urlencode({**kept, **more})


def _neighbours(request: HttpRequest, keys: Sequence[Key], current: Key) -> dict[str, Any]:
    place = keys.index(current)
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place + 1 < len(keys) else None
    then = after or before
    return {
        "place": place + 1,
        "before": f"?{_kept(request, lire=str(before))}" if before else "",
        "after": f"?{_kept(request, lire=str(after))}" if after else "",
        "then": _kept(request, lire=str(then)) if then else _kept(request),
        "here": _kept(request, lire=str(current)),
    }


def _filters(request: HttpRequest, keys: Sequence[Key]) -> list[dict[str, Any]]:
    counted, chosen = Counter(key.sort for key in keys), request.GET.get("type", "")
    mine = {"suivi": "moi"} if request.GET.get("suivi") == "moi" else {}
    base = reverse("curation:queue")
    return [
        {
            "label": label,
            "url": f"{base}?{urlencode({**mine, 'type': sort})}",
            "count": counted[sort],
            "current": sort == chosen,
        }
        for sort, label in SORTS.items()
    ]
