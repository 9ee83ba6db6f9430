"""Reading as somebody else: the request becomes hers, and whatever is no reading is refused."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from ecosystem.accounts.acting import SESSION_KEY, count_refusal, lend, open_in_session
from ecosystem.accounts.models import ActingAs

READING = frozenset({"GET", "HEAD", "OPTIONS"})
LEAVE, LOGOUT = "home:acting_leave", "account_logout"
PRIVATE = (
    *("account_", "mfa_", "usersessions_", "admin:", "home:message", "home:export", "home:archive", "home:erase"),
    *("home:mail_choices", "home:consent_proofs", "home:settings"),
)
"""What the person alone reads: her keys, her messages with the links that answer, her data."""

Answer = Callable[[HttpRequest], HttpResponse]


class ReadsAsSomebody:
    """After the sign-in is known: a session that has somebody's space open reads as she does, and writes nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self.get_response(request)
        acting = open_in_session(request)
        if acting is None:
            return self._over(request)
        page = _name_of(request)
        if request.method == "POST" and page in {LEAVE, LOGOUT}:
            return self.get_response(request)
        lend(request, acting)
        if request.method not in READING or page.startswith(PRIVATE):
            response = _refused(request, acting)
        else:
            response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    def _over(self, request: HttpRequest) -> HttpResponse:
        """Its half hour is over: what was about to be sent would have been the curator's own act, and is not done."""
        request.session.pop(SESSION_KEY, None)
        messages.info(request, _("La lecture de l’autre espace est terminée : vous êtes de nouveau dans le vôtre."))
        return redirect("home:space")


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _refused(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    is_private = request.method in READING
    if not is_private:
        count_refusal(acting)
    return render(request, "accounts/read_only.html", {"is_private": is_private}, status=403)
