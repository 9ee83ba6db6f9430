"""The orders of lists: the same in the search index and in the database, and a key for each place in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Q

from ecosystem.search.index.clauses import Near
from ecosystem.search.index.pages import NAME, By

Key: TypeAlias = tuple[str, ...]
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = 18


@dataclass(frozen=True)
class Column:
    """One part of an order: a column of the database, or an alias of the order, and how its value is read in a key."""

    name: str
    read: Callable[[str], Any]


@dataclass(frozen=True)
class ListOrder:
    """An order of a list that no two listings share a place in; a key is what it compares, in letters."""

    by: By | Near
    key: Callable[[Any], Key]
    columns: tuple[Column, ...]
    aliases: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_descending(self) -> bool:
        return isinstance(self.by, By) and self.by.descending

    def sort(self, found: Any, *, backwards: bool = False) -> Any:
        """The rows of the database in this order."""
        sign = "-" if self.is_descending != backwards else ""
        return found.annotate(**self.aliases).order_by(*(f"{sign}{column.name}" for column in self.columns))

    def beyond(self, found: Any, edge: Key, *, backwards: bool = False) -> Any:
        """The rows that come after the edge, or before it; ValueError when the edge is no key of this order."""
        values = [column.read(part) for column, part in zip(self.columns, edge, strict=True)]
        comparison = "lt" if self.is_descending != backwards else "gt"
        condition, same = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            condition |= same & Q(**{f"{column.name}__{comparison}": value})
            same &= Q(**{column.name: value})
        return found.annotate(**self.aliases).filter(condition)

    def reads(self, edge: Sequence[str]) -> bool:
        """Whether this can be a key of the order."""
        try:
            [column.read(part) for column, part in zip(self.columns, edge, strict=True)]
        except (ValueError, OverflowError):
            return False
        return True


def number_key(number: int) -> str:
    """A whole number, not below zero, whose letters sort as it does."""
    return f"{number:0{DIGITS}d}"


def read_number(part: str) -> int:
    if len(part) != DIGITS or not (part.isascii() and part.isdecimal()):
        raise ValueError(part)
    return int(part)


def read_words(part: str) -> str:
    if "\x00" in part:
        raise ValueError(part)
    return part


def read_moment(part: str) -> datetime:
    return LONG_AGO + timedelta(microseconds=read_number(part))


def name_key(listing: Any) -> Key:
    """By name, then in the order of creation."""
    return listing.sort_name, number_key(listing.pk)


def freshness_key(listing: Any) -> Key:
    """By the last change, to the microsecond."""
    return number_key((listing.updated_at - LONG_AGO) // timedelta(microseconds=1)), number_key(listing.pk)


NAME_COLUMNS = (Column("sort_name", read_words), Column("pk", read_number))
BY_NAME = ListOrder(NAME, name_key, NAME_COLUMNS)
BY_FRESHNESS = ListOrder(
    By("by_freshness", descending=True), freshness_key, (Column("updated_at", read_moment), Column("pk", read_number))
)
