"""The answers that are awaited: by age and load, with calls, answers on behalf, and the ladder itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching import board, rules
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.giving_back import pass_on as pass_proposal_on
from ecosystem.matching.actions.ladder import change_schedule, note_call
from ecosystem.matching.answer_forms import CallForm, OnBehalfForm, PassOnForm, ScheduleForm
from ecosystem.matching.models import AnswerSchedule, Proposal
from ecosystem.matching.views.answering import DELIVERY

CARDS_PER_PAGE = 24
CALLS_SHOWN = 60


@require_safe
@never_cache
@curator_required
def answers(request: HttpRequest) -> HttpResponse:
    """Four ages side by side, or one of them whole."""
    load, column = request.GET.get("charge", ""), request.GET.get("colonne", "")
    load, column = load if load in board.LOADS else "", column if column in board.COLUMNS else ""
    everybody = board.waiting(timezone.localdate())
    found = board.of_load(everybody, load)
    context = {
        "total": len(everybody),
        "facts": board.facts(),
        "tabs": board.load_tabs(everybody, load, column),
        "schedule": AnswerSchedule.current(),
    }
    if column:
        rows = [one for one in found if one.column == column]
        page = Paginator(rows, CARDS_PER_PAGE).get_page(request.GET.get("page"))
        more = {"page": page, "cards": board.cards(page.object_list), "title": board.COLUMNS[column]}
        return render(request, "matching/board_column.html", {**context, **more, "back": board.address(charge=load)})
    return render(request, "matching/board.html", {**context, "columns": board.columns(found, load)})


@require_safe
@never_cache
@curator_required
def calls(request: HttpRequest) -> HttpResponse:
    """Who to telephone today."""
    listed = board.calls_to_make(timezone.localdate(), CALLS_SHOWN)
    return render(request, "matching/board_calls.html", {"cards": listed, "limit": CALLS_SHOWN})


@require_safe
@never_cache
@curator_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One awaited answer: its calls, and what the team can do."""
    return _page(request, _found(pk))


@require_POST
@curator_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a call."""
    proposal, form = _found(pk), CallForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, call_form=form)
    try:
        note_call(proposal, said=form.cleaned_data["said"], by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("L’appel est noté."))
    return redirect("matching:board_one", pk)


@require_POST
@curator_required
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the answer that somebody gave to the team."""
    proposal, form = _found(pk), OnBehalfForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, behalf_form=form)
    said, side = form.cleaned_data, _side(proposal)
    by = person_of(request)
    try:
        if said["answer"] == "accept":
            accept_proposal(proposal, side=side, by=by, reason=said["why"])
        else:
            decline_proposal(proposal, side=side, by=by, reason=said["reason"], why=said["why"])
    except Refused as error:
        messages.error(request, str(error))
        return redirect("matching:board_one", pk)
    enqueue(DELIVERY)
    messages.success(request, _("La réponse est enregistrée, avec votre nom et la façon dont vous la connaissez."))
    return redirect("matching:board")


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait no longer, and ask the next one."""
    proposal = _found(pk)
    form = PassOnForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "matching/board_pass_on.html", {"proposal": proposal, "form": form})
    try:
        following = pass_proposal_on(proposal, by=person_of(request), reason=form.cleaned_data["reason"])
    except Refused as error:
        messages.error(request, str(error))
        return redirect("matching:board_one", pk)
    enqueue(DELIVERY)
    if following is None:
        messages.info(request, _("La proposition est retirée. Personne d’autre ne peut être sollicité pour ce besoin."))
    else:
        messages.success(request, _("%(name)s est maintenant sollicité.") % {"name": following.person.name})
    return redirect("matching:board")


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def schedule(request: HttpRequest) -> HttpResponse:
    """The days and hours of the ladder."""
    current = AnswerSchedule.current()
    form = ScheduleForm(request.POST or None, instance=AnswerSchedule.current())
    if request.method == "POST" and form.is_valid():
        change_schedule(**form.cleaned_data)
        messages.success(request, _("L’échelle est enregistrée : elle vaut aussi pour ce qui est déjà parti."))
        return redirect("matching:board")
    return render(request, "matching/board_schedule.html", {"form": form, "schedule": current})


def _found(pk: int) -> Proposal:
    """A proposal that left; what was never sent has no answer to wait for."""
    return get_object_or_404(Proposal.objects.seen().with_parties(), pk=pk)


def _side(proposal: Proposal) -> str:
    return Proposal.Side.STARTUP if proposal.person_answer else Proposal.Side.PERSON


def _page(request: HttpRequest, proposal: Proposal, **forms: Any) -> HttpResponse:
    side, on = _side(proposal), timezone.localdate()
    status = 200 if not forms else 422
    heard = proposal.need.startup if side == Proposal.Side.STARTUP else proposal.person
    context = {
        "proposal": proposal,
        "side": side,
        "by_startup": side == Proposal.Side.STARTUP,
        "awaits": rules.awaits(side, proposal, on),
        "calls": proposal.calls.select_related("by")[:50],
        "moves": proposal.moves.select_related("by")[:50],
        "call_form": CallForm(),
        "behalf_form": OnBehalfForm(),
        "phone": heard.contact_phone,
        **forms,
    }
    return render(request, "matching/board_one.html", context, status=status)
