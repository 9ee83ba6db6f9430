"""The sheet of a round, for paper."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ecosystem.core.access import curator_required
from ecosystem.matching.figures import figures
from ecosystem.matching.models import Round
from ecosystem.matching.sending_words import hand_edits
from ecosystem.matching.sheets import lines, on_paper, parts_words, strip
from ecosystem.matching.shortfalls import explain
from ecosystem.matching.views.rounds import PAGES

LINES_PER_PAGE = 400
WITHOUT_SHOWN = 100


@require_safe
@curator_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Every pair of a computed round, on one page as long as it can be printed."""
    round_ = get_object_or_404(Round, pk=pk)
    if round_.state in PAGES:
        return redirect("matching:round", pk)
    page = Paginator(on_paper(round_), LINES_PER_PAGE).get_page(request.GET.get("page"))
    without = round_.unserved.select_related("need__startup")[:WITHOUT_SHOWN]
    context = {
        "round": round_,
        "page": page,
        "rows": lines(round_, list(page.object_list)),
        "strip": strip(round_, figures(round_)),
        "parts": parts_words(round_),
        "unserved": explain(round_, without),
        "by_hand": hand_edits(round_),
    }
    return render(request, "matching/sheet.html", context)
