"""The pages that tell what the API answers to, and its description for programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from ecosystem.api.examples import examples
from ecosystem.api.listings import NOTHING_HERE
from ecosystem.api.pagination import CURSOR, SIZE

Route = tuple[str, Any, str]


@dataclass(frozen=True)
class Parameter:
    """A word that a list takes in its address, and the values that it knows; none named, any word is tried."""

    name: str
    label: str | Promise
    values: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class Shown:
    """A list as the page tells of it: what it holds, where, and the words that it takes."""

    label: str
    about: str
    address: str
    parameters: tuple[Parameter, ...]
    needs_key: bool


PAGING = (
    Parameter(CURSOR, _("Place de la page, reprise de « next » ou de « previous »")),
    Parameter(SIZE, _("Réponses par page, cent au plus")),
)


@require_safe
def docs(request: HttpRequest, routes: Iterable[Route]) -> HttpResponse:
    """Every list with its filters: those of the pages, by the same names."""
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    context = {
        "resources": [shown(*route) for route in routes],
        "examples": examples(),
        "rates": {name: rate.partition("/")[0] for name, rate in rates.items()},
    }
    return render(request, "api/docs.html", context)


@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """Swagger: each address with its form, to be tried from the page."""
    return render(request, "api/trial.html")


class Nothing(APIView):
    """Every other address of the API: its answer is JSON too, in the language of `Accept-Language`."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
        raise NotFound(NOTHING_HERE)


def shown(prefix: str, viewset: Any, basename: str) -> Shown:
    filters = viewset.filterset_class.base_filters if viewset.filterset_class else {}
    known = [
        Parameter(name, one.label, tuple((str(value), label) for value, label in one.extra.get("choices") or ()))
        for name, one in filters.items()
    ]
    address = reverse(f"api:{basename}-list")
    paging = PAGING if viewset.pagination_class else ()
    return Shown(str(viewset.title), str(viewset.about), address, (*known, *paging), prefix.startswith("own/"))
