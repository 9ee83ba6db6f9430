"""What somebody may have been looking for at an address that leads nowhere."""

import re
from difflib import get_close_matches

from django.db import DatabaseError
from django.urls import Resolver404, resolve

from ecosystem.directory.models import Listing

_LISTING = re.compile(r"(?P<base>(?:/[a-z]{2})?/[a-z]+/)(?P<slug>[-a-z0-9_]{3,140})/?")
KNOWN = {f"{kind}s": kind for kind in Listing.Kind.values}
LIKE = 0.75
MOST = 300
"""Names that are compared at most."""


def near_listing(path: str) -> Listing | None:
    """The public listing of that kind whose address resembles this one the most."""
    found = _LISTING.fullmatch(path.lower())
    kind = _kind(path.lower()) if found else None
    if found is None or kind is None:
        return None
    slug = found["slug"]
    try:
        same = Listing.objects.listed().filter(kind=kind, slug__startswith=slug[:2])
        slugs = list(same.order_by("slug").values_list("slug", flat=True)[:MOST])
        close = get_close_matches(slug, slugs, n=1, cutoff=LIKE)
        return Listing.objects.listed().filter(kind=kind, slug=close[0]).first() if close else None
    except DatabaseError:
        return None


def _kind(path: str) -> str | None:
    """The kind of listing that an address of this form would show."""
    try:
        return KNOWN.get(resolve(path if path.endswith("/") else f"{path}/").app_name)
    except Resolver404:
        return None
