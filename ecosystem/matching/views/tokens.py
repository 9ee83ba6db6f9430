"""The pages behind the links of the mails: no sign-in, and opening them changes nothing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.core.queue import enqueue
from ecosystem.matching import rules
from ecosystem.matching.actions.mails import resend_link
from ecosystem.matching.answering import link_address
from ecosystem.matching.errors import LinkAltered, LinkExpired, LinkOfSomebodyElse, NoLongerOpen, NotYourTurn
from ecosystem.matching.links import read_token
from ecosystem.matching.models import Proposal
from ecosystem.matching.views.answering import DELIVERY, Visit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The proposal, or what to do about a link that does not open it."""
    visit = _visit(request, token)
    if isinstance(visit, HttpResponse):
        return visit
    return visit.answer() if request.method == "POST" else visit.show()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """One reason."""
    visit = _visit(request, token)
    return visit if isinstance(visit, HttpResponse) else visit.decline()


@require_POST
def resend(request: HttpRequest, token: str) -> HttpResponse:
    """A new link to the address of the record, for whoever holds an expired one."""
    try:
        read_token(token)
    except LinkExpired as error:
        link = error.link
        found = get_object_or_404(Proposal.objects.with_parties(), pk=link.proposal_id)
        if rules.awaits(link.side, found, timezone.localdate()):
            resend_link(found, link.side)
            enqueue(DELIVERY)
            messages.success(request, _("Un nouveau lien part à l’adresse que nous connaissons."))
        else:
            messages.info(request, str(NoLongerOpen()))
        return redirect("matching:answer", token)
    except LinkAltered as error:
        return _stopped(request, error, 400)
    return redirect("matching:answer", token)


def _visit(request: HttpRequest, token: str) -> Visit | HttpResponse:
    try:
        link = read_token(token)
    except LinkAltered as error:
        return _stopped(request, error, 400)
    except LinkExpired as error:
        return _stopped(request, error, 410, token=token)
    found = get_object_or_404(Proposal.objects.with_parties(), pk=link.proposal_id)
    if not rules.still_theirs(link.user_id, link.side, found):
        return _stopped(request, LinkOfSomebodyElse(), 410)
    if rules.may_see(link.side, found):
        return Visit(request, found, link.side, link_address(link, settings.SITE_URL), "ui/base.html")
    waits = found.state == Proposal.State.SENT
    return _stopped(request, NotYourTurn() if waits else NoLongerOpen(), 200)


def _stopped(request: HttpRequest, error: Exception, status: int, token: str = "") -> HttpResponse:
    context = {"message": str(error), "kind": type(error).__name__, "token": token}
    return render(request, "matching/link_stopped.html", context, status=status)
