"""What crawlers read first: which pages they may open, and the map of those that are worth it."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ecosystem.home.sitemaps import ListingSitemap, PageSitemap, index_of

PRIVATE = ["admin", "api", "compte", "connexion", "equipe", "espace", "messages", "mot-de-passe-oublie", "recherche"]
"""What no crawler has any use for, in each language."""
XML = "application/xml; charset=utf-8"


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """The index of the site map."""
    return render(request, "sitemap_index.xml", {"sitemaps": index_of()}, content_type=XML)


@require_safe
def site_map_pages(request: HttpRequest) -> HttpResponse:
    """The pages that are not listings."""
    return sitemap(request, {"pages": PageSitemap})


@require_safe
def site_map_part(request: HttpRequest, part: int) -> HttpResponse:
    """One range of listings; 404 where it holds none."""
    listings = ListingSitemap(part)
    if not listings.items().exists():
        raise Http404
    return sitemap(request, {"listings": listings})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages crawlers leave alone, and where the map is."""
    context = {"private": PRIVATE, "address": settings.SITE_URL}
    return render(request, "home/robots.txt", context, content_type="text/plain; charset=utf-8")
