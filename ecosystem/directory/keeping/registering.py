"""What the listings' pages and the erasure of accounts learn of favourites, once the apps are ready."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from ecosystem.accounts.erasing import Eraser, register_eraser
from ecosystem.accounts.models import User
from ecosystem.directory.keeping.favourites import forget_favourites
from ecosystem.directory.models import FavouriteList, Listing
from ecosystem.directory.panels import register_panel


def kept_by(listing: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The ways to keep a listing that is on line; a person who is signed in reads where she has it already."""
    if not listing.is_public:
        return None
    person = request.user if isinstance(request.user, User) else None
    hers = FavouriteList.objects.of(person).filter(favourites__listing=listing.pk) if person else ()
    address = settings.SITE_URL + listing.get_absolute_url()
    mail = urlencode({"subject": listing.name, "body": address}, quote_via=quote)
    return {"listing": listing, "lists": list(hers), "share_url": f"mailto:?{mail}"}


def register() -> None:
    """Called once, when the apps are ready."""
    register_eraser("favourites", Eraser(forget_favourites))
    for kind in Listing.__subclasses__():
        register_panel(kind, "directory/keeping/buttons.html", kept_by, slot="keep")
