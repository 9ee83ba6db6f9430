"""The price of scarcity: the recruitment list of a round, computed by a worker when somebody asks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from ecosystem.core.access import curator_required
from ecosystem.core.files import csv_file
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.prices import COMPUTED, ask_scarcity
from ecosystem.matching.models import Round, ScarcityReport
from ecosystem.matching.scarcity_words import csv_rows, listed
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.views.rounds import PAGES

PRICE_TASK = "ecosystem.matching.tasks.price_scarcity"


@require_safe
@never_cache
@curator_required
def scarcity(request: HttpRequest, pk: int) -> HttpResponse:
    """The list when it is there, its progress while it is computed, and the button that asks for it."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state in PAGES:
        return redirect("matching:round", pk)
    report = ScarcityReport.objects.filter(round=round_).first()
    running = report is not None and report.is_running
    polled = request.headers.get("HX-Request") == "true"
    if polled and not running:
        return HttpResponseClientRedirect(reverse("matching:scarcity", args=[pk]))
    done = report is not None and report.computed_at is not None
    context = {
        "round": round_,
        "report": report,
        "running": running,
        "lost": report is not None and report.is_lost(),
        "percent": percent_of(report),
        "listed": listed(round_, report) if report is not None and done else None,
    }
    return render(request, f"matching/scarcity.html{'#bar' if polled else ''}", context)


@require_safe
@curator_required
def scarcity_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as a file."""
    round_ = get_object_or_404(Round, pk=pk)
    report = ScarcityReport.objects.filter(round=round_, computed_at__isnull=False).first()
    if report is None:
        raise Http404
    return csv_file(f"tournee-{round_.pk}-recrutement.csv", csv_rows(round_, report))


@require_POST
@curator_required
@refusal_goes_back
def scarcity_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a worker for the list; asked twice, it is computed once."""
    round_ = get_object_or_404(Round, pk=pk)
    if ask_scarcity(round_):
        enqueue(PRICE_TASK, round_.pk)
    else:
        messages.info(request, _("Ce calcul est déjà en cours."))
    return redirect("matching:scarcity", pk)


@require_safe
@curator_required
def recruitment(request: HttpRequest) -> HttpResponse:
    """The list of the latest computed round."""
    latest = Round.objects.filter(state__in=COMPUTED).order_by("-computed_at", "-pk").first()
    if latest is None:
        messages.info(request, _("Calculez d’abord une tournée : la liste de recrutement en vient."))
        return redirect("matching:rounds")
    return redirect("matching:scarcity", latest.pk)


def percent_of(report: ScarcityReport | None) -> int:
    """How far the list has come."""
    return 0 if report is None or not report.total_count else 100 * report.done_count // report.total_count
