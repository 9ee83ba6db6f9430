"""Former addresses of listings: those of merged ones, and those that were changed, lead to the page of today."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ecosystem.core.versions import version_for
from ecosystem.directory.audiences import opens_for
from ecosystem.directory.merging import final
from ecosystem.directory.models import Listing, Redirect

ASKED_AGAIN = "private, no-cache"
"""Of a move, which may be taken back: a merge is undone, an address is given to another."""


def new_home(kind: str, slug: str) -> Listing | None:
    """The published listing to which a former address leads, if there is one."""
    listing = Listing.objects.filter(kind=kind, slug=slug).first()
    if listing is None:
        former = Redirect.objects.select_related("listing").filter(kind=kind, slug=slug).first()
        listing = former.listing if former else None
    if listing is None or (listing.slug == slug and listing.merged_into_id is None):
        return None
    home = final(listing)
    return home if home.is_public else None


def leads_on(kind: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of a listing that answers 301 at its former addresses, the query kept, to whoever may read it there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            version_for(request)  # before the listing is read: what is kept of it stands under no later state
            try:
                return view(request, slug, *args, **kwargs)
            except Http404:
                if (home := new_home(kind, slug)) is None or not opens_for(request.user, home):
                    raise
                query = request.META.get("QUERY_STRING", "")
                address = home.get_absolute_url() + (f"?{query}" if query else "")
                return HttpResponsePermanentRedirect(address, headers={"Cache-Control": ASKED_AGAIN})

        return page

    return decorate


@transaction.atomic
def keep_address(listing: Listing, former: str) -> None:
    """The listing had another address: it goes on leading to the page; an address taken up again is its own."""
    Redirect.objects.filter(kind=listing.kind, slug=listing.slug).delete()
    if former and former != listing.slug:
        Redirect.objects.update_or_create(kind=listing.kind, slug=former, defaults={"listing_id": listing.pk})


def destinations(pks: Iterable[int]) -> dict[int, int]:
    """For those of these listings that were merged, the one where they ended."""
    gone = Listing.objects.filter(pk__in=set(pks), merged_into__isnull=False).select_related("merged_into")
    return {listing.pk: final(listing).pk for listing in gone}
