"""What stands around every page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class FriendlyNotFound:
    """On a development machine too, a missing page is the site's own 404: the sample site is shown to strangers.

    Django's technical page comes back with TECHNICAL_404=1.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return page_not_found(request, Http404()) if response.status_code == 404 and is_page else response
