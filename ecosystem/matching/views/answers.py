"""A proposal for the signed-in person that it is about; to everyone else it does not exist."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.matching import rules
from ecosystem.matching.actions.apart import keep_apart
from ecosystem.matching.answering import page_address
from ecosystem.matching.models import Proposal
from ecosystem.matching.views.answering import Visit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, and the two buttons."""
    visit = own_visit(request, pk)
    return visit.answer() if request.method == "POST" else visit.show()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """One reason."""
    return own_visit(request, pk).decline()


@require_POST
@never_cache
@member_required
def never_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Never this startup and this person together again; the present proposal waits for its answer as before."""
    visit = own_visit(request, pk)
    keep_apart(visit.proposal, visit.side, by=person_of(request))
    messages.success(request, _("C’est noté : aucune tournée ne vous proposera plus l’un à l’autre."))
    return redirect("matching:proposal", pk)


def own_visit(request: HttpRequest, pk: int) -> Visit:
    """The proposal as the side of the signed-in person sees it; to everyone else it does not exist."""
    found = get_object_or_404(Proposal.objects.with_parties(), pk=pk)
    user = request.user
    side = rules.side_of(user, found) if isinstance(user, User) else None
    if side is None or not rules.may_see(side, found):
        raise Http404
    return Visit(request, found, side, page_address, "ui/app.html")
