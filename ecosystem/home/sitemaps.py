"""The site map: published listings and public pages, in both languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
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


class ListingSitemap(Sitemap[Listing]):
    """Every published listing, and nothing that is not."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    def items(self) -> QuerySet[Listing]:
        return Listing.objects.public().order_by("pk")

    def lastmod(self, item: Listing) -> Any:
        return item.updated_at


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
