"""Who may open a page: what a person may not see answers 404, so that nothing is learnt from asking."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def member_required(view: View) -> View:
    """The page is for signed-in people: others are sent to the sign-in page and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def curator_required(view: View) -> View:
    """The page is for the association's team: anonymous people sign in, everyone else gets a 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request.user, "is_curator", False):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
