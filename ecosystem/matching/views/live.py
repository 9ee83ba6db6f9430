"""The live count while a need is being written: it reads, and saves nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ecosystem.core.access import member_required
from startups.views.needs import form_in_hand


@require_POST
@member_required
def need_fit(request: HttpRequest) -> HttpResponse:
    """The panel alone, for what is written so far."""
    form, startup = form_in_hand(request)
    return render(request, "matching/live_panel.html", {"written": form.shown(startup), "announced": True})
