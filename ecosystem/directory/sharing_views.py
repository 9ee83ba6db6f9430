"""The pictures that social networks fetch: public, kept by whoever asks, and drawn once for what they show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ecosystem.directory.cards import Card, card_of, picture, site_card
from ecosystem.directory.models import Listing

A_DAY = "public, max-age=86400"


@require_safe
def listing_card(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The card of a listing that everybody may find: a discreet one has none."""
    return sent(request, card_of(get_object_or_404(Listing.objects.listed(), kind=kind, slug=slug)))


@require_safe
def card_of_site(request: HttpRequest) -> HttpResponse:
    """The card of the pages that are not listings."""
    return sent(request, site_card())


def sent(request: HttpRequest, card: Card) -> HttpResponse:
    """The picture, or 304 to whoever has it: nothing is drawn then."""
    etag = f'"{card.fingerprint}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(picture(card), content_type="image/png")
    response.headers["ETag"], response.headers["Cache-Control"] = etag, A_DAY
    return response
