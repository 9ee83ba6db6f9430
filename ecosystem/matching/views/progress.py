"""The computation while it runs, and after it stopped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from ecosystem.core.access import curator_required
from ecosystem.matching.actions.rounds import ask_to_cancel, reopen_round
from ecosystem.matching.figures import percent_done
from ecosystem.matching.models import Round
from ecosystem.matching.progress_words import detail_words, steps_of
from ecosystem.matching.views.refusals import refusal_goes_back

STOPPED = {Round.State.FAILED, Round.State.CANCELLED}


@require_safe
@never_cache
@curator_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A bar while it computes, a sentence when it stopped; anything else has its own page."""
    round_ = get_object_or_404(Round, pk=pk)
    polled = request.headers.get("HX-Request") == "true"
    if round_.state != Round.State.COMPUTING and (polled or round_.state not in STOPPED):
        here = reverse("matching:round", args=[pk])
        return HttpResponseClientRedirect(here) if polled else redirect(here)
    percent = percent_done(round_)
    quarter = percent // 25 * 25
    context = {
        "round": round_,
        "percent": percent,
        "detail": detail_words(round_),
        "steps_done": steps_of(round_),
        "quarter": quarter,
        "spoken": request.GET.get("dit") != str(quarter),
        "state": "cancelling" if round_.cancel_requested else "running" if round_.is_under_way else "queued",
    }
    return render(request, f"matching/progress.html{'#bar' if polled else ''}", context)


@require_POST
@curator_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker to stop: asked twice, it is asked once."""
    round_ = get_object_or_404(Round, pk=pk)
    asked = ask_to_cancel(round_, by=request.user)  # type: ignore[arg-type]
    if asked and Round.objects.computing().filter(pk=pk).exists():
        messages.info(request, _("Annulation demandée : le calcul s’arrête à sa prochaine étape."))
    elif asked:
        messages.success(request, _("Le calcul est annulé. Rien n’a été envoyé."))
    elif round_.state != Round.State.COMPUTING:
        messages.warning(request, _("Cette tournée n’est pas en calcul : il n’y a rien à annuler."))
    return redirect("matching:round", pk)


@require_POST
@curator_required
@refusal_goes_back
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the settings."""
    reopen_round(get_object_or_404(Round, pk=pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("La tournée est rouverte. Rien n’avait été envoyé."))
    return redirect("matching:settings", pk)
