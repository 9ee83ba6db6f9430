"""The two forms that anybody may send about a published listing, without an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.core.throttle import is_too_often
from ecosystem.directory.audiences import opens_for
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.models import Listing
from ecosystem.directory.telling import report, suggest
from ecosystem.directory.telling_forms import ReportForm, SuggestionForm
from ecosystem.ui.views import too_many_requests

LIMIT = 10
WINDOW = 3600
"""Forms that one address sends in that many seconds."""


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest a correction field by field; the team reads it before anything changes."""
    listing, user = _published(request, pk), _account(request)
    form = SuggestionForm(request.POST if request.method == "POST" else None, listing=listing, user=user)
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "suggestion", limit=LIMIT, seconds=WINDOW):
            return too_many_requests(request, WINDOW)
        try:
            if not form.is_trapped:
                told = {"by": user, "email": form.cleaned_data.get("email", ""), "language": _language()}
                suggest(listing, form.values, message=form.cleaned_data["message"], **told)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _thanked(request, listing)
    status = 422 if form.errors else 200
    return render(request, "directory/correct.html", {"listing": listing, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def report_listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a listing is wrong, closed, copied or abusive; the team answers."""
    listing, user = _published(request, pk), _account(request)
    form = ReportForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "report", limit=LIMIT, seconds=WINDOW):
            return too_many_requests(request, WINDOW)
        if not form.is_trapped:
            data = form.cleaned_data
            said = {"reason": data["reason"], "text": data["text"], "email": data.get("email", "")}
            report(listing, by=user, language=_language(), **said)
        return _thanked(request, listing)
    status = 422 if form.errors else 200
    return render(request, "directory/report.html", {"listing": listing, "form": form}, status=status)


def _published(request: HttpRequest, pk: int) -> Any:
    """What this reader may see on line; a discreet listing does not exist for the others."""
    listing = get_object_or_404(Listing.objects.public(), pk=pk)
    if not opens_for(request.user, listing):
        raise Http404
    return of_its_kind(listing)


def _account(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _language() -> str:
    return (get_language() or "fr")[:2]


def _thanked(request: HttpRequest, listing: Listing) -> HttpResponse:
    messages.success(request, _("Merci ! L’équipe lit votre message avant de changer quoi que ce soit."))
    return redirect(listing.get_absolute_url())
