"""What every answer of the API keeps to: known parameters, the language asked for, and a stamp to ask again cheaply."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers, viewsets
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from ecosystem.api.pagination import CURSOR, SIZE
from ecosystem.directory.filters import ListingFilterSet
from ecosystem.search.stamp import public_tag

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
        """Rows; filtered listings are left to those who cut them into pages, since the search index may tell them."""
        filters = self.get_filterset(request, queryset, view) if view.action == "list" else None
        if filters is None:
            return queryset
        if filters.is_valid():
            return filters if isinstance(filters, ListingFilterSet) else filters.qs
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


class AlreadyKnown(APIException):
    """Whoever asks has this answer, by its stamp: nothing is read nor drawn."""

    status_code = 304


class Resource(viewsets.GenericViewSet[_M], Generic[_M]):
    """A part of the API, the same for everybody: what is its reader's alone says so by `cache_control`."""

    title: ClassVar[str | Promise] = ""
    about: ClassVar[str | Promise] = ""
    filterset_class: Any = None
    content_negotiation_class = AlwaysJson
    cache_control: ClassVar[str] = PUBLIC
    stamp = ""
    """Of an answer that is the same for everybody: all that it depends on, known before it is drawn."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Words and refusals in the language of `Accept-Language`: these addresses have no language of their own."""
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
        if self.action and (unknown := set(request.query_params) - self.known_parameters()):
            raise ValidationError({name: [NOT_ASKED_HERE] for name in sorted(unknown)})
        if self.cache_control == PUBLIC and request.method in {"GET", "HEAD"}:
            self.stamp = public_tag(request, translation.get_language(), request.build_absolute_uri())
            if self.stamp in parse_etags(request.headers.get("If-None-Match", "")):
                raise AlreadyKnown

    def handle_exception(self, exc: Exception) -> Response:
        return (
            Response(status=AlreadyKnown.status_code)
            if isinstance(exc, AlreadyKnown)
            else super().handle_exception(exc)
        )

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
        if answer.status_code in {200, 304} and request.method in {"GET", "HEAD"}:
            answer.headers.setdefault("Cache-Control", self.cache_control)
            if self.stamp:
                answer.headers["ETag"] = self.stamp
        return answer


def last_modified(moments: Iterable[datetime | None]) -> dict[str, str]:
    """The header of the latest of these moments."""
    latest = max((one for one in moments if one), default=None)
    return {"Last-Modified": http_date(latest.timestamp())} if latest else {}
