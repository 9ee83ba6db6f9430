"""How fresh the directory is: ages, what leaves it soon, dead links, and the acts that go with them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required
from ecosystem.core.files import csv_file
from ecosystem.core.queue import enqueue
from ecosystem.core.text import whole
from ecosystem.curation import freshness_board as board
from ecosystem.directory.actions import INDEX_LISTING
from ecosystem.directory.freshness import ask_owner, confirm, may_be_confirmed, verified_share
from ecosystem.directory.links import progress
from ecosystem.directory.models import LinkCheck, Listing

DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"
FIRST, PER_PAGE, MOST = 5, 30, 200
KINDS = (
    (Listing.Kind.STARTUP, gettext_lazy("Startups")),
    (Listing.Kind.MENTOR, gettext_lazy("Mentors")),
    (Listing.Kind.FUNDER, gettext_lazy("Financeurs")),
)


@require_safe
@never_cache
@curator_required
def freshness(request: HttpRequest) -> HttpResponse:
    """The whole desk, or one of its two lists alone."""
    wanted = request.GET.get("liste", "")
    size = PER_PAGE if wanted else FIRST
    leaving, dead = board.leaving(), LinkCheck.objects.to_mend().select_related("listing")
    context: dict[str, Any] = {"wanted": wanted, "leaving_count": leaving.count(), "dead_count": dead.count()}
    context["askable_count"] = board.askable().count()
    if wanted != "liens":
        page = Paginator(board.with_asks(leaving), size).get_page(request.GET.get("page") if wanted else 1)
        context |= {"page": page, "rows": board.rows(page.object_list)}
    if wanted != "masquees":
        context["links"] = Paginator(dead, size).get_page(request.GET.get("page") if wanted else 1)
    return render(request, "curation/freshness.html", context | _figures(request))


def _figures(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("type", "")
    kind = kind if kind in dict(KINDS) else str(Listing.Kind.STARTUP)
    fresh, total = verified_share()
    ages = board.ages(kind)
    tried, links = progress()
    return {
        "share": fresh / total if total else None,
        "months": settings.FRESHNESS_MONTHS,
        "ages": ages,
        "bars": board.bars(ages),
        "kind_total": sum(age.count for age in ages),
        "kind_label": dict(KINDS)[Listing.Kind(kind)],
        "kinds": [{"label": label, "url": f"?type={value}", "current": value == kind} for value, label in KINDS],
        "ways": board.ways(),
        "answered_first": board.answered_first(),
        "tried": tried,
        "links_total": links,
    }


@require_safe
@never_cache
@curator_required
def freshness_csv(request: HttpRequest) -> HttpResponse:
    """Every listing with its age, as a file."""
    return csv_file(f"escale-fraicheur-{timezone.localdate().isoformat()}.csv", board.table())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@curator_required
def freshness_bulk(request: HttpRequest) -> HttpResponse:
    """The owners who would be asked, by name; then they are."""
    if request.method == "POST":
        chosen = [pk for text in request.POST.getlist("fiche")[:MOST] if (pk := whole(text)) is not None]
        asked, left = board.ask_many(chosen, by=person_of(request))
        enqueue(DELIVERY)
        (messages.success if asked else messages.info)(request, board.report(asked, left))
        return redirect("curation:freshness")
    rows = board.rows(board.with_asks(board.askable())[:MOST])
    return render(request, "curation/freshness_bulk.html", {"rows": rows})


@require_POST
@curator_required
def freshness_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one owner once more."""
    listing = get_object_or_404(Listing.objects.public(), pk=pk)
    if ask_owner(listing, by=person_of(request)):
        enqueue(DELIVERY)
        messages.success(request, _("La relance part : %(name)s.") % {"name": listing.name})
    else:
        messages.info(
            request, _("Rien n’est parti : relancée aujourd’hui, quatre fois déjà, ou personne à qui écrire.")
        )
    return redirect("curation:freshness")


@require_POST
@curator_required
def freshness_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner said by telephone that it holds."""
    listing = get_object_or_404(Listing, pk=pk)
    if may_be_confirmed(listing):
        confirm(listing, by=person_of(request), how=Listing.Check.CALL)
        enqueue(INDEX_LISTING, listing.pk)
        messages.success(request, _("%(name)s est vérifiée aujourd’hui, au téléphone.") % {"name": listing.name})
    else:
        messages.info(request, _("Cette fiche n’est pas en ligne : il n’y a rien à vérifier."))
    return redirect("curation:freshness")


@require_POST
@curator_required
def freshness_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the address where a site went for good."""
    link = get_object_or_404(LinkCheck.objects.select_related("listing"), pk=pk)
    if url := board.follow_link(link, by=person_of(request)):
        enqueue(INDEX_LISTING, link.listing_id)
        messages.success(request, _("%(name)s : le site est maintenant %(url)s.") % {"name": link.listing, "url": url})
    else:
        messages.info(
            request, _("Cette adresse a changé entre-temps, ou la nouvelle ne se garde pas : ouvrez la fiche.")
        )
    return redirect("curation:freshness")
