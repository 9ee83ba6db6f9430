"""The site map, an index and its parts: published listings and public pages, in both languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, QuerySet
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
    "home:open_data",
    "home:embed_help",
    "home:accessibility",
    "home:privacy",
    "home:legal",
    "home:credits",
)
"""What crawlers find beside listings; every other public page keeps out of their way, or says « noindex »."""


class SiteMap(Sitemap[Any]):
    """Addresses in both languages, under the site's own name whatever name it was called by."""

    i18n = True
    alternates = True
    x_default = True

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(str(settings.SITE_URL)).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(str(settings.SITE_URL)).scheme


class ListingSitemap(SiteMap):
    """The published listings of one range of keys: its cost does not grow with its place in the map."""

    width = 2_500
    """Keys in a range; each listing has an address in each language."""

    def __init__(self, part: int) -> None:
        self.part = part

    def items(self) -> QuerySet[Listing]:
        first = self.part * self.width
        mine = Listing.objects.listed().filter(pk__gte=first, pk__lt=first + self.width)
        return mine.only("kind", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Listing) -> datetime:
        return item.updated_at

    @classmethod
    def parts(cls) -> list[tuple[int, datetime]]:
        """The ranges that hold something and when each last changed, in one query."""
        ranges = Listing.objects.listed().annotate(part=F("pk") / cls.width).order_by("part")
        return list(ranges.values("part").annotate(latest=Max("updated_at")).values_list("part", "latest"))


class PageSitemap(SiteMap):
    """The pages that are not listings."""

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the map, as the index names it."""

    location: str
    last_mod: datetime | None = None


def index_of() -> list[Part]:
    """The map's parts: the pages of the site, then each range of listings with the day of its last change."""
    pages = Part(settings.SITE_URL + reverse("home:sitemap_pages"))
    ranges = [
        Part(settings.SITE_URL + reverse("home:sitemap_part", args=[part]), latest)
        for part, latest in ListingSitemap.parts()
    ]
    return [pages, *ranges]
