"""The history of a listing, and the way back."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole, written
from ecosystem.curation import history as past
from ecosystem.curation.reading_page import lines_of, listing_assignment, team
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.models import Listing

PER_PAGE = 20
CHOICES = 200
"""Versions in the two lists; older ones are reached from their line."""


class NothingToRestore(Refused):
    """Restoring names its fields."""

    message = gettext_lazy("Choisissez au moins un champ à rétablir.")


@require_safe
@curator_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """All that happened to a listing, and two of its versions word by word."""
    listing = of_its_kind(get_object_or_404(Listing, pk=pk))
    shown = asked if (asked := request.GET.get("voir", "")) in past.SORTS else ""
    first, second = _asked(request, listing)
    compared = past.compare(listing, first, second) if first != second else []
    page = Paginator(past.timeline(listing, shown), PER_PAGE).get_page(request.GET.get("page"))
    changed = {one.difference.name for one in compared}
    context = {
        "listing": listing,
        "first": first,
        "second": second,
        "compared": compared,
        "same": [line for line in lines_of(listing, {}) if line.name not in changed],
        "versions": _choices(listing),
        "steps": past.steps_of(listing, page.object_list),
        "page": page,
        "made_by": past.made_by(listing),
        "views": _views(shown),
        "notes": list(listing.notes.select_related("by")[:20]),
        "tags": list(listing.tags.all()),
        "assignment": listing_assignment(listing),
        "team": team(),
    }
    return render(request, "curation/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What bringing a version back would change, field by field; then it is done."""
    listing = of_its_kind(get_object_or_404(Listing, pk=pk, version__gte=number))
    found = past.to_restore(listing, number)
    context: dict[str, Any] = {"listing": listing, "number": number, "found": found, "next": listing.version + 1}
    if request.method != "POST":
        wanted = request.GET.getlist("champ")
        return render(request, "curation/restore.html", {**context, "wanted": wanted, "reason": "", "refusal": ""})
    fields, reason = request.POST.getlist("champ"), written(request.POST.get("motif", ""))
    try:
        if not fields:
            raise NothingToRestore
        done = past.restore(listing, number, by=cast(User, request.user), fields=fields, reason=reason)
    except Refused as error:
        more = {"wanted": fields, "reason": reason, "refusal": str(error)}
        return render(request, "curation/restore.html", {**context, **more}, status=422)
    return _restored(request, listing, len(done.changed))


def _restored(request: HttpRequest, listing: Listing, count: int) -> HttpResponse:
    said = ngettext("%(count)d champ est rétabli.", "%(count)d champs sont rétablis.", count) % {"count": count}
    messages.success(request, said if count else _("La fiche dit déjà cela : rien n’a changé."))
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    enqueue(INDEX_LISTING, listing.pk)
    return redirect("curation:history", listing.pk)


def _asked(request: HttpRequest, listing: Listing) -> tuple[int, int]:
    """Two versions that exist, the older one first; the last two without a choice."""
    last = listing.version
    written_last = listing.versions.values_list("number", flat=True).order_by("-number").first() or 1
    second = min(max(whole(request.GET.get("a", "")) or written_last, 1), last)
    first = min(max(whole(request.GET.get("de", "")) or second - 1, 1), last)
    return min(first, second), max(first, second)


def _choices(listing: Any) -> Sequence[tuple[int, Any]]:
    """Numbers of versions with their day; the first is what the listing was created with."""
    rows = listing.versions.order_by("-number").values_list("number", "at")[:CHOICES]
    return [*rows, (1, listing.created_at)]


def _views(shown: str) -> list[dict[str, Any]]:
    names = {
        "": _("Tout"),
        "champs": _("Champs"),
        "etats": _("États"),
        "equipe": _("Équipe"),
        "fusions": _("Fusions"),
    }
    return [{"label": name, "url": f"?voir={code}", "current": code == shown} for code, name in names.items()]
