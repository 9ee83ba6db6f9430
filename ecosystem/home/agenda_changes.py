"""When an event of a person's calendar last changed, for what notes no moment of its own changes.

What each event said when an agenda last read it is kept in the cache, as a mark; another mark is a change, and an event
that the cache has forgotten counts as changed: its revision may rise for nothing, and never falls.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from ecosystem.core.ical import Entry

KEPT_SECONDS = 400 * 24 * 3600
Seen: TypeAlias = tuple[str, datetime]

logger = logging.getLogger(__name__)


def since_their_last_change(reader: int, entries: Iterable[Entry]) -> list[Entry]:
    """The entries, each with the moment since which it says what it says to this reader."""
    found = {f"agenda.{reader}.{entry.key}": entry for entry in entries}
    try:
        seen = cache.get_many(list(found))
        told = {name: _told(entry, seen.get(name)) for name, entry in found.items()}
        cache.set_many({name: one for name, one in told.items() if one != seen.get(name)}, KEPT_SECONDS)
    except (OSError, RedisError):
        logger.warning("The changes of a calendar could not be read.", exc_info=True)
        told = {name: _told(entry, None) for name, entry in found.items()}
    return [replace(entry, changed_at=told[name][1]) for name, entry in found.items()]


def _told(entry: Entry, seen: Seen | None) -> Seen:
    mark, now = _mark(entry), timezone.now().replace(microsecond=0)
    if seen is None:
        return mark, max(now, entry.changed_at)
    return seen if seen[0] == mark else (mark, max(now, entry.changed_at, seen[1] + timedelta(seconds=1)))


def _mark(entry: Entry) -> str:
    return sha256(repr(entry).encode()).hexdigest()[:16]
