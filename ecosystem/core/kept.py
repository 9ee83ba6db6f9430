"""Answers kept for every reader, in each language, until something public is written.

Without its cache the site is slower, and no more: what cannot be read is computed, what cannot be kept is not.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from redis.exceptions import RedisError

from ecosystem.core.release import release
from ecosystem.core.versions import data_version, is_uncounted, version_for

logger = logging.getLogger(__name__)
T = TypeVar("T")
MOMENT = 600
"""Seconds after which an answer is another, since it depends on the day and says how long ago things were."""


def moment() -> int:
    """The present one: days begin with one."""
    return int(timezone.now().timestamp()) // MOMENT


def may_keep() -> bool:
    """A transaction that wrote reads what it wrote, and keeps none of it: others may never see it."""
    return not is_uncounted(connection)


def state_of(request: HttpRequest | None) -> str:
    """The language, the code, the public data and the moment that an answer comes from."""
    version = data_version() if request is None else version_for(request)
    return f"{get_language()}.{release()}.{version}.{moment()}"


def kept_each(name: str, request: HttpRequest | None, rows: Iterable[Any], compute: Callable[[Any], T]) -> list[T]:
    """What is computed of each row, in their order: once for a row, as long as they stay what they are."""
    if not may_keep():
        return [compute(row) for row in rows]
    state = state_of(request)  # before the rows are read: what is written meanwhile is not taken for this state
    wanted = list(rows)
    keys = [f"{name}.{row.pk}.{state}" for row in wanted]
    found = _read(keys)
    missing = {key: (compute(row),) for key, row in zip(keys, wanted, strict=True) if key not in found}
    if missing:
        _keep(missing)
    return [(found | missing)[key][0] for key in keys]


def kept(name: str, request: HttpRequest | None, compute: Callable[[], T]) -> T:
    """The answer of this name, computed once as long as language, code and public data stay what they are."""
    if not may_keep():
        return compute()
    key = f"{name}.{state_of(request)}"
    found = _read([key])
    if key not in found:
        found = {key: (compute(),)}
        _keep(found)
    answer: T = found[key][0]
    return answer


def _read(keys: list[str]) -> dict[str, tuple[Any]]:
    try:
        return dict(cache.get_many(keys))
    except (RedisError, OSError):
        logger.warning("The cache does not answer: pages are drawn afresh.", exc_info=True)
        return {}


def _keep(answers: dict[str, tuple[Any]]) -> None:
    try:
        cache.set_many(answers, MOMENT)
    except (RedisError, OSError):
        logger.warning("The cache takes nothing: pages are drawn afresh.", exc_info=True)
