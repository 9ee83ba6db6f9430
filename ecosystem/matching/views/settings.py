"""The settings of a draft, and its start."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching import figures
from ecosystem.matching.actions.rounds import change_settings, start_round
from ecosystem.matching.forms import SettingsForm
from ecosystem.matching.models import Round
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.views.wishes import context_of


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Weights and rules of a draft; « Calculer » saves them first."""
    round_ = get_object_or_404(Round, pk=pk)
    if request.method != "POST" and round_.state != Round.State.DRAFT:
        return redirect("matching:round", pk)
    form = SettingsForm(round_, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_settings(round_, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        if request.POST.get("then") == "start":
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


def _context(round_: Round, form: SettingsForm) -> dict[str, object]:
    weights = [{"label": bound.label, "weight": bound.value() or 0} for bound in form.weight_fields]
    whole = all(str(row["weight"]).isdecimal() for row in weights)
    return {
        "round": round_,
        "form": form,
        "supply": figures.supply(round_),
        "mix": weights if whole else [],
        **context_of(round_),
    }
