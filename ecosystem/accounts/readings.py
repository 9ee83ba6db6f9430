"""Who read what of a person: each app that keeps such rows gives its own (registered from `AppConfig.ready()`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from ecosystem.accounts.models import User


@dataclass(frozen=True)
class Reading:
    """Somebody opened what is not public: who, as what, which document, why, and when."""

    at: datetime
    who: str
    role: str
    what: str
    why: str = ""


Source = Callable[[User, datetime], Iterable[Reading]]
"""The readings of a person's documents since a moment, in no order."""

_sources: dict[str, Source] = {}


def register_readings(name: str, source: Source) -> None:
    """Add a source; the same name again replaces it."""
    _sources[name] = source


def readings_of(user: User, since: datetime) -> list[Reading]:
    """All that was read of the person since then, the latest first."""
    found = [one for source in _sources.values() for one in source(user, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)
