"""Pairs imposed or set aside, and rules of balance: chosen before a computation, from a draft or a round in review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.rounds import reopen_round, start_round
from ecosystem.matching.actions.wishes import (
    STILL_OPEN,
    add_balance_rule,
    impose_pair,
    release_pair,
    remove_balance_rule,
    set_pair_aside,
)
from ecosystem.matching.choices import balance_of, choices_of
from ecosystem.matching.models import BalanceRule, Round, RoundPair
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.wish_forms import BalanceForm, PairForm

ACTS = {RoundPair.Kind.IMPOSED: impose_pair, RoundPair.Kind.SET_ASIDE: set_pair_aside}


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def impose(request: HttpRequest, pk: int) -> HttpResponse:
    """Every choice by hand of the round; the address may name a pair, the form asks for the reason."""
    round_ = get_object_or_404(Round, pk=pk)
    if request.method != "POST":
        if round_.state not in STILL_OPEN:
            return redirect("matching:round", pk)
        return _page(request, round_, PairForm(round_, initial=_named(request)))
    form = PairForm(round_, request.POST)
    if not form.is_valid():
        return _page(request, round_, form)
    chosen = form.cleaned_data
    act = ACTS[RoundPair.Kind(chosen["kind"])]
    act(round_, chosen["need"], chosen["person"], by=request.user, reason=chosen["reason"])  # type: ignore[arg-type]
    messages.success(request, _("Choix enregistré : il comptera au prochain calcul."))
    return redirect(back_to(round_, "paires"))


@require_POST
@curator_required
@refusal_goes_back
def release(request: HttpRequest, pk: int, pair: int) -> HttpResponse:
    """The computation decides of the pair again."""
    found = get_object_or_404(RoundPair.objects.select_related("round"), pk=pair, round=pk)
    release_pair(found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Choix retiré : le prochain calcul décidera seul de cette paire."))
    return redirect(back_to(found.round, "paires"))


@require_POST
@curator_required
@refusal_goes_back
def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """One more rule of balance; what is wrong with it is said beside it."""
    round_ = get_object_or_404(Round, pk=pk)
    form = BalanceForm(round_, request.POST)
    if form.is_valid():
        try:
            add_balance_rule(round_, **form.rule)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Règle ajoutée : elle comptera au prochain calcul."))
            return redirect(back_to(round_, "equilibre"))
    if round_.state not in STILL_OPEN:
        return redirect("matching:round", pk)
    return _page(request, round_, PairForm(round_), form)


@require_POST
@curator_required
@refusal_goes_back
def balance_remove(request: HttpRequest, pk: int, rule: int) -> HttpResponse:
    """The rule counts no more."""
    found = get_object_or_404(BalanceRule.objects.select_related("round"), pk=rule, round=pk)
    remove_balance_rule(found)
    messages.success(request, _("Règle retirée."))
    return redirect(back_to(found.round, "equilibre"))


@require_POST
@curator_required
@refusal_goes_back
def recompute(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen the round and hand it to the workers again, with the choices as they stand."""
    reopened = reopen_round(get_object_or_404(Round, pk=pk), by=request.user)  # type: ignore[arg-type]
    started = start_round(reopened, by=request.user)  # type: ignore[arg-type]
    enqueue("ecosystem.matching.tasks.compute_round", started.pk)
    return redirect("matching:progress", pk)


def context_of(round_: Round, pair_form: PairForm | None = None, form: BalanceForm | None = None) -> dict[str, Any]:
    """What the sections of the choices by hand show, on the settings page and on their own."""
    return {
        "choices": choices_of(round_),
        "rules": balance_of(round_),
        "pair_form": pair_form or PairForm(round_),
        "balance_form": form or BalanceForm(round_),
    }


def back_to(round_: Round, anchor: str) -> str:
    """The settings of a draft, else the page of the choices by hand."""
    page = "matching:settings" if round_.state == Round.State.DRAFT else "matching:impose"
    return reverse(page, args=[round_.pk]) + f"#{anchor}"


def _named(request: HttpRequest) -> dict[str, str]:
    """The pair and the choice that the address names."""
    query = request.GET
    kind = RoundPair.Kind.SET_ASIDE if query.get("choix") == "ecarter" else RoundPair.Kind.IMPOSED
    return {"need": query.get("besoin", ""), "person": query.get("personne", ""), "kind": kind}


def _page(request: HttpRequest, round_: Round, pair: PairForm, rule: BalanceForm | None = None) -> HttpResponse:
    wrong = next((one for one in (pair, rule) if one is not None and one.is_bound), None)
    context = {"round": round_, "wrong": wrong, **context_of(round_, pair, rule)}
    return render(request, "matching/choices.html", context)
