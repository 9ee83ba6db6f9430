"""Taking back a yes, and thinking over a no: for the signed-in person that it is about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching import answering
from ecosystem.matching.actions import giving_back
from ecosystem.matching.answer_forms import GiveBackForm
from ecosystem.matching.models import Proposal
from ecosystem.matching.views.answering import DELIVERY
from ecosystem.matching.views.answers import own_visit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows, said before it is done; the place is free at once."""
    visit = own_visit(request, pk)
    form = GiveBackForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        shown = answering.context(visit.proposal, visit.side, address=visit.address)
        if not shown["can_give_back"]:
            return redirect("matching:proposal", pk)
        rail = answering.space(visit.proposal, visit.side)
        return render(request, "matching/give_back.html", {**shown, "form": form, "space": rail})
    try:
        said = form.cleaned_data["reason"]
        giving_back.give_back(visit.proposal, side=visit.side, by=person_of(request), reason=said)
    except Refused as error:
        messages.error(request, str(error))
    else:
        enqueue(DELIVERY)
        messages.success(request, _("C’est rendu : la place est libre, et l’autre côté est prévenu."))
    return redirect("matching:proposal", pk)


@require_POST
@member_required
def reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Think again, once."""
    visit = own_visit(request, pk)
    try:
        now = giving_back.reconsider(visit.proposal, side=visit.side, by=person_of(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("matching:proposal", pk)
    enqueue(DELIVERY)
    if now.state == Proposal.State.SENT:
        messages.success(request, _("La proposition est de nouveau ouverte."))
        is_person = visit.side == Proposal.Side.PERSON
        return redirect("matching:proposal", pk) if is_person else redirect("home:space")
    said = _("Quelqu’un d’autre est déjà sollicité. Votre refus est levé : une prochaine tournée pourra vous réunir.")
    messages.info(request, said)
    return redirect("matching:proposal", pk)
