"""Panels that show public facts, the same to every reader: looked for again once something public was written."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language

from ecosystem.core.versions import is_uncounted, version_for
from ecosystem.directory.panels import Query

SECONDS_KEPT = 600
"""How long one is kept at most, since who is free or on pause depends on the day."""


def shared(query: Query) -> Query:
    """The same query, whose answer is kept while the public data stay what they are.

    A transaction that wrote reads what it wrote, and keeps none of it: others may never see it.
    """

    @wraps(query)
    def kept(row: Any, request: HttpRequest) -> Mapping[str, Any] | None:
        if is_uncounted(connection):
            return query(row, request)
        key = f"panel.{query.__module__}.{row.pk}.{get_language()}.{version_for(request)}"
        found: tuple[Mapping[str, Any] | None] | None = cache.get(key)
        if found is None:
            found = (query(row, request),)
            cache.set(key, found, SECONDS_KEPT)
        return found[0]

    return kept
