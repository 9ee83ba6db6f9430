"""The list of rounds, a new one, a copy, and the end of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.matching import comparison, figures
from ecosystem.matching.actions.rounds import clone_round, close_round, create_round
from ecosystem.matching.actions.scenarios import delete_draft
from ecosystem.matching.forms import CloneForm, RoundForm
from ecosystem.matching.models import Round
from ecosystem.matching.views.refusals import refusal_goes_back

ROUNDS_PER_PAGE = 20
PAGES = {
    Round.State.DRAFT: "matching:settings",
    Round.State.COMPUTING: "matching:progress",
    Round.State.FAILED: "matching:progress",
    Round.State.CANCELLED: "matching:progress",
}


@require_safe
@curator_required
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, the one in hand on top; those of years ago stand among the archives."""
    today = timezone.localdate()
    archives = Round.objects.of_their_own().archives(today.year - 1)
    old = request.GET.get("vue") == "archives"
    listed = archives if old else Round.objects.of_their_own().exclude(pk__in=archives.order_by().values("pk"))
    page = Paginator(listed, ROUNDS_PER_PAGE).get_page(request.GET.get("page"))
    current = figures.in_hand()
    rows = figures.rows(figures.with_scenarios(page.object_list))
    top = next((row for row in rows if current and row.round.pk == current.pk), None)
    if top is None and current is not None:
        top = figures.rows([current])[0]
    context = {"page": page, "rows": rows, "top": top, "form": RoundForm(), "year": figures.twelve_months(today)}
    segments = years(today, old=old) if old or archives.exists() else []
    return render(request, "matching/rounds.html", {**context, "segments": segments})


def years(today: date, *, old: bool) -> list[dict[str, Any]]:
    """This year's rounds and last year's, or the archives."""
    here, recent = reverse("matching:rounds"), _("%(last)s et %(this)s") % {"last": today.year - 1, "this": today.year}
    return [
        {"url": here, "label": recent, "current": not old},
        {"url": f"{here}?vue=archives", "label": _("Archives"), "current": old},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def create(request: HttpRequest) -> HttpResponse:
    """A new round is a draft: its settings come next."""
    form = RoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        round_ = create_round(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("matching:settings", round_.pk)
    return render(request, "matching/round_new.html", {"form": form})


@require_safe
@curator_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Wherever the round stands."""
    round_ = get_object_or_404(Round, pk=pk)
    return redirect(PAGES.get(round_.state, "matching:proposals"), pk)


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """The same settings as a new draft: at once from the list, or by a form that asks which setting and what title."""
    base = get_object_or_404(Round, pk=pk)
    in_one_click = request.method == "POST" and "source" not in request.POST
    form = CloneForm(comparison.copiable(base, request.POST.get("source")), request.POST or None, initial=first(base))
    if not in_one_click and not form.is_valid():
        return render(request, "matching/clone.html", {"round": base, "form": form})
    chosen = first(base) if in_one_click else form.cleaned_data
    copied = clone_round(chosen["source"], title=chosen["title"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Le réglage est copié dans une nouvelle tournée."))
    return redirect("matching:settings", copied.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is thrown away once somebody has said so."""
    round_ = get_object_or_404(Round, pk=pk)
    if request.method != "POST":
        if round_.state != Round.State.DRAFT:
            return redirect("matching:round", pk)
        return render(request, "matching/round_delete.html", {"round": round_})
    delete_draft(round_)
    messages.success(request, _("« %(title)s » est supprimé.") % {"title": round_.title})
    return redirect("matching:round", round_.source_id) if round_.source_id else redirect("matching:rounds")


def first(base: Round) -> dict[str, Any]:
    """What a copy is called until somebody says otherwise."""
    return {"source": base, "title": _("%(title)s, copie") % {"title": base.title[:110]}}


@require_POST
@curator_required
@refusal_goes_back
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of a published round."""
    close_round(get_object_or_404(Round, pk=pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("La tournée est close. Les réponses attendues gardent leur échéance."))
    return redirect("matching:proposals", pk)
