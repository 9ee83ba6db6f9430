"""The pages of alerts: they need no account, and open from the list or from a mail."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.throttle import is_too_often
from ecosystem.search.alerts.asking import ask_alert, change_rhythm, confirm_alert, stop_alert
from ecosystem.search.alerts.errors import AlertGone
from ecosystem.search.alerts.forms import AlertForm, RhythmForm
from ecosystem.search.alerts.links import alert_of, token_of
from ecosystem.search.alerts.lists import QUERY_MAX, Search, list_named
from ecosystem.search.models import Alert
from ecosystem.ui.views import too_many_requests

LIMIT = 10
WINDOW = 3600
"""Alerts that one visitor asks for in that many seconds."""
PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request: HttpRequest) -> HttpResponse:
    """Ask to be told of what is new in a list; the search stands in the address of the page, in words on it."""
    search, user = _asked_search(request), request.user if isinstance(request.user, User) else None
    form = AlertForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "alert", limit=LIMIT, seconds=WINDOW):
            return too_many_requests(request, WINDOW)
        try:
            made = ask_alert(search, address=form.where, rhythm=form.cleaned_data["rhythm"], by=user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            enqueue("ecosystem.core.tasks.deliver_queued_mails")
            return _asked(request, made, user)
    context = {"search": search, "list_url": search.path(get_language() or "fr"), "form": form, "person": user}
    return render(request, "search/alert_new.html", context, status=422 if form.errors else 200)


def _asked_search(request: HttpRequest) -> Search:
    """The list and the filters of the address; a list that does not exist is the address of nothing."""
    watched = list_named(request.GET.get("liste", ""))
    query = request.GET.copy()
    query.pop("liste", None)
    if watched is None:
        raise Http404
    search = watched.search(query.urlencode())
    return search if len(search.kept_query) <= QUERY_MAX else watched.search("")


def _asked(request: HttpRequest, made: Alert, user: User | None) -> HttpResponse:
    """The answer is the same whether the address is known or not; only its owner sees her alert at once."""
    if user is None:
        return redirect("search:alert_sent")
    messages.success(request, _("Votre alerte est active."))
    return redirect("search:alert", token_of(made))


@require_safe
def alert_sent(request: HttpRequest) -> HttpResponse:
    """Where to look now: the mail that confirms."""
    return render(request, "search/alert_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, token: str) -> HttpResponse:
    """The alert of a link: confirm it, change its rhythm, stop it or take it up again."""
    try:
        found = alert_of(token)
        problem = _act(request, found) if request.method == "POST" else ""
        if request.method == "POST" and not problem:
            return redirect("search:alert", token)
    except AlertGone as error:
        return render(request, "search/alert_gone.html", {"problem": error}, status=404)
    return _page(request, found, problem)


@csrf_exempt  # the signed address is the proof: a mail program posts here without cookies (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop by one POST; who opens the address reads the page with its button."""
    try:
        found = alert_of(token)
        if request.method == "POST":
            found = stop_alert(found)
    except AlertGone as error:
        return render(request, "search/alert_gone.html", {"problem": error}, status=404)
    return _page(request, found)


@member_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of somebody who is signed in, whatever their state."""
    page = Paginator(Alert.objects.of(person_of(request).email), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "search/alerts.html", {"page": page, "rows": [_shown(one) for one in page]})


def _act(request: HttpRequest, found: Alert) -> str:
    """Do what the button says; what the rules refuse comes back as a sentence."""
    act, rhythm = request.POST.get("act"), RhythmForm(request.POST)
    try:
        if act == "stop":
            stop_alert(found)
        elif act == "confirm":
            confirm_alert(found)
            messages.success(request, _("Votre alerte est active."))
        elif rhythm.is_valid():
            change_rhythm(found, rhythm.cleaned_data["rhythm"])
            messages.success(request, _("C’est noté."))
    except AlertGone:
        raise
    except Refused as error:
        return str(error)
    return ""


def _page(request: HttpRequest, found: Alert, problem: str = "") -> HttpResponse:
    others = Alert.objects.of(found.address).active().exclude(pk=found.pk)[:PER_PAGE]
    context = {
        **_shown(found),
        "problem": problem,
        "form": RhythmForm(initial={"rhythm": found.rhythm}),
        "others": [_shown(one) for one in others],
    }
    return render(request, "search/alert.html", context, status=409 if problem else 200)


def _shown(found: Alert) -> dict[str, Any]:
    """An alert with its link and its search, which is missing when its list is no more."""
    watched = list_named(found.watched)
    return {"alert": found, "token": token_of(found), "search": watched.search(found.query) if watched else None}
