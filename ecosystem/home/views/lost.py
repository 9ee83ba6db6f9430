"""The page that is not there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ecosystem.home.lost import near_listing


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say so, and name the public listing whose address is the closest."""
    return render(request, "404.html", {"near": near_listing(request.path)}, status=404)
