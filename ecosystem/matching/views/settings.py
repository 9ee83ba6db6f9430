"""The settings of a draft, what they would give, and its start."""

from copy import copy
from importlib import import_module
from time import perf_counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching import figures, previews
from ecosystem.matching.actions.rounds import change_settings, start_round
from ecosystem.matching.forms import SettingsForm
from ecosystem.matching.models import Round
from ecosystem.matching.references import reference_of
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.views.wishes import context_of

TRIES = {"preview", "spread"}
MOST_TABS = 6
"""Scenarios that the page offers beside each other; the comparison has them all."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
@refusal_goes_back
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Weights and rules of a draft, tried before they are saved; « Calculer » saves them first."""
    round_, then = get_object_or_404(Round, pk=pk), request.POST.get("then", "")
    if round_.state != Round.State.DRAFT and (request.method != "POST" or then in TRIES):
        return _elsewhere(request, round_)
    form = SettingsForm(round_, request.POST if request.method == "POST" else None)
    if then == "spread":
        form = form.spread()
    if then in TRIES:
        return _tried(request, round_, form)
    if form.is_valid():
        change_settings(round_, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        if then == "start":
            return _started(request, pk)
        messages.success(request, _("Réglage enregistré."))
        return redirect("matching:settings", pk)
    return render(request, "matching/settings.html", _context(round_, form))


@require_POST
@curator_required
@refusal_goes_back
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the round to the workers as it is set."""
    return _started(request, pk)


def _started(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = start_round(get_object_or_404(Round, pk=pk), by=request.user)  # type: ignore[arg-type]
    enqueue("ecosystem.matching.tasks.compute_round", round_.pk)
    return redirect("matching:progress", pk)


def _elsewhere(request: HttpRequest, round_: Round) -> HttpResponse:
    """The round is no draft any more: its own page says where it stands."""
    here = round_.get_absolute_url()
    return HttpResponseClientRedirect(here) if request.headers.get("HX-Request") else redirect(here)


def _tried(request: HttpRequest, round_: Round, form: SettingsForm) -> HttpResponse:
    """What the typed setting would give: the part of the page where it stands, or the whole page; nothing is saved."""
    told = _preview(round_, form, request.POST.get("faits", ""))
    if request.headers.get("HX-Request"):
        return render(request, "matching/preview.html", {"round": round_, "form": form, **told})
    return render(request, "matching/settings.html", {**_context(round_, form), **told})


def _preview(round_: Round, form: SettingsForm, facts: str) -> dict[str, Any]:
    """The preview, or the sentence that says why there is none."""
    if not form.is_valid():
        return {"problem": _("L’aperçu attend un réglage complet : corrigez ce qui est signalé.")}
    asked, reference = copy(round_), reference_of(round_)
    for name, value in form.cleaned_data.items():
        setattr(asked, name, value)
    base = reference or (round_ if form.has_changed() else None)
    begun = perf_counter()
    # The engine takes half a second and a hundred megabytes to load: only those who try something pay for it.
    desk = import_module("ecosystem.matching.actions.previewing")
    try:
        found = desk.preview(asked, base, facts)
    except Refused as refusal:
        return {"problem": str(refusal)}
    against = reference.title if reference else _("réglage enregistré")
    return {"preview": previews.tell(asked, found, against, perf_counter() - begun)}


def _context(round_: Round, form: SettingsForm) -> dict[str, object]:
    weights = [{"label": bound.label, "weight": bound.value() or 0} for bound in form.weight_fields]
    whole = all(str(row["weight"]).isdecimal() for row in weights)
    return {
        "round": round_,
        "form": form,
        "supply": figures.supply(round_),
        "mix": weights if whole else [],
        "rows": _rows(round_, form),
        "scenarios": _scenarios(round_),
        "can_be_deleted": not round_.scenarios.exists(),
        **context_of(round_),
    }


def _rows(round_: Round, form: SettingsForm) -> list[dict[str, object]]:
    """Each weight with its colour, its lock, and what it was in the setting that it is read against."""
    reference, locked = reference_of(round_), form.locked
    rows: list[dict[str, object]] = []
    for rank, bound in enumerate(form.weight_fields, start=1):
        before = _("Était %(weight)s.") % {"weight": getattr(reference, bound.html_name)} if reference else ""
        hint = f"{before} {bound.help_text}".strip()
        rows.append({"bound": bound, "tone": f"p{rank}", "locked": bound.html_name in locked, "hint": hint})
    return rows


def _scenarios(round_: Round) -> list[dict[str, object]]:
    """The settings of the family, beside each other."""
    family = Round.objects.family(round_.root_id)[:MOST_TABS]
    return [{"label": one.title, "url": one.get_absolute_url(), "current": one.pk == round_.pk} for one in family]
