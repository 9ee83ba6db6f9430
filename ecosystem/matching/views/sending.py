"""The last look, and the sending."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ecosystem.core.access import curator_required
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.rounds import publish_round
from ecosystem.matching.actions.scenarios import why_not_sent
from ecosystem.matching.models import Round
from ecosystem.matching.sending import Recap, recap
from ecosystem.matching.views.refusals import refusal_goes_back
from ecosystem.ui.typography import number

PEOPLE_PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
@refusal_goes_back
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What will leave, then the one button that makes it leave."""
    round_ = get_object_or_404(Round, pk=pk)
    if request.method == "POST":
        publish_round(round_, by=request.user)  # type: ignore[arg-type]
        enqueue("ecosystem.matching.tasks.announce_round", round_.pk)
        messages.success(request, _("La tournée est publiée : les courriels partent."))
        return redirect("matching:proposals", pk)
    if round_.state != Round.State.READY:
        return redirect("matching:round", pk)
    found = recap(round_)
    page = Paginator(found.people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {"round": round_, "recap": found, "page": page, "strip": _strip(found), "refusal": why_not_sent(round_)}
    return render(request, "matching/send.html", context)


def _strip(found: Recap) -> list[dict[str, object]]:
    return [
        {"value": number(found.mails), "label": _("courriels"), "delta": _("un seul par personne")},
        {"value": number(found.proposals), "label": _("propositions")},
        {"value": number(found.needs), "label": _("besoins avancent")},
        {"value": number(len(found.unreachable)), "label": _("personnes sans adresse")},
    ]
