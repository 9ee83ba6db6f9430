"""Listings that may be one: their list, two of them side by side, the merge and its undoing."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import written
from ecosystem.curation import comparing
from ecosystem.curation.merging import merge_and_tell, undo_and_tell
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.duplicates import call_alike, call_distinct, compare, facts_of, reasons_in
from ecosystem.directory.merging import why_not_undone
from ecosystem.directory.models import Likeness, Listing, Merge, Revision

PER_PAGE = 20


@require_safe
@curator_required
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that were found, the likeliest first; then the latest merges, to undo."""
    rows = Likeness.objects.open().select_related("first", "second")
    if (kind := request.GET.get("type", "")) in Listing.Kind.values:
        rows = rows.filter(first__kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.said = reasons_in(row)  # type: ignore[attr-defined]
    merges = Merge.objects.standing().select_related("kept", "gone", "by")[:5]
    context = {"page": page, "merges": merges, "kinds": Listing.Kind.choices, "kind": kind}
    return render(request, "curation/duplicates.html", context)


@require_safe
@curator_required
def compare_pair(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Two listings side by side, to merge the second into the first."""
    return _page(request, *_pair(kept, gone))


@require_POST
@curator_required
def merge(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Merge the second into the first as chosen; whatever is refused leaves the choices on the page."""
    one, other = _pair(kept, gone)
    if request.POST.get("versions") != _versions(one, other):
        problem = _("L’une des fiches a changé depuis que vous lisez cette page. Relisez les deux, puis choisissez.")
        return _page(request, one, other, problem=problem, status=409)
    try:
        values = comparing.picked(one, other, dict(request.POST.lists()))
        done = merge_and_tell(one, other, values=values, by=_me(request), reason=written(request.POST.get("motif", "")))
    except ValidationError as error:
        return _page(request, one, other, problem=error.messages[0], status=422)
    except Refused as error:
        return _page(request, one, other, problem=str(error), status=409)
    _index(done)
    said = _("« %(gone)s » est fusionnée dans « %(kept)s ». Vous pouvez encore l’annuler ici.")
    messages.success(request, said % {"gone": other.name, "kept": one.name})
    return redirect("curation:compare", one.pk, other.pk)


@require_POST
@curator_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Both listings come back as they were."""
    done = get_object_or_404(Merge.objects.select_related("kept", "gone"), pk=pk)
    try:
        undo_and_tell(done, by=_me(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        _index(done)
        messages.success(request, _("La fusion est annulée : les deux fiches sont revenues."))
    return redirect("curation:compare", done.kept_id, done.gone_id)


@require_POST
@curator_required
def distinct(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """The two are not one: nobody is warned again; or that is taken back."""
    one, other = _pair(kept, gone)
    if "revenir" in request.POST:
        call_alike(one, other)
        messages.success(request, _("La paire peut de nouveau être signalée."))
        return redirect("curation:compare", one.pk, other.pk)
    call_distinct(one, other, by=_me(request))
    messages.success(request, _("C’est noté : ces deux fiches sont distinctes."))
    return redirect("curation:duplicates")


@require_POST
@curator_required
def look(request: HttpRequest) -> HttpResponse:
    """Look for pairs now, without waiting for the night."""
    enqueue("ecosystem.directory.tasks.find_duplicates")
    messages.success(request, _("La recherche est lancée : la liste est à jour dans un instant."))
    return redirect("curation:duplicates")


def _page(request: HttpRequest, kept: Any, gone: Any, *, problem: str = "", status: int = 200) -> HttpResponse:
    chosen = {
        name.removeprefix("champ-"): "".join(sides) for name, sides in request.POST.lists() if name.startswith("champ-")
    }
    standing = Merge.objects.standing().filter(kept=kept.pk, gone=gone.pk).select_related("by").first()
    pairs = Likeness.objects.between(kept.pk, gone.pk)
    context = {
        "kept": kept,
        "gone": gone,
        "title": comparing.TITLES[kept.kind],
        "heads": comparing.heads(kept, gone),
        "reasons": compare(facts_of(kept), facts_of(gone)),
        "found": comparing.compared(kept, gone, chosen),
        "follows": comparing.what_follows(kept, gone),
        "waiting": Revision.objects.pending().filter(listing__in=[kept.pk, gone.pk]).select_related("by"),
        "pair": pairs.filter(distinct_at__isnull=False).select_related("distinct_by").first(),
        "versions": _versions(kept, gone),
        "reason": request.POST.get("motif", ""),
        "merge": standing,
        "stands": standing and why_not_undone(standing),
        "mergeable": not {kept.state, gone.state} & set(Listing.GONE),
        "problem": problem,
    }
    return render(request, "curation/compare.html", context, status=status)


def _pair(kept: int, gone: int) -> tuple[Any, Any]:
    found = Listing.objects.select_related("created_by", "merged_into").in_bulk([kept, gone])
    if len(found) != 2 or found[kept].kind != found[gone].kind:
        raise Http404
    return comparing.typed(found[kept], found[gone])


def _versions(kept: Listing, gone: Listing) -> str:
    return f"{kept.version}-{gone.version}"


def _index(merge: Merge) -> None:
    for pk in (merge.kept_id, merge.gone_id):
        enqueue(INDEX_LISTING, pk)
    enqueue("ecosystem.core.tasks.deliver_queued_mails")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
