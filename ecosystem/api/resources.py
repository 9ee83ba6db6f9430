"""What every answer of the API keeps to: known parameters, the language asked for, and a stamp to ask again cheaply."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from ecosystem.api.pagination import CURSOR, SIZE

_M = TypeVar("_M", bound=Model)

PUBLIC = "public, max-age=60, stale-while-revalidate=300"
"""Everybody reads the same for a minute; then the stamp tells at little cost whether something changed."""
PRIVATE = "private, no-store"
NOT_ASKED_HERE = _("Ce paramètre n’existe pas ici.")


class TermSerializer(serializers.Serializer[Any]):
    """A word of the vocabulary, named in the language of the request."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class CodesField(serializers.ListField):
    """Several short codes: stages, languages, countries…"""

    child = serializers.CharField()

    def to_representation(self, data: Iterable[Any] | None) -> list[str]:
        return [str(getattr(one, "code", one)) for one in data or ()]


class PageFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter has no types
    """The filters of the pages; a value that they would leave aside refuses the request here."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filters = self.get_filterset(request, queryset, view)
        if filters is None or filters.is_valid():
            return queryset if filters is None else filters.qs
        form = filters.form
        raise ValidationError(
            {
                name: [refusal(form.fields[name], error) for error in errors]
                for name, errors in form.errors.as_data().items()
            }
        )


def refusal(field: Any, error: Any) -> str:
    """What is wrong with one value, without the page's promise to show the rest."""
    sentence = getattr(field, "refusals", {}).get(error.code)
    return str(sentence) % (error.params or {}) if sentence else str(error.messages[0])


class AlwaysJson(BaseContentNegotiation):
    """JSON whatever is asked: `format` is a filter of the mentors, and not a way to choose another shape."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Resource(viewsets.GenericViewSet[_M], Generic[_M]):
    """A part of the API, the same for everybody: what is its reader's alone says so by `cache_control`."""

    title: ClassVar[str | Promise] = ""
    about: ClassVar[str | Promise] = ""
    filterset_class: Any = None
    content_negotiation_class = AlwaysJson
    cache_control: ClassVar[str] = PUBLIC

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Words and refusals in the language of `Accept-Language`: these addresses have no language of their own."""
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
        if self.action and (unknown := set(request.query_params) - self.known_parameters()):
            raise ValidationError({name: [NOT_ASKED_HERE] for name in sorted(unknown)})

    def known_parameters(self) -> frozenset[str]:
        """The words that this address reads; an unknown one is refused, rather than silently without effect."""
        if self.action != "list":
            return frozenset()
        filters = frozenset(self.filterset_class.base_filters) if self.filterset_class else frozenset()
        return filters | ({CURSOR, SIZE} if self.pagination_class else frozenset())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Content-Language"] = translation.get_language() or "fr"
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        patch_vary_headers(answer, ["Accept-Language", "Authorization"])
        if answer.status_code == 200 and request.method in {"GET", "HEAD"}:
            answer.headers.setdefault("Cache-Control", self.cache_control)
            answer.add_post_render_callback(lambda rendered: stamped(request, rendered))
        return answer


def stamped(request: Request, response: HttpResponse) -> HttpResponse | None:
    """The stamp of an answer is that of its content; whoever already has it is told so, without it."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request._request, etag=etag, response=response)


def last_modified(moments: Iterable[datetime | None]) -> dict[str, str]:
    """The header of the latest of these moments."""
    latest = max((one for one in moments if one), default=None)
    return {"Last-Modified": http_date(latest.timestamp())} if latest else {}
