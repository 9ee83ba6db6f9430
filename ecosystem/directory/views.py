"""What the list and detail pages of the four kinds have in common."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ecosystem.accounts.models import User
from ecosystem.directory.audiences import has_met
from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.models import Listing
from ecosystem.directory.paging import NUMBER, PLACES, place_in
from ecosystem.search.counting import note_search

PER_PAGE = 20
REGION = "liste"
"""The part of a list page that htmx swaps: its element's id and the partial's name."""
MINOR = frozenset({"q", "tri", "zone"})
"""Changes that are made many times in a row: the way back does not stop at each."""

PICTURES = {"png": "image/png", "webp": "image/webp"}
FOREVER = "public, max-age=31536000, immutable"
"""A picture is never changed: another one has another name."""


def list_page(
    request: HttpRequest, filters: ListingFilterSet, template: str, *, per_page: int = PER_PAGE, **more: Any
) -> HttpResponse:
    """The whole page, or only its list when htmx asks for it: the same address, the same rows."""
    page = filters.page(place_in(request.GET), per_page)
    note_if_sought(request, filters)
    shown = {"filters": filters, "form": filters.form, "page": page, "own_query": own_query(filters, page.number)}
    return listed(request, template, {**shown, **more})


def note_if_sought(request: HttpRequest, filters: ListingFilterSet) -> None:
    """Count a text that was sought alone: once, on the first page of its answers."""
    if filters.active == ["q"] and request.method == "GET" and PLACES.isdisjoint(request.GET):
        note_search(filters.text, filters.found)


def own_query(filters: ListingFilterSet, number: int) -> str:
    """What the whole list's own address says: a page of its own; a filtered list is the same list, narrowed."""
    return f"{NUMBER}={number}" if number > 1 and not filters.active else ""


def listed(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page or its list alone; small changes replace the address in the history, the others add to it."""
    swapped = is_swap(request)
    changed = changed_names(request) if swapped else []
    context = {**context, "swapped": swapped, "changed": changed}
    response = render(request, f"{template}#{REGION}" if swapped else template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if swapped:
        response.headers["HX-Replace-Url" if set(changed) <= MINOR else "HX-Push-Url"] = address_of(request)
    return response


def changed_names(request: HttpRequest) -> list[str]:
    """The filters that differ from those of the page where htmx stands."""
    before = QueryDict(_query_of(request.headers.get("HX-Current-URL", "")))
    after = request.GET
    return [
        name
        for name in {*before, *after}
        if list(filter(None, before.getlist(name))) != list(filter(None, after.getlist(name)))
    ]


def _query_of(address: str) -> str:
    """Empty for what is no address: the header is the browser's word."""
    try:
        return urlsplit(address).query
    except ValueError:
        return ""


def address_of(request: HttpRequest) -> str:
    """The address of the list, without the filters that are empty and from its first page."""
    query = request.GET.copy()
    for name in list(query):
        kept = [value for value in query.getlist(name) if value and name not in PLACES]
        query.setlist(name, kept)
    return f"{request.path}?{query.urlencode()}" if query.urlencode() else request.path


def is_swap(request: HttpRequest) -> bool:
    """htmx wants the list alone; a page taken back from the history is asked for whole."""
    wanted = request.headers.get("HX-Target") == REGION
    return wanted and "HX-History-Restore-Request" not in request.headers


def shown_or_404(queryset: QuerySet[Any], slug: str, user: User | AnonymousUser, *, owner: str = "") -> Any:
    """A published listing; its owner and the team open it in other states too, but nobody once it is merged.

    A discreet one is for these and for whoever was put in touch with it.
    """
    if not isinstance(user, User):
        return get_object_or_404(queryset, slug=slug, state=Listing.State.PUBLISHED, is_discreet=False)
    queryset = queryset.exclude(state=Listing.State.MERGED)
    if user.is_curator:
        return get_object_or_404(queryset, slug=slug)
    own = queryset.model._default_manager.filter(**{owner: user}) if owner else queryset.model._default_manager.none()
    visible = Q(state=Listing.State.PUBLISHED) | Q(pk__in=own.values("pk"))
    found = get_object_or_404(queryset.filter(visible), slug=slug)
    if found.is_discreet and not own.filter(pk=found.pk).exists() and not has_met(user, found):
        raise Http404
    return found


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """A picture that the site wrote itself, under a name that nobody guesses: who sees the listing knows it."""
    picture = PICTURES.get(name.rpartition(".")[2])
    if picture is None:
        raise Http404
    try:
        with default_storage.open(f"logos/{name}") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=picture, headers=headers)
