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
from ecosystem.curation.reading_page import context_of

PER_PAGE = 25
KEPT = ("type", "suivi")
"""The filters that stay when one goes from a row to the next."""
NOTHING_TYPED: dict[str, Any] = {
    "item": None, "listing": None, "typed": "", "refusal": "", "kept_fields": None, "named_fields": []
}  # fmt: skip
"""The team's desk: listings that wait to be read."""


from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.curation.deciding import Decision, decide
from ecosystem.directory.models import Listing

PER_PAGE = 20
SAID = {"publish": _("%(name)s est en ligne."), "request_changes": _("La correction de %(name)s est demandée.")}


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
    context: dict[str, Any] = {
        **NOTHING_TYPED,
        "page": page,
        "items": items,
        "total": len(keys),
        "mine": mine,
        "sort": sort,
    }
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
    """Submitted listings of the four kinds, the longest wait first."""
    waiting = Listing.objects.waiting().select_related("created_by").prefetch_related("sectors")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "curation/queue.html", {"page": page})


@require_POST
@curator_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a listing, or ask for a correction in one sentence."""
    listing = get_object_or_404(Listing, pk=pk)
    verb = request.POST.get("decision", "")
    if verb not in SAID:
        raise Http404
    message = request.POST.get("message", "")
    try:
        decide(listing, cast(Decision, verb), by=cast(User, request.user), message=message)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(SAID[verb]) % {"name": listing.name})
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        enqueue("ecosystem.directory.tasks.index_listing", listing.pk)
    return redirect("curation:queue")
