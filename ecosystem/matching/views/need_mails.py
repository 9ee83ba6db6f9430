"""The mails that a founder got about one need."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.accounts.access import person_of
from ecosystem.core.access import member_required
from ecosystem.matching.need_life import mails_about
from startups.views.needs import need_or_404

PAGE_SIZE = 20


@require_safe
@member_required
def need_mails(request: HttpRequest, pk: int) -> HttpResponse:
    """Her own, the latest first: never those of somebody else of the team."""
    need = need_or_404(request, pk)
    page = Paginator(mails_about(need, person_of(request).pk), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "matching/need_mails.html", {"need": need, "page": page})
