"""The last look, the while in which a sending can be undone, and taking it back."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.previews import previews
from ecosystem.matching.actions.scenarios import why_not_sent
from ecosystem.matching.actions.sendings import READING, cancel_sending, confirm_sending, take_back, validate_all
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.models import AnswerSchedule, Round, Sending
from ecosystem.matching.sending import recap
from ecosystem.matching.sending_words import checks, past, strip
from ecosystem.matching.views.refusals import refusal_goes_back

ROWS_PER_PAGE = 30
SEND_TASK = "ecosystem.matching.tasks.send_proposals"


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What will leave, then the one button that confirms it; it leaves some minutes later."""
    round_ = get_object_or_404(Round, pk=pk)
    if request.method == "POST":
        sending = confirm_sending(round_, by=request.user)  # type: ignore[arg-type]
        if not sending.seconds_left():
            enqueue(SEND_TASK, sending.pk)
            messages.success(request, _("L’envoi est confirmé : les courriels partent."))
        return redirect("matching:send", pk)
    sent = past(round_)
    if round_.state not in READING or not (sent or round_.proposals.in_review().exists()):
        return redirect("matching:round", pk)
    return render(request, "matching/send.html", _context(request, round_, sent))


@require_POST
@curator_required
@refusal_goes_back
def cancel(request: HttpRequest, pk: int, sending: int) -> HttpResponse:
    """Undo a sending that has not left."""
    found = get_object_or_404(Sending, pk=sending, round=pk)
    cancel_sending(found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Envoi annulé : tout est de nouveau en relecture, rien n’est parti."))
    return redirect("matching:send", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def unpublish(request: HttpRequest, pk: int, sending: int) -> HttpResponse:
    """Take back, after a question, what left and nobody has answered."""
    found = get_object_or_404(Sending.objects.left().select_related("round"), pk=sending, round=pk)
    if request.method == "POST":
        take_back(found, by=request.user)  # type: ignore[arg-type]
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        messages.success(request, _("Envoi dépublié : ses propositions sont de nouveau en relecture."))
        return redirect("matching:proposals", pk)
    return render(request, "matching/unpublish.html", {"round": found.round, "sending": found})


@require_POST
@curator_required
@refusal_goes_back
def validate_everything(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything in review may leave."""
    round_ = get_object_or_404(Round, pk=pk)
    validate_all(round_, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Tout est validé : rien n’est encore parti."))
    return redirect("matching:send" if request.POST.get("vers") == "envoi" else "matching:proposals", pk)


@require_safe
@curator_required
def read_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the mails that will leave, as its reader will get it, without her link."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state not in READING:
        return redirect("matching:round", pk)
    to_startup = request.GET.get("a") == "startup"
    opened = round_.sendings.open().first()
    page = Paginator(recap(round_, opened).mails_by("startup" if to_startup else "person"), 1).get_page(
        request.GET.get("page")
    )
    until = _answer_on(round_, opened)
    shown = previews(round_, page.object_list[0], until, to_startup=to_startup) if page.object_list else None
    return render(request, "matching/read_mail.html", {"round": round_, "page": page, "mail": shown})


def _answer_on(round_: Round, sending: Sending | None) -> date:
    leaves = timezone.localdate(sending.leaves_at if sending else timezone.now())
    return answer_by(round_.answer_days, on=leaves)


def _context(request: HttpRequest, round_: Round, sent: list[Sending]) -> dict[str, Any]:
    opened = round_.sendings.open().first()
    last = round_.sendings.order_by("-pk").first()
    waiting = round_.proposals.in_review().exists()
    shown = opened or (None if waiting or not sent else sent[0])
    found = recap(round_, shown)
    by_person = request.GET.get("par") == "personne"
    rows: list[Any] = found.people if by_person else found.listed
    return {
        "round": round_,
        "sending": opened,
        "stopped": last if last and last.failure and not opened else None,
        "sent": sent,
        "recap": found,
        "to_send": waiting and not opened,
        "window": settings.SENDING_WINDOW_MINUTES,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "by_person": by_person,
        "views": _views(round_, by_person=by_person),
        "strip": strip(round_, found, _answer_on(round_, opened)),
        "checks": checks(round_, found),
        "schedule": AnswerSchedule.current(),
        "refusal": why_not_sent(round_) if round_.state == Round.State.READY and not opened else "",
    }


def _views(round_: Round, *, by_person: bool) -> list[dict[str, object]]:
    person = _("Par mentor") if round_.kind == Round.Kind.MENTORS else _("Par financeur")
    return [
        {"label": _("Par startup"), "url": "?par=startup#qui", "current": not by_person},
        {"label": person, "url": "?par=personne#qui", "current": by_person},
    ]
