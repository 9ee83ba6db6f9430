"""What stands around every page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver

from ecosystem.core.errors import Refused
from ecosystem.ui import views

FORM_AROUND = 1024 * 1024
"""What a form adds to the file that it carries."""
ADDRESS_MAX = 6_000
"""Characters of an address: every filter of a list, each with all of its choices, takes less."""
GetResponse = Callable[[HttpRequest], HttpResponse]


class FriendlyNotFound:
    """On a development machine too, a missing page is the site's own 404: the sample site is shown to strangers.

    Django's technical page comes back with TECHNICAL_404=1.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != 404 or not is_page:
            return response
        handler: Any = get_resolver().resolve_error_handler(404)
        lost: HttpResponse = handler(request, exception=Http404())
        return lost


class SaidSize:
    """A body that says it is larger than any file the site takes is refused before it is read; so is a long address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > settings.UPLOAD_MAX_BYTES + FORM_AROUND:
            return views.too_large(request)
        if len(request.META.get("QUERY_STRING", "")) + len(request.path_info) > ADDRESS_MAX:
            return views.too_long(request)
        return self.get_response(request)


class SaidRefusal:
    """A refusal of the rules that a page forgot to catch is a sentence, not a failure of the site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything else goes on to Django."""
        return views.refused(request, exception) if isinstance(exception, Refused) else None
