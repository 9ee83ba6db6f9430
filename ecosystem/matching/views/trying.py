"""The what-if desk: who would gain and who would lose, by name, before anything is changed."""

from importlib import import_module
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.matching.actions.rounds import scenario_with_weights
from ecosystem.matching.comparison import Names, names
from ecosystem.matching.figures import points
from ecosystem.matching.models import Round
from ecosystem.matching.side_by_side import NOBODY
from ecosystem.matching.trial_forms import TrialForm
from ecosystem.matching.trials import Move, Outcome
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.ui.typography import number

SHOWN = 40


@require_safe
@never_cache
@curator_required
def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The settings stand in the address: nothing is written, and the page can be sent to somebody."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state != Round.State.READY:
        return redirect("matching:round", pk)
    form = TrialForm(round_, request.GET if asks(round_, request) else None)
    outcome = _outcome(round_, form)
    everyone = request.GET.get("qui") == "tous"
    context = {
        "round": round_,
        "form": form,
        "mix": [{"label": bound.label, "weight": bound.value() or 0} for bound in form.weight_fields],
        "result": _told(round_, outcome, None if everyone else SHOWN) if outcome else None,
        "everyone_url": f"?{request.GET.urlencode()}&qui=tous",
    }
    return render(request, "matching/what_if.html", context)


@require_POST
@curator_required
@refusal_goes_back
def make_scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """The tried weights as a scenario: a draft beside the round, which stays as it is."""
    round_ = get_object_or_404(Round, pk=pk)
    form = TrialForm(round_, request.POST)
    if not form.is_valid():
        messages.error(request, _("Corrigez d’abord l’essai : rien n’a été créé."))
        return redirect("matching:what_if", pk)
    title = _("%(title)s, essai") % {"title": round_.title[:110]}
    scenario = scenario_with_weights(round_, form.weights, title=title, by=request.user)  # type: ignore[arg-type]
    messages.success(
        request, _("Le scénario est créé en brouillon, avec les poids de l’essai. Calculez-le, puis comparez.")
    )
    return redirect("matching:settings", scenario.pk)


def asks(round_: Round, request: HttpRequest) -> bool:
    """Whether the address tries something, or is only the page."""
    return not TrialForm(round_).fields.keys().isdisjoint(request.GET)


def _outcome(round_: Round, form: TrialForm) -> Outcome | None:
    """What would come of a valid trial; what the trial cannot do is said by its field."""
    if not form.is_bound or not form.is_valid() or form.tries_nothing:
        return None
    # The engine takes half a second and a hundred megabytes to load: only those who try something pay for it.
    desk = import_module("ecosystem.matching.actions.trying")
    try:
        outcome: Outcome = desk.try_out(round_, form.trial)
    except Refused as refusal:
        form.add_error("changements" if hasattr(refusal, "least") else None, str(refusal))
        return None
    return outcome


def _told(round_: Round, outcome: Outcome, most: int | None) -> dict[str, Any]:
    shown = {
        "gains": outcome.gains[:most],
        "losses": outcome.losses[:most],
        "even": outcome.even[:most],
    }
    moves = [move for listed in shown.values() for move in listed]
    people = {person for move in moves for person in (*move.before, *move.after)}
    known = names(round_.kind, [move.need for move in moves], people)
    before, after = outcome.before, outcome.after
    undone = {"value": number(outcome.dropped), "label": _("paires actuelles défaites")}
    return {
        "outcome": outcome,
        "strip": [
            _figure(_("besoins servis"), before.served, after.served, f"/ {number(after.needs)}"),
            _figure(_("score total"), points(before.total), points(after.total)),
            {**_figure(_("personnes sollicitées"), before.people, after.people), "tone": ""},
            {**undone, "unit": f"/ {number(before.pairs)}"},
        ],
        "rest": len(outcome.moves) - len(moves),
        "same": after.needs - len(outcome.moves),
        **{name: [_line(move, known) for move in listed if move.need in known.needs] for name, listed in shown.items()},
    }  # fmt: skip


def _figure(label: str, before: int, after: int, unit: str = "") -> dict[str, object]:
    delta = after - before
    words = _("inchangé") if not delta else _("%(delta)s, au lieu de %(before)s")
    said = words % {"delta": f"{'+' if delta > 0 else '−'}{number(abs(delta))}", "before": number(before)}
    tone = "up" if delta > 0 else "down" if delta < 0 else ""
    return {"value": number(after), "label": label, "unit": unit, "delta": said, "tone": tone}


def _line(move: Move, known: Names) -> dict[str, Any]:
    return {
        "need": known.needs[move.need],
        "left": _people(move.left, known),
        "joined": _people(move.joined, known),
        "before": _total(move.before),
        "after": _total(move.after),
    }


def _people(people: frozenset[int], known: Names) -> str:
    return ", ".join(sorted(known.people.get(person, "") for person in people))


def _total(scores: Any) -> str:
    return number(points(sum(scores.values()))) if scores else NOBODY
