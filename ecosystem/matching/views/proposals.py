"""The review of a computed round: read, word, set aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching import review
from ecosystem.matching.actions.answers import withdraw_proposal, write_team_word
from ecosystem.matching.actions.reviewing import exclude_pair
from ecosystem.matching.candidates import bare
from ecosystem.matching.distribution import load_bars, load_words, mean, score_bars, score_words
from ecosystem.matching.figures import KINDS, Figures, figures
from ecosystem.matching.forms import WithdrawForm, WordForm
from ecosystem.matching.models import Round
from ecosystem.matching.review_board import board, progress
from ecosystem.matching.shortfalls import explain
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.matching.views.reviewing import asked_view, back_to_pair, pair_of
from ecosystem.matching.views.rounds import PAGES
from ecosystem.ui.typography import number


@require_safe
@curator_required
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures, pairs, the pair in hand, and the needs without anyone."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state in PAGES:
        return redirect("matching:round", pk)
    asked = review.Asked.of(request.GET)
    page = review.page_of(review.needs_of(round_, asked), asked)
    needs = list(page.object_list)
    selected = review.pair_in_hand(round_, asked, needs)
    in_hand = (selected.need_id, selected.person.pk) if selected else asked.pair
    context = {
        "round": round_,
        "kind": KINDS[round_.state],
        "asked": asked,
        "page": page,
        "board": board(round_, needs, asked, in_hand),
        "pair": review.pair(round_, selected, asked) if selected else None,
        "bare": bare(round_, *asked.pair) if asked.pair and not selected else None,
        **progress(round_),
        "word_form": WordForm(initial={"word": selected.team_word}) if selected else None,
        "withdraw_form": WithdrawForm(),
        **_unserved(round_, asked),
        **_figures(round_, asked),
    }
    return render(request, "matching/proposals.html", context)


@require_POST
@curator_required
@refusal_goes_back
def word(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """The team's word on one drafted pair."""
    found = pair_of(pk, proposal)
    form = WordForm(request.POST)
    if form.is_valid():
        write_team_word(found, word=form.cleaned_data["word"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Mot de l’équipe enregistré."))
    else:
        messages.error(request, str(form.errors["word"][0]))
    return redirect(back_to_pair(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def withdraw(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Set one pair aside, after a question."""
    found = pair_of(pk, proposal)
    was_sent = found.sent_at is not None
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_aside = withdraw_proposal if was_sent else exclude_pair
        set_aside(found, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        messages.success(request, _("Proposition retirée.") if was_sent else _("Proposition écartée."))
        return redirect(back_to_pair(request, found))
    return render(
        request,
        "matching/withdraw.html",
        {"proposal": found, "form": form, "back": back_to_pair(request, found), "view": asked_view(request)},
    )


def _figures(round_: Round, asked: review.Asked) -> dict[str, object]:
    found = figures(round_)
    strip = [
        {"value": number(found.served), "unit": f"/ {number(found.needs)}", "label": _("besoins servis")},
        {"value": number(found.median) or "–", "label": _("score médian"), "delta": mean(found)},
        {"value": number(found.people), "label": _("personnes sollicitées")},
        {"value": number(found.without), "label": _("sans proposition")},
    ]
    return {
        **_spread(round_, found, asked),
        "figures": found,
        "strip": strip,
        "legend": [("q1", "< 45"), ("q2", "45"), ("q3", "55"), ("q4", "65"), ("q5", _("75 et plus"))],
        "views": _views(asked, "matrice"),
        "phone_views": _views(asked, "cartes"),
        "objective": None if round_.objective is None else round_.objective / 100,
        "dual_bound": None if round_.dual_bound is None else round_.dual_bound / 100,
        "gap": None if round_.gap is None else round_.gap / 100,
    }


def _spread(round_: Round, found: Figures, asked: review.Asked) -> dict[str, object]:
    """The bars of scores and loads, each leading to its list, and the filters that can be taken off."""
    scores, loads = score_bars(found), load_bars(round_, found)
    for bar in scores:
        bar["url"] = asked.filtered(score_min=bar["low"], score_max=bar["high"]) if bar["value"] else ""
        bar["current"] = asked.span == (bar["low"], bar["high"])
    for bar in loads:
        bar["url"] = asked.filtered(charge=bar["load"]) if bar["value"] and bar["load"] else ""
    chips = []
    if asked.span:
        chips.append({"label": score_words(*asked.span), "url": asked.filtered(score_min=None, score_max=None)})
    if asked.load:
        chips.append(
            {"label": _("Charge : %(load)s") % {"load": load_words(asked.load)}, "url": asked.filtered(charge=None)}
        )
    clear = asked.filtered(score_min=None, score_max=None, charge=None)
    return {"score_bars": scores, "load_bars": loads, "chips": chips, "clear_url": clear}


def _unserved(round_: Round, asked: review.Asked) -> dict[str, object]:
    """The first needs without anyone, or all of them when asked."""
    rows = round_.unserved.select_related("need__startup")
    shown = rows if asked.all_unserved else rows[: review.UNSERVED_SHOWN]
    total = rows.count()
    rest = 0 if asked.all_unserved else max(0, total - review.UNSERVED_SHOWN)
    all_url = asked.url(sans="tous") + "#sans"
    return {
        "unserved": explain(round_, shown),
        "unserved_total": total,
        "unserved_rest": rest,
        "all_unserved_url": all_url,
    }


def _views(asked: review.Asked, usual: str) -> list[dict[str, object]]:
    """The ways of seeing the round; `usual` is the one shown while the address names none."""
    shown = asked.view or usual
    words = {
        "matrice": (_("Matrice"), "grid-3x3"),
        "cartes": (_("Cartes"), "layout-grid"),
        "liste": (_("Liste"), "list"),
    }
    return [
        {"label": words[name][0], "icon": words[name][1], "url": asked.url(vue=name), "current": name == shown}
        for name in review.VIEWS
    ]
