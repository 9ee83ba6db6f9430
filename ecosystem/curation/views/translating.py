"""The listings and terms that one of the two languages lacks."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecosystem.core.access import curator_required
from ecosystem.core.files import csv_file
from ecosystem.curation import translating
from ecosystem.directory.models import Listing

PER_PAGE = 30
KINDS = {
    "": gettext_lazy("Toutes"),
    Listing.Kind.STARTUP: gettext_lazy("Startups"),
    Listing.Kind.MENTOR: gettext_lazy("Mentors"),
    Listing.Kind.FUNDER: gettext_lazy("Financeurs"),
    Listing.Kind.TRADESHOW: gettext_lazy("Salons"),
}


@require_safe
@never_cache
@curator_required
def translations(request: HttpRequest) -> HttpResponse:
    """What is shown in one language only, of one kind or of all."""
    kind = request.GET.get("type", "")
    kind = kind if kind in KINDS else ""
    page = Paginator(translating.lacking(kind), PER_PAGE).get_page(request.GET.get("page"))
    counted = translating.counted()
    context = {
        "page": page,
        "rows": translating.lacks_of(page.object_list),
        "kinds": [
            {"label": label, "url": f"?type={value}", "current": value == kind} for value, label in KINDS.items()
        ],
        "lacking": sum(lacks for lacks, _total in counted.values()),
        "total": sum(total for _lacks, total in counted.values()),
        "terms": translating.terms(),
    }
    return render(request, "curation/translations.html", context)


@require_safe
@never_cache
@curator_required
def translations_csv(request: HttpRequest) -> HttpResponse:
    """The texts to translate, as a file."""
    return csv_file(f"escale-traductions-{timezone.localdate().isoformat()}.csv", translating.table())
