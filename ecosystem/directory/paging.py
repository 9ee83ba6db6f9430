"""Pages of a list: the first ones are numbered, each of the others begins where the one before ended."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecosystem.core.text import whole

NUMBERED = 10
"""How many pages can be asked for by their number."""
AFTER, BEFORE, NUMBER = "apres", "avant", "page"
PLACES = frozenset({AFTER, BEFORE, NUMBER})
"""The names of the query string that say which page is wanted."""
CURSOR_MAX = 600


@dataclass(frozen=True)
class Place:
    """Which page is wanted: one by its number, or the one beyond an edge."""

    number: int = 1
    edge: tuple[str, ...] | None = None
    """What `encoded` wrote: the name of an order, then the key of a listing in it."""
    is_backward: bool = False


def place_in(query: Mapping[str, Any]) -> Place:
    """The page that a query string asks for; what cannot be read is the first one."""
    for name in (AFTER, BEFORE):
        if edge := decoded(str(query.get(name) or "")):
            return Place(0, edge, is_backward=name == BEFORE)
    return Place(max(1, whole(str(query.get(NUMBER) or "")) or 1))


def encoded(edge: tuple[str, ...]) -> str:
    """A place in an order, for an address."""
    written = json.dumps(edge, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def decoded(cursor: str) -> tuple[str, ...] | None:
    """What `encoded` wrote; None for anything else."""
    if not cursor or len(cursor) > CURSOR_MAX:
        return None
    try:
        parts = json.loads(base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        parts_are_words = isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts)
        return tuple(part.encode().decode() for part in parts) if parts_are_words else None
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class ListPage:
    """One page of a list, and the query strings of its neighbours."""

    object_list: list[Any]
    number: int
    """From 1; 0 when the page was asked for by an edge."""
    count: int
    per_page: int
    previous: Mapping[str, str] = field(default_factory=dict)
    following: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.per_page))

    @property
    def numbered(self) -> int:
        """How many of the pages have a number."""
        return min(self.pages, NUMBERED)
