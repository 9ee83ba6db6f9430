"""Several rows of the desk at once: a page that lists them, then one decision for all."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.core.text import written
from ecosystem.curation.bulk import ACTS, AT_ONCE, Asked, Outcome, decide_many
from ecosystem.curation.desk import Item, items_of, waiting_keys
from ecosystem.directory.actions import INDEX_CHANGES


@require_POST
@curator_required
def together(request: HttpRequest) -> HttpResponse:
    """First the list of what was chosen, to be confirmed; then the decision, with what was refused."""
    chosen = set(request.POST.getlist("cle"))
    items = items_of([key for key in waiting_keys() if str(key) in chosen][:AT_ONCE])
    if not items:
        messages.error(request, _("Choisissez d’abord des fiches dans la liste : celles-ci n’attendent plus."))
        return redirect("curation:queue")
    verb = request.POST.get("quoi", "")
    if "confirmer" not in request.POST:
        return _page(request, items)
    refusal = _missing(request, verb)
    if refusal:
        return _page(request, items, refusal=refusal, status=422)
    outcome = decide_many(items, _asked(request, verb))
    _said(request, outcome)
    if outcome.refused:
        return _page(request, [item for item, _why in outcome.refused], outcome=outcome)
    return redirect("curation:queue")


def _asked(request: HttpRequest, verb: str) -> Asked:
    sent = {name: written(request.POST.get(name, "")) for name in ("message", "etiquette", "jeton")}
    words = {"message": sent["message"], "tag": sent["etiquette"], "token": sent["jeton"][:40]}
    return Asked(verb, cast(User, request.user), **words)


def _missing(request: HttpRequest, verb: str) -> str:
    if verb not in ACTS:
        return _("Choisissez ce qu’il faut faire de ces fiches.")
    if verb in {"request_changes", "word"} and not request.POST.get("message", "").strip():
        return _("Écrivez le message : il part à chaque auteur.")
    if verb == "tag" and not request.POST.get("etiquette", "").strip():
        return _("Écrivez l’étiquette à ajouter.")
    return ""


def _said(request: HttpRequest, outcome: Outcome) -> None:
    count = len(outcome.done)
    if count:
        said = ngettext("C’est fait pour %(count)d fiche.", "C’est fait pour %(count)d fiches.", count)
        messages.success(request, said % {"count": count})
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        enqueue(INDEX_CHANGES)


def _page(request: HttpRequest, items: Sequence[Item], *, status: int = 200, **more: Any) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("quoi", "message", "etiquette")}
    context = {"items": items, "typed": typed, "refusal": "", "outcome": None, "token": uuid4().hex}
    context["token"] = request.POST.get("jeton") or context["token"]
    return render(request, "curation/together.html", {**context, **more}, status=status)
