"""Which answers may be kept, and by whom: pages of visitors by everybody, those of people by nobody.

A visitor without a session reads the same page as every other: it says so, and a copy that is still good costs one
query and no drawing. `Vary: Cookie` keeps it from whoever is signed in or chose a theme.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from ecosystem.search.stamp import public_tag
from ecosystem.ui.context import chosen_theme

PAGES = frozenset(
    {
        *("home:index", "home:search", "home:figures", "home:method", "home:accessibility"),
        *("home:privacy", "home:legal", "home:credits", "api_pages:docs", "api_pages:trial"),
        *("home:sitemap", "home:sitemap_part", "home:sitemap_pages", "home:robots"),
        *("home:open_data", "home:embed_help", "directory:compare"),
        *("startups:list", "startups:detail", "mentors:list", "mentors:detail", "funders:list", "funders:detail"),
        *("tradeshows:list", "tradeshows:detail"),
    }
)
"""The addresses that say the same to every visitor."""
SHARED_SECONDS = 60
"""How long a cache between us and visitors serves its copy without asking: what is hidden may be read so long."""
FOR_VISITORS = f"public, max-age=0, s-maxage={SHARED_SECONDS}"
FOR_ONE = "private, no-store"

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]


class KeptPages:
    """Around everything else, so that it reads the headers of all: says who may keep an answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        tag = getattr(request, "page_tag", "")
        if tag and response.status_code in {200, 304} and not response.cookies:
            _share(response, tag)
        elif "Cache-Control" not in response.headers and is_personal(request, response):
            response.headers["Cache-Control"] = FOR_ONE
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """A visitor's copy that is still good is said to be so before anything is drawn."""
        found = request.resolver_match
        if found is None or found.view_name not in PAGES or not is_for_every_visitor(request):
            return None
        request.page_tag = page_tag(request)  # type: ignore[attr-defined]
        return get_conditional_response(request, etag=request.page_tag)  # type: ignore[attr-defined]


def is_for_every_visitor(request: HttpRequest) -> bool:
    """A whole page, read by somebody of whom the site knows nothing."""
    knows = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES)
    return request.method in {"GET", "HEAD"} and not knows and "HX-Request" not in request.headers


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Drawn for a person, or for the list that she has under her eyes."""
    session = settings.SESSION_COOKIE_NAME
    return session in request.COOKIES or session in response.cookies or "HX-Request" in request.headers


def page_tag(request: HttpRequest) -> str:
    """All that a page for visitors depends on, before it is drawn."""
    return public_tag(request, chosen_theme(request), request.build_absolute_uri())


def _share(response: HttpResponse, tag: str) -> None:
    """The language is that of the address: what the browser prefers makes no other page."""
    response.headers["Cache-Control"] = FOR_VISITORS
    response.headers["ETag"] = tag
    named = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    response.headers["Vary"] = ", ".join(name for name in named if name and name.lower() != "accept-language")
    if not response.headers["Vary"]:
        del response.headers["Vary"]
    patch_vary_headers(response, ["Cookie"])
