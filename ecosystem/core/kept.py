"""Answers kept for every reader, in each language, until something public is written."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language

from ecosystem.core.release import release
from ecosystem.core.versions import data_version, is_uncounted, version_for

T = TypeVar("T")
SECONDS_KEPT = 600
"""How long one is kept at most, since who is free or on pause depends on the day."""


def may_keep() -> bool:
    """A transaction that wrote reads what it wrote, and keeps none of it: others may never see it."""
    return not is_uncounted(connection)


def state_of(request: HttpRequest | None) -> str:
    """The language, the code and the public data that an answer comes from."""
    version = data_version() if request is None else version_for(request)
    return f"{get_language()}.{release()}.{version}"


def kept_each(name: str, request: HttpRequest | None, rows: Iterable[Any], compute: Callable[[Any], T]) -> list[T]:
    """What is computed of each row, in their order: once for a row, as long as they stay what they are."""
    wanted = list(rows)
    if not may_keep():
        return [compute(row) for row in wanted]
    state = state_of(request)
    keys = [f"{name}.{row.pk}.{state}" for row in wanted]
    found: dict[str, tuple[T]] = cache.get_many(keys)
    missing = {key: (compute(row),) for key, row in zip(keys, wanted, strict=True) if key not in found}
    if missing:
        cache.set_many(missing, SECONDS_KEPT)
    return [(found | missing)[key][0] for key in keys]


def kept(name: str, request: HttpRequest | None, compute: Callable[[], T]) -> T:
    """The answer of this name, computed once as long as language, code and public data stay what they are."""
    if not may_keep():
        return compute()
    key = f"{name}.{state_of(request)}"
    found: tuple[T] | None = cache.get(key)
    if found is None:
        found = (compute(),)
        cache.set(key, found, SECONDS_KEPT)
    return found[0]
