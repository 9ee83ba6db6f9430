"""The page that tells what the API answers to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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

from ecosystem.api.listings import NOTHING_HERE
from ecosystem.api.pagination import Pages

Route = tuple[str, Any, str]


@dataclass(frozen=True)
class Parameter:
    """A word that a list takes in its address, and the values that it knows; none named, any word is tried."""

    name: str
    label: str | Promise
    values: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class Resource:
    """A list, and one of its rows by its slug."""

    label: str
    address: str
    parameters: tuple[Parameter, ...]


PAGING = (
    Parameter("page", _("Numéro de la page")),
    Parameter(str(Pages.page_size_query_param), _("Réponses par page, cent au plus")),
)


@require_safe
def docs(request: HttpRequest, routes: Iterable[Route]) -> HttpResponse:
    """Every list with its filters: those of the pages, by the same names."""
    context = {
        "resources": [resource(*route) for route in routes],
        "example": f"{reverse('api:startup-list')}?stade=seed",
    }
    return render(request, "api/docs.html", context)


class Nothing(APIView):
    """Every other address of the API: its answer is JSON too, in the language of `Accept-Language`."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
        raise NotFound(NOTHING_HERE)


def resource(prefix: str, viewset: Any, basename: str) -> Resource:
    filters = viewset.filterset_class.base_filters
    known = [
        Parameter(name, one.label, tuple((str(value), label) for value, label in one.extra.get("choices") or ()))
        for name, one in filters.items()
    ]
    label = viewset.queryset.model._meta.verbose_name_plural
    return Resource(str(label).capitalize(), reverse(f"api:{basename}-list"), (*known, *PAGING))
