"""The team's desk: claims to decide, listings that nobody holds, and whom the site invites."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole, written
from ecosystem.directory.claiming import bulk, chasing
from ecosystem.directory.claiming.claims import decide as decide_claim
from ecosystem.directory.claiming.door import DELIVERY
from ecosystem.directory.claiming.forms import ManyForm
from ecosystem.directory.claiming.invitations import cancel, send_again
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
        decide_claim(claim, by=person_of(request), accept=accept, answer=written(request.POST.get("answer", "")))
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
    """Begin to write to the listings that are ticked, once they were shown again."""
    pks = [pk for text in request.POST.getlist("fiche") if (pk := whole(text)) is not None]
    chosen = chasing.never_written().filter(pk__in=pks)[:PER_PAGE]
    if chosen and "sure" not in request.POST:
        return render(request, "directory/claiming/chase.html", {"listings": chosen})
    count = chasing.start_chases(pks, by=person_of(request))
    if count:
        said = ngettext("Nous écrivons à %(n)d fiche.", "Nous écrivons à %(n)d fiches.", count)
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


@require_http_methods(["GET", "HEAD", "POST"])
@curator_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Whom the site invites: a list is checked first, and only leaves when the checked list is sent."""
    form = ManyForm(request.POST or None, request.FILES or None, initial={"language": "fr"})
    if request.method != "POST":
        return _invitations_page(request, form)
    if not form.is_valid():
        return _invitations_page(request, form, status=422)
    said = form.cleaned_data
    lines = bulk.check_lines(said["lines"], said["target"])
    if "send" not in request.POST:
        again = ManyForm(initial={**said, "file": None})
        return _invitations_page(request, again, lines)
    sent = bulk.send_lines(lines, said["target"], by=person_of(request), language=said["language"], word=said["word"])
    enqueue(DELIVERY)
    return _told(request, sent)


def _told(request: HttpRequest, sent: list[bulk.Line]) -> HttpResponse:
    """What left, and the lines that did not, for them to be mended."""
    count = dict(bulk.counted(sent))["ready"]
    if count:
        said = ngettext("%(n)d invitation est partie.", "%(n)d invitations sont parties.", count)
        messages.success(request, said % {"n": count})
    if wrong := [line for line in sent if line.problem]:
        numbers = ", ".join(str(line.number) for line in wrong[:20])
        messages.error(request, _("Lignes sans envoi : %(numbers)s.") % {"numbers": numbers})
    return redirect("claims:invitations")


def _invitations_page(
    request: HttpRequest, form: ManyForm, lines: list[bulk.Line] | None = None, status: int = 200
) -> HttpResponse:
    state = request.GET.get("etat", "")
    rows = Invitation.objects.select_related("listing", "by", "accepted_by")
    if state in Invitation.State.values:
        rows = rows.filter(state=state)
    context = {
        "form": form,
        "lines": lines,
        "counts": dict(bulk.counted(lines or [])),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "states": [
            {"label": label, "url": f"?etat={code}" if code else "?", "current": code == state}
            for code, label in [("", _("Toutes")), *Invitation.State.choices]
        ],
    }
    return render(request, "directory/claiming/invitations.html", context, status=status)


@require_POST
@curator_required
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one invitation once more, or take it back."""
    found, again = get_object_or_404(Invitation, pk=pk), request.POST.get("act") == "again"
    try:
        send_again(found) if again else cancel(found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        said = _("L’invitation repart à %(email)s.") if again else _("L’invitation de %(email)s est annulée.")
        messages.success(request, said % {"email": found.email})
        enqueue(DELIVERY)
    return redirect("claims:invitations")
