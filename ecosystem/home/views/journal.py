"""The journal of everything that changes, for the team; and for each person, what concerns her."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import curator_required, member_required
from ecosystem.core.files import csv_file
from ecosystem.core.journal import Asked, Journal
from ecosystem.home.journal import JournalForm, by_day, table
from ecosystem.ui.navigation import space_of

LINES_PER_PAGE = 40


@require_safe
@never_cache
@curator_required
def journal(request: HttpRequest) -> HttpResponse:
    """Every dated line that answers the filters, the newest first."""
    form = JournalForm(request.GET)
    page = Paginator(Journal(form.asked()), LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "days": by_day(page.object_list), "today_on": timezone.localdate()}
    return render(request, "home/journal.html", context)


@require_safe
@never_cache
@curator_required
def journal_csv(request: HttpRequest) -> HttpResponse:
    """The same lines as a file, as many as a spreadsheet reads at ease."""
    return csv_file(f"escale-journal-{timezone.localdate().isoformat()}.csv", table(JournalForm(request.GET).asked()))


@require_safe
@never_cache
@member_required
def journal_mine(request: HttpRequest) -> HttpResponse:
    """Who opened what is mine, and why."""
    lines = Journal(Asked(own=person_of(request)))
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": by_day(page.object_list), "today_on": timezone.localdate()}
    return render(request, "home/journal_mine.html", {**context, "space": space_of(request)})
