"""Keys of the API: a person's own, and all of them for administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosystem.accounts.access import person_of
from ecosystem.accounts.api_key_forms import ApiKeyForm
from ecosystem.accounts.api_keys import make_key, revoke_key
from ecosystem.accounts.models import ApiToken
from ecosystem.core.access import curator_required, member_required
from ecosystem.core.errors import Refused
from ecosystem.ui.navigation import space_of

PER_PAGE = 20


def admin_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page is for administrators: it does not exist for the rest of the team."""

    @wraps(view)
    @curator_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person_of(request).is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def api_keys(request: HttpRequest) -> HttpResponse:
    """The person's keys, and a form for one more; its secret is on the answer to that form, and nowhere else."""
    person, secret = person_of(request), ""
    form = ApiKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _key, secret = make_key(person, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            form = ApiKeyForm()
    page = Paginator(ApiToken.objects.filter(user=person), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "secret": secret, "page": page, "space": space_of(request)}
    return render(request, "home/api_keys.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def revoke_own(request: HttpRequest, token_key: str) -> HttpResponse:
    """A key of the person's own opens nothing any more; somebody else's does not exist for her."""
    if not revoke_key(token_key, of=person_of(request)):
        raise Http404
    messages.success(request, _("La clé est révoquée : elle n’ouvre plus rien."))
    return redirect("home:api_keys")


@require_safe
@never_cache
@admin_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def every_key(request: HttpRequest) -> HttpResponse:
    """All keys with whose they are and when they last served, the latest first."""
    keys = ApiToken.objects.select_related("user")
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/every_api_key.html", {"page": page})


@require_POST
@admin_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def revoke_any(request: HttpRequest, token_key: str) -> HttpResponse:
    """An administrator ends anybody's key: a leaked one is stopped at once."""
    if not revoke_key(token_key):
        raise Http404
    messages.success(request, _("La clé est révoquée : elle n’ouvre plus rien."))
    return redirect("home:every_api_key")
