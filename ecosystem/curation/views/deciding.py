"""One decision about one thing that waits; then the next one is opened."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole, written
from ecosystem.curation import deciding
from ecosystem.curation.deciding import ChangedMeanwhile, Decision, MessageMissing, NothingChosen
from ecosystem.curation.views.queue import KEPT, queue_page
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.models import Listing, Report, Revision, Suggestion

SAID: dict[str, str | Promise] = {
    "publish": _("%(name)s est en ligne."),
    "request_changes": _("La correction de %(name)s est demandée."),
}
SAID_OF_CHANGES: dict[str, str | Promise] = {
    "publish": _("Les champs choisis de %(name)s sont en ligne."),
    "request_changes": _("La correction de %(name)s est demandée."),
    "refuse": _("La modification de %(name)s est refusée."),
}
SAID_OF_SUGGESTIONS: dict[str, str | Promise] = {
    "publish": _("La suggestion pour %(name)s est publiée."),
    "refuse": _("La suggestion pour %(name)s est classée."),
}


@require_POST
@curator_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a listing, or ask for a correction in one sentence that names the fields."""
    listing = of_its_kind(get_object_or_404(Listing, pk=pk))
    verb = _verb(request, SAID)
    by, message, fields = _typed(request)

    def act() -> None:
        deciding.decide(listing, cast(Decision, verb), by=by, message=message, fields=fields)

    return _decided(request, f"fiche-{pk}", listing, act, SAID[verb])


@require_POST
@curator_required
def change_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what an owner changed, in full or in part, ask for a correction, or refuse it."""
    revision = get_object_or_404(Revision.objects.select_related("listing"), pk=pk)
    verb = _verb(request, SAID_OF_CHANGES)
    by, message, fields = _typed(request)

    def act() -> None:
        if verb == "publish":
            deciding.publish_change(revision, by=by, fields=request.POST.getlist("champs"), message=message)
        elif verb == "refuse":
            deciding.refuse_change(revision, by=by, message=message)
        else:
            deciding.ask_about_change(revision, by=by, message=message, fields=fields)

    return _decided(request, f"modification-{pk}", revision.listing, act, SAID_OF_CHANGES[verb])


@require_POST
@curator_required
def suggestion_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the chosen fields of a suggestion, or none."""
    suggestion = get_object_or_404(Suggestion.objects.select_related("listing", "by"), pk=pk)
    verb = _verb(request, SAID_OF_SUGGESTIONS)
    by, message, _fields = _typed(request)
    chosen = request.POST.getlist("champs") if verb == "publish" else []

    def act() -> None:
        if verb == "publish" and suggestion.values and not chosen:
            raise NothingChosen
        deciding.answer_suggestion(suggestion, by=by, fields=chosen, answer=message)

    return _decided(request, f"suggestion-{pk}", suggestion.listing, act, SAID_OF_SUGGESTIONS[verb])


@require_POST
@curator_required
def report_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report with what was done."""
    told = get_object_or_404(Report.objects.select_related("listing", "by"), pk=pk)
    outcome = request.POST.get("decision", "")
    if outcome not in Report.Outcome.values:
        raise Http404
    by, message, _fields = _typed(request)

    def act() -> None:
        deciding.answer_report(told, outcome, by=by, answer=message)

    return _decided(request, f"signalement-{pk}", told.listing, act, _("Le signalement de %(name)s est clos."))


def _verb(request: HttpRequest, known: dict[str, str | Promise]) -> str:
    verb = request.POST.get("decision", "")
    if verb not in known:
        raise Http404
    return verb


def _typed(request: HttpRequest) -> tuple[User, str, list[str]]:
    return cast(User, request.user), written(request.POST.get("message", "")), request.POST.getlist("a_corriger")


def _decided(
    request: HttpRequest, key: str, listing: Listing, act: Callable[[], None], said: str | Promise
) -> HttpResponse:
    """The next row after a decision; the same one, with what was typed, after a refusal that can be mended.

    What is published is what was read.
    """
    try:
        with transaction.atomic():
            if request.POST.get("decision") == "publish":
                deciding.refuse_unread(listing, whole(request.POST.get("version", "")))
            act()
    except (MessageMissing, NothingChosen, ChangedMeanwhile) as error:
        typed: dict[str, Any] = {"typed": request.POST.get("message", ""), "status": 422, "refusal": str(error)}
        typed |= {"kept_fields": request.POST.getlist("champs"), "named_fields": request.POST.getlist("a_corriger")}
        return queue_page(request, wanted=key, **typed)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(said) % {"name": listing.name})
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        enqueue(INDEX_LISTING, listing.pk)
    return redirect(next_of(request))


def next_of(request: HttpRequest) -> str:
    """The desk, at the row that the form names."""
    pairs = parse_qsl(request.POST.get("suite", ""))
    query = urlencode([pair for pair in pairs if pair[0] in {*KEPT, "lire"}])
    return reverse("curation:queue") + (f"?{query}" if query else "")
