"""How lists of the API are cut into pages: each begins where the former ended, so that depth costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import attrgetter
from typing import Any, cast

from django.core.signing import BadSignature, Signer
from django.db.models import ExpressionWrapper, FloatField, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.paging import place_in

PAGE_SIZE, PAGE_SIZE_MAX = 20, 100
CURSOR, SIZE = "curseur", "par_page"
LOST = _("Cette page n’existe pas : suivez « next » ou « previous » d’une réponse à la même question.")
NO_SIZE = _("Indiquez un nombre de réponses entre 1 et 100.")


@dataclass(frozen=True)
class Cursor:
    """A place in the answer to one question, signed: nobody invents one; the count is that of the first page.

    The place is the key of a row in the order of the answer, or for listings the page's name and value as in the
    address of their list.
    """

    question: str
    place: list[Any]
    count: int
    backwards: bool = False

    def __str__(self) -> str:
        told = [self.question, self.place, self.count, self.backwards]
        return Signer(salt="api.cursor").sign_object(told, compress=True)

    @classmethod
    def read(cls, text: str, question: str) -> "Cursor":
        """ValueError for what this site did not write, or wrote for another question."""
        try:
            cursor = cls(*Signer(salt="api.cursor").unsign_object(text))
        except (BadSignature, TypeError) as error:
            raise ValueError from error
        if cursor.question != question:
            raise ValueError
        return cursor


@dataclass(frozen=True)
class Key:
    """One part of an order: where a row says it, and whether the greatest comes first."""

    name: str
    descending: bool

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        return Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})

    def from_on(self, value: Any, *, backwards: bool) -> Q:
        return Q(**{f"{self.name}__{'lte' if self.descending != backwards else 'gte'}": value})

    def read(self, row: Any) -> Any:
        value = attrgetter(self.name.replace("__", "."))(row)
        return value.isoformat() if hasattr(value, "isoformat") else value

    def ordered(self, *, backwards: bool) -> str:
        return f"-{self.name}" if self.descending != backwards else self.name


def keyed(queryset: QuerySet[Any]) -> tuple[QuerySet[Any], list[Key]]:
    """The parts of the order of a list, none of which is ever empty; what it computes, each row then carries."""
    keys, computed = [], {}
    for place, term in enumerate(queryset.query.order_by):
        if isinstance(term, str):
            keys.append(Key(term.removeprefix("-"), term.startswith("-")))
            continue
        by: Any = term if isinstance(term, OrderBy) else OrderBy(cast(Any, term))
        computed[f"key_{place}"] = ExpressionWrapper(by.expression, FloatField())
        keys.append(Key(f"key_{place}", by.descending))
    return queryset.annotate(**computed), keys


def beyond(keys: list[Key], place: list[Any], *, backwards: bool) -> Q:
    """The rows after a place, or before it; the plain bound on the first part is for the database's index."""
    found, same = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        found |= same & key.beyond(value, backwards=backwards)
        same &= Q(**{key.name: value})
    return keys[0].from_on(place[0], backwards=backwards) & found


class Pages(BasePagination):
    """Twenty rows a page, up to a hundred when asked for; the next page and the former one by their addresses."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any | None = None) -> list[Any]:
        self.request, size, question = request, size_of(request), question_of(request)
        cursor = cursor_of(request, question)
        if isinstance(queryset, ListingFilterSet):
            return self._listings(queryset, size, question, cursor)
        return self._rows(queryset, size, question, cursor)

    def _listings(self, filters: ListingFilterSet, size: int, question: str, cursor: Cursor | None) -> list[Any]:
        """The same pages as those of the list, told by the search index where it can."""
        place = place_in(dict([cursor.place[:2]]) if cursor else {})
        if cursor and place.edge is None:  # another size may be asked for: no row is left out
            place = replace(place, number=1 + (place.number - 1) * cursor.place[2] // size)
        page = filters.kept_page(place, size, count=cursor.count if cursor else None)
        self.count = page.count
        self.next, self.previous = (
            Cursor(question, [*pair, size], self.count) if (pair := next(iter(link.items()), None)) else None
            for link in (page.following, page.previous)
        )
        return page.object_list

    def _rows(self, queryset: QuerySet[Any], size: int, question: str, cursor: Cursor | None) -> list[Any]:
        """A plain list of the database, each page from the key of the last row of the one before."""
        rows, keys = keyed(queryset)
        backwards = cursor is not None and cursor.backwards
        if cursor is not None:
            rows = rows.filter(beyond(keys, cursor.place, backwards=backwards))
        found = list(rows.order_by(*(key.ordered(backwards=backwards) for key in keys))[: size + 1])
        more, shown = len(found) > size, found[:size]
        if backwards:
            shown.reverse()
        self.count = cursor.count if cursor else queryset.order_by().count()
        self.next, self.previous = None, None
        if shown and (more or backwards):
            self.next = Cursor(question, [key.read(shown[-1]) for key in keys], self.count)
        if shown and (more if backwards else cursor is not None):
            self.previous = Cursor(question, [key.read(shown[0]) for key in keys], self.count, backwards=True)
        return shown

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self._address(self.next), "previous": self._address(self.previous)}
        return Response({"count": self.count, **links, "results": data}, headers=link_header(links))

    def _address(self, cursor: Cursor | None) -> str | None:
        return None if cursor is None else replace_query_param(self.request.build_absolute_uri(), CURSOR, str(cursor))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": "string", "format": "uri", "nullable": True}
        count = {"type": "integer", "description": "How many rows answered when the first page was read."}
        properties = {"count": count, "next": address, "previous": address, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_MAX, "default": PAGE_SIZE}
        told = {CURSOR: "The place of a page: taken from `next` or `previous`.", SIZE: "Rows a page."}
        schemas = {CURSOR: {"type": "string"}, SIZE: size}
        return [
            {"name": name, "in": "query", "required": False, "description": told[name], "schema": schemas[name]}
            for name in told
        ]


def size_of(request: Request) -> int:
    text = request.query_params.get(SIZE, str(PAGE_SIZE))
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= PAGE_SIZE_MAX):
        raise ValidationError({SIZE: [NO_SIZE]})
    return int(text)


def cursor_of(request: Request, question: str) -> Cursor | None:
    text = request.query_params.get(CURSOR)
    try:
        return Cursor.read(text, question) if text is not None else None
    except ValueError as error:
        raise ValidationError({CURSOR: [LOST]}) from error


def question_of(request: Request) -> str:
    """The list and what narrows or orders it, in short: a place in one answer means nothing in another."""
    told = sorted(pair for pair in request.query_params.lists() if pair[0] not in {CURSOR, SIZE})
    return sha256(repr((request.path, told)).encode()).hexdigest()[:16]


def link_header(links: Mapping[str, str | None]) -> dict[str, str]:
    """The same two addresses where programs look for them first (RFC 8288)."""
    told = [
        f'<{address}>; rel="{"prev" if name == "previous" else name}"' for name, address in links.items() if address
    ]
    return {"Link": ", ".join(told)} if told else {}
