"""Panels that show public facts, the same to every reader: looked for again once something public was written."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest

from ecosystem.core.kept import kept
from ecosystem.directory.panels import Query


def shared(query: Query) -> Query:
    """The same query, whose answer is kept while the public data stay what they are."""

    @wraps(query)
    def panel(row: Any, request: HttpRequest) -> Mapping[str, Any] | None:
        return kept(f"panel.{query.__module__}.{row.pk}", request, lambda: query(row, request))

    return panel
