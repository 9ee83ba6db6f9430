"""The site map, an index and its parts: published listings and public pages, in both languages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, overload

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.urls import reverse

from ecosystem.directory.models import Listing

PAGES = (
    "home:index",
    "startups:list",
    "mentors:list",
    "funders:list",
    "tradeshows:list",
    "home:figures",
    "home:method",
)


class Addresses(Sequence[tuple[Listing, str]]):
    """Each listing in each language, counted by the database and read a page at a time."""

    def __init__(self, listings: QuerySet[Listing], languages: Sequence[str]) -> None:
        self.listings = listings
        self.languages = languages

    def __len__(self) -> int:
        return self.listings.count() * len(self.languages)

    @overload
    def __getitem__(self, place: int) -> tuple[Listing, str]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Listing, str]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _step = place.indices(len(self))
        width = len(self.languages)
        first, last = start // width, -(-stop // width)
        pairs = [(listing, code) for listing in self.listings[first:last] for code in self.languages]
        return pairs[start - first * width : stop - first * width]


class ListingSitemap(Sitemap[Listing]):
    """Every published listing, and nothing that is not; as many pages as it takes."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    def items(self) -> QuerySet[Listing]:
        return Listing.objects.listed().only("kind", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Listing) -> Any:
        return item.updated_at

    @property
    def paginator(self) -> Paginator[Any]:
        return Paginator(Addresses(self.items(), [code for code, _name in settings.LANGUAGES]), self.limit)

    def get_latest_lastmod(self) -> datetime | None:
        """Asked of the database: the index of the map names no listing."""
        latest: datetime | None = Listing.objects.listed().aggregate(latest=Max("updated_at"))["latest"]
        return latest


class PageSitemap(Sitemap[str]):
    """The pages that are not listings."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]]] = {"pages": PageSitemap, "fiches": ListingSitemap}
