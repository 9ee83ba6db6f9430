"""What a curator decides of a pair in review: validated, replaced, chosen, kept for the next computation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.matching import review
from ecosystem.matching.actions.reviewing import choose_pair, lock_pair, unlock_pair
from ecosystem.matching.actions.sendings import validate_proposal
from ecosystem.matching.candidates import candidates
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.review_forms import ChooseForm, ReplaceForm
from ecosystem.matching.views.refusals import refusal_goes_back


@require_POST
@curator_required
@refusal_goes_back
def validate(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """One pair may leave, or waits again; then the next one to read is in hand."""
    found = pair_of(pk, proposal)
    yes = request.POST.get("non") != "1"
    validate_proposal(found, by=request.user, yes=yes)  # type: ignore[arg-type]
    following = _next_to_read(found) if yes else None
    if yes and following is None:
        messages.success(request, _("Tout est validé : rien n’est encore parti."))
    return redirect(back_to_pair(request, following or found))


@require_POST
@curator_required
@refusal_goes_back
def lock(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """A new computation keeps the pair, or decides alone again."""
    found = pair_of(pk, proposal)
    if request.POST.get("non") == "1":
        unlock_pair(found)
        messages.success(request, _("Paire libérée : un nouveau calcul en décidera seul."))
    else:
        lock_pair(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Paire verrouillée : un nouveau calcul la gardera."))
    return redirect(back_to_pair(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def replace(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """The people who could take the place, with score, load and conflict, then the choice."""
    found = pair_of(pk, proposal)
    offered = candidates(found.round, found)
    form = ReplaceForm(offered, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _choose(request, found.round, found, form.chosen, form.cleaned_data["reason"])
    context = {"round": found.round, "proposal": found, "form": form, "view": asked_view(request)}
    return render(request, "matching/replace.html", {**context, "back": back_to_pair(request, found)})


@require_POST
@curator_required
@refusal_goes_back
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """A pair that the computation did not choose, in an empty place or instead of another."""
    round_ = get_object_or_404(Round, pk=pk)
    form = ChooseForm(round_, request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("matching:proposals", pk)
    chosen = form.cleaned_data
    wanted = Proposal(round=round_, need=chosen["need"], **form.side)
    return _choose(request, round_, wanted, chosen["person"], chosen["reason"], instead=chosen["instead"])


def _choose(
    request: HttpRequest, round_: Round, pair: Proposal, person: Any, reason: str, *, instead: Proposal | None = None
) -> HttpResponse:
    """Choose the person for the pair's need; a refusal comes back to the pair that was in hand."""
    replaced = instead or (pair if pair.pk else None)
    try:
        chosen = choose_pair(round_, pair.need, person, instead=replaced, by=request.user, reason=reason)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back_to_pair(request, pair))
    messages.success(request, _("Paire choisie à la main, et validée. Un nouveau calcul la gardera."))
    return redirect(back_to_pair(request, chosen))


def pair_of(pk: int, proposal: int) -> Proposal:
    return get_object_or_404(Proposal.objects.with_parties(), pk=proposal, round=pk)


def back_to_pair(request: HttpRequest, proposal: Proposal) -> str:
    """The pair in the same view as before."""
    query = {"vue": asked_view(request), "besoin": proposal.need_id, "personne": proposal.person.pk}
    found = urlencode({name: value for name, value in query.items() if value})
    return reverse("matching:proposals", args=[proposal.round_id]) + f"?{found}#paire"


def asked_view(request: HttpRequest) -> str:
    """The view that a form or a link of the page carries; empty for the usual one."""
    asked = request.POST.get("vue") or request.GET.get("vue", "")
    return asked if asked in review.VIEWS else ""


def _next_to_read(proposal: Proposal) -> Proposal | None:
    """The next pair that waits, in the order of the page, from the top again after the last one."""
    waits = proposal.round.proposals.in_review().filter(reviewed_at=None).with_parties()
    listed = sorted(waits, key=lambda one: (one.need.startup.sort_name, one.need_id, -one.score))
    here = (proposal.need.startup.sort_name, proposal.need_id, -proposal.score)
    after = [one for one in listed if (one.need.startup.sort_name, one.need_id, -one.score) > here]
    return next(iter([*after, *listed]), None)
