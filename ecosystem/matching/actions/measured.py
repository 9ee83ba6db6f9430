"""The pairs of a round scored part by part, kept in the cache under the fingerprint of their facts."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from ecosystem.matching.actions.explaining import inputs_or_today
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.grid import TooManyPairs
from ecosystem.matching.engine.sheet import Sheet
from ecosystem.matching.errors import TooLargeToExplain
from ecosystem.matching.models import Round, RoundInputs
from ecosystem.matching.snapshot import Snapshot

logger = logging.getLogger(__name__)

KEPT_FOR = 30 * 60
"""Seconds: as long as somebody works on a round's settings, or reads it pair by pair."""

MOST_KEPT = 250_000
"""Pairs: above it they are scored each time, a few seconds at most, rather than kept by the ten megabytes."""

T = TypeVar("T")

FORM = 1
"""Rises whenever what is kept changes its form."""


@dataclass(frozen=True)
class Measured:
    """The sheet of some facts, whom its rows and columns stand for, and when it was scored.

    conflicts: the causes of barred pairs by id of need.
    """

    need_ids: list[int]
    person_ids: list[int]
    sheet: Sheet
    read_at: datetime
    conflicts: dict[int, list[str]] = field(default_factory=dict)


def measured_of(round_: Round) -> Measured:
    """The pairs of a computed round, from its stored inputs, else from what it would read now.

    Raises TooLargeToExplain above what one page can score.
    """
    known = RoundInputs.objects.filter(round=round_).values_list("digest", flat=True).first()
    found = kept(known) if known else None
    return found or measured(inputs_or_today(round_)[0])


def measured(snapshot: Snapshot, name: str = "") -> Measured:
    """The pairs of some facts, scored once for everybody who asks. Raises TooLargeToExplain.

    name: what they are kept under, where it is not their fingerprint.
    """
    facts = name or digest(snapshot.problem)
    return kept(facts) or _scored(snapshot, facts)


def kept(name: str) -> Measured | None:
    """The pairs that were kept under a name lately."""
    return _without_cache(lambda: cache.get(_key(name)))


def _scored(snapshot: Snapshot, name: str) -> Measured:
    try:
        sheet = Sheet.of(snapshot.problem)
    except TooManyPairs as error:
        raise TooLargeToExplain from error
    found = Measured(snapshot.need_ids, snapshot.person_ids, sheet, timezone.now(), snapshot.conflicts)
    if sheet.bars.size <= MOST_KEPT:
        _without_cache(lambda: cache.set(_key(name), found, KEPT_FOR))
    return found


def _key(name: str) -> str:
    return f"matching-measured-{FORM}-{name}"


def _without_cache(ask: Callable[[], T]) -> T | None:
    """What the cache says; nothing when it is away, so that pages are slower and never missing."""
    try:
        return ask()
    except (OSError, RedisError) as error:
        logger.warning("The cache is away: %s", error)
        return None
