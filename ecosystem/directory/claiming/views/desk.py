"""The team's desk: claims to decide, listings that nobody holds, and whom the site invites."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole
from ecosystem.directory.claiming import chasing
from ecosystem.directory.claiming.claims import decide as decide_claim
from ecosystem.directory.claiming.door import DELIVERY
from ecosystem.directory.models import Claim, Invitation, OrphanChase

PER_PAGE = 20
DECIDED = "decidees"
FOLLOW = "ecosystem.directory.tasks.follow_claims"


@require_safe
@curator_required
def claims(request: HttpRequest) -> HttpResponse:
    """The claims that wait for an answer, the longest first; or those that had one."""
    is_past = request.GET.get("etat") == DECIDED
    asked = Claim.objects.asked()
    rows = Claim.objects.exclude(state=Claim.State.PENDING).order_by("-decided_at", "-pk") if is_past else asked
    page = Paginator(rows.select_related("listing", "by", "decided_by"), PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("claims:desk")
    tabs = [
        {"label": _("À décider"), "url": here, "current": not is_past, "count": asked.count()},
        {"label": _("Décidées"), "url": f"{here}?etat={DECIDED}", "current": is_past},
        {"label": _("Sans auteur"), "url": reverse("claims:orphans"), "count": chasing.never_written().count()},
    ]
    return render(request, "directory/claiming/desk.html", {"page": page, "is_past": is_past, "tabs": tabs})


@require_POST
@curator_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse one claim."""
    claim = get_object_or_404(Claim.objects.select_related("listing"), pk=pk, way=Claim.Way.REQUEST)
    accept = request.POST.get("decision") == "accept"
    try:
        decide_claim(claim, by=person_of(request), accept=accept, answer=request.POST.get("answer", ""))
    except Refused as error:
        messages.error(request, str(error))
    else:
        said = _("La demande pour %(name)s est acceptée.") if accept else _("La demande pour %(name)s est refusée.")
        messages.success(request, said % {"name": claim.listing.name})
        enqueue(DELIVERY)
    return redirect("claims:desk")


@require_safe
@curator_required
def orphans(request: HttpRequest) -> HttpResponse:
    """Published listings of nobody: those that were never written to, and how the others answered."""
    page = Paginator(chasing.never_written(), PER_PAGE).get_page(request.GET.get("page"))
    chases = OrphanChase.objects.select_related("listing").order_by("outcome", "-started_at", "-pk")
    here = reverse("claims:desk")
    tabs = [
        {"label": _("À décider"), "url": here, "count": Claim.objects.asked().count()},
        {"label": _("Décidées"), "url": f"{here}?etat={DECIDED}"},
        {"label": _("Sans auteur"), "url": reverse("claims:orphans"), "current": True, "count": page.paginator.count},
    ]
    written = Paginator(chases, PER_PAGE).get_page(request.GET.get("suivi"))
    return render(request, "directory/claiming/orphans.html", {"page": page, "written": written, "tabs": tabs})


@require_POST
@curator_required
def chase(request: HttpRequest) -> HttpResponse:
    """Begin to write to the listings that are ticked."""
    pks = [pk for text in request.POST.getlist("fiche") if (pk := whole(text)) is not None]
    count = chasing.start_chases(pks, by=person_of(request))
    if count:
        said = ngettext("%(n)d fiche sera écrite.", "%(n)d fiches seront écrites.", count)
        messages.success(request, said % {"n": count})
        enqueue(FOLLOW)
    else:
        messages.error(request, _("Cochez au moins une fiche."))
    return redirect("claims:orphans")


@require_POST
@curator_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Write no more to one listing."""
    stopped = chasing.stop_chase(get_object_or_404(OrphanChase.objects.select_related("listing"), pk=pk))
    messages.success(request, _("Nous n’écrirons plus à %(name)s.") % {"name": stopped.listing.name})
    return redirect("claims:orphans")


@require_safe
@curator_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Whom the site invited, and what became of it."""
    rows = Invitation.objects.select_related("listing", "by", "accepted_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/claiming/invitations.html", {"page": page})
