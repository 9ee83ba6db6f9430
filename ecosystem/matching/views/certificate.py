"""The certificate of a round: read, downloaded, replayed, and compared with a file that somebody sent."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching import certificates, received
from ecosystem.matching.actions.replays import ask_replay
from ecosystem.matching.engine.certificate_file import Malformed
from ecosystem.matching.figures import figures
from ecosystem.matching.forms import ReceivedForm
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.matching.sending_words import hand_edits
from ecosystem.matching.views.refusals import refusal_goes_back

REPLAY_TASK = "ecosystem.matching.tasks.replay_round"


@require_safe
@never_cache
@curator_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The seal, the verifications, the worst served and the digest; a clear state before the computation."""
    round_ = get_object_or_404(Round, pk=pk)
    return _page(request, round_, ReceivedForm())


@require_safe
@curator_required
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The document with names, for whoever wants to verify it elsewhere."""
    round_ = get_object_or_404(Round, pk=pk)
    try:
        document = certificates.copy_with_names(round_, get_object_or_404(RoundCertificate, round=round_))
    except Malformed as error:
        raise Http404 from error
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{certificates.file_name(round_)}"'
    return response


@require_POST
@curator_required
@refusal_goes_back
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the round again on the inputs that were kept; a worker does it."""
    round_ = get_object_or_404(Round, pk=pk)
    get_object_or_404(RoundCertificate, round=round_)
    if ask_replay(round_):
        enqueue(REPLAY_TASK, round_.pk)
        messages.info(request, _("Rejeu demandé : le résultat s’affiche ici dès qu’il est là."))
    else:
        messages.info(request, _("Un rejeu est déjà en cours."))
    return redirect("matching:certificate", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a received file and compare it with the stored one; nothing of it is kept, so there is nothing to read."""
    round_ = get_object_or_404(Round, pk=pk)
    kept = get_object_or_404(RoundCertificate, round=round_)
    if request.method != "POST":
        return redirect("matching:certificate", pk)
    form = ReceivedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, round_, form, status=422)
    upload = form.cleaned_data["file"]
    found = received.examine(round_, kept, name=upload.name, data=upload.read())
    return _page(request, round_, ReceivedForm(), received=found)


def _page(request: HttpRequest, round_: Round, form: ReceivedForm, *, status: int = 200, **more: Any) -> HttpResponse:
    kept = RoundCertificate.objects.filter(round=round_).first()
    panel = certificates.panel(round_, kept) if kept else None
    context = {
        "round": round_,
        "kept": kept,
        "panel": panel,
        "by_hand": hand_edits(round_),
        "served": certificates.served(round_) if kept else None,
        "figures": figures(round_) if kept else None,
        "commands": certificates.commands_of(round_, kept) if kept else (),
        "form": form,
        **more,
    }
    return render(request, "matching/certificate.html", context, status=status)
