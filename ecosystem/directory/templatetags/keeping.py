"""What the pages of comparisons write."""

from collections.abc import Sequence
from typing import Any

from django import template

from ecosystem.directory.keeping.compared import Row

register = template.Library()


@register.filter
def beside(row: Row, listings: Sequence[Any]) -> list[tuple[Any, list[tuple[str, bool]]]]:
    """Each listing with its answers in this line, and whether each is common to all."""
    return list(zip(listings, row.cells, strict=True))
