"""Panels that show public facts, the same to every reader: looked for again once something public was written."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from ecosystem.core.versions import data_version
from ecosystem.directory.panels import Query

SECONDS_KEPT = 600
"""How long one is kept at most, since who is free or on pause depends on the day."""


def shared(query: Query) -> Query:
    """The same query, whose answer is kept while the public data stay what they are."""

    @wraps(query)
    def kept(row: Any, request: HttpRequest) -> Mapping[str, Any] | None:
        key = f"panel.{query.__module__}.{row.pk}.{get_language()}.{public_state(request)}"
        found: tuple[Mapping[str, Any] | None] | None = cache.get(key)
        if found is None:
            found = (query(row, request),)
            cache.set(key, found, SECONDS_KEPT)
        return found[0]

    return kept


def public_state(request: HttpRequest) -> str:
    """Another text whenever something public was written, asked once a request: a visitor's page knows it already."""
    state: str = getattr(request, "page_tag", "") or getattr(request, "public_state", "")
    if not state:
        state = request.public_state = str(data_version())  # type: ignore[attr-defined]
    return state
