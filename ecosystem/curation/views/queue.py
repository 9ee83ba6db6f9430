"""The team's desk: listings that wait to be read."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.models import User
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.curation.deciding import Decision, decide
from ecosystem.directory.models import Listing

PER_PAGE = 20
SAID = {"publish": _("%(name)s est en ligne."), "request_changes": _("La correction de %(name)s est demandée.")}


@require_safe
@curator_required
def queue(request: HttpRequest) -> HttpResponse:
    """Submitted listings of the four kinds, the longest wait first."""
    waiting = Listing.objects.waiting().select_related("created_by").prefetch_related("sectors")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "curation/queue.html", {"page": page})


@require_POST
@curator_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a listing, or ask for a correction in one sentence."""
    listing = get_object_or_404(Listing, pk=pk)
    verb = request.POST.get("decision", "")
    if verb not in SAID:
        raise Http404
    message = request.POST.get("message", "")
    try:
        decide(listing, cast(Decision, verb), by=cast(User, request.user), message=message)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(SAID[verb]) % {"name": listing.name})
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
        enqueue("ecosystem.directory.tasks.index_listing", listing.pk)
    return redirect("curation:queue")
