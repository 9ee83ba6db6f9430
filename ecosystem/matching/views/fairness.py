"""Where the team should look: patterns that buy priority."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.core.access import curator_required
from ecosystem.matching.fairness import FEWEST, findings, of_cases


@require_safe
@curator_required
def fairness_check(request: HttpRequest) -> HttpResponse:
    """Every pattern with its threshold, and who reaches it."""
    found = [
        {"finding": one, "rows": [{"case": case, "words": of_cases(case, one.pattern)} for case in one.listed]}
        for one in findings()
    ]
    return render(request, "matching/fairness_check.html", {"found": found, "fewest": FEWEST})
