"""The team's desk of the search: what is sought and not found, and the synonyms."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ecosystem.core.access import curator_required
from ecosystem.core.text import written
from ecosystem.home.search_desk import days_of, effects_of, period_links, searched, totals
from ecosystem.home.synonym_forms import SynonymForm
from ecosystem.search.counting import KEPT_DAYS, waiting, write_searches
from ecosystem.search.models import Synonym

SEARCHES_PER_PAGE, SYNONYMS_PER_PAGE = 20, 10
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@never_cache
@curator_required
def searches(request: HttpRequest) -> HttpResponse:
    """What was sought in vain, or at all, the most often first; a POST counts the latest searches without waiting."""
    if request.method == "POST":
        write_searches()
        return redirect("home:searches")
    days, in_vain = days_of(request.GET.get("jours", "")), request.GET.get("voir") != "toutes"
    rows = searched(days, in_vain=in_vain)
    context = {
        "page": Paginator(rows, SEARCHES_PER_PAGE).get_page(request.GET.get("page")),
        "days": days,
        "in_vain": in_vain,
        "periods": period_links(days, in_vain=in_vain),
        "kept_days": KEPT_DAYS,
        "waiting": waiting(),
        **totals(days),
    }
    return render(request, "home/searches.html", context)


@require_http_methods(GET_OR_POST)
@never_cache
@curator_required
def synonyms(request: HttpRequest) -> HttpResponse:
    """All the synonyms with what each changes, and a form for others, begun with the words of the address."""
    started = {"terms": written(request.GET.get("terme", ""))[:200]}
    form = SynonymForm(request.POST) if request.method == "POST" else SynonymForm(initial=started)
    if form.is_valid():
        row = form.save()
        messages.success(request, _("« %(row)s » : la recherche en tient compte dès maintenant.") % {"row": row})
        return redirect("home:synonyms")
    page = Paginator(Synonym.objects.all(), SYNONYMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": effects_of(page.object_list)}
    return render(request, "home/synonyms.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@never_cache
@curator_required
def synonym(request: HttpRequest, pk: int) -> HttpResponse:
    """Rewrite one row of synonyms."""
    row = get_object_or_404(Synonym, pk=pk)
    form = SynonymForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        return redirect("home:synonyms")
    row.refresh_from_db()
    context = {"form": form, "row": row, "effects": effects_of([row])[0][1]}
    return render(request, "home/synonym.html", context, status=422 if form.errors else 200)


@require_POST
@curator_required
def synonym_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one row of synonyms: each expression finds again what it alone finds."""
    row = get_object_or_404(Synonym, pk=pk)
    row.delete()
    messages.success(request, _("« %(row)s » est supprimé.") % {"row": row})
    return redirect("home:synonyms")
