"""The floors of a frontier, and how far its computation has come: for pages, without the engine."""

from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.matching.figures import COMPUTED, points
from ecosystem.matching.frontier import Point
from ecosystem.matching.models import Round
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT

FLOORS = (0, 40, 50, 60, 70, 80)
"""Percent of the best score that each need could get."""


def is_silent(round_: Round) -> bool:
    """Whether no point has come for longer than a worker ever stays silent."""
    return round_.frontier_at is None or round_.frontier_at < timezone.now() - HEARTBEAT_TIMEOUT


@dataclass(frozen=True)
class Frontier:
    """What a page shows of the frontier of a round."""

    points: list[Point]
    done: int
    running: bool
    can_be_asked: bool
    facts_moved: bool

    @property
    def is_whole(self) -> bool:
        return self.done == len(FLOORS)

    @property
    def total(self) -> int:
        return len(FLOORS)

    @classmethod
    def of(cls, round_: Round) -> Self:
        told = list(round_.frontier.get("points", ()))
        whole = len(told) == len(FLOORS)
        running = round_.frontier_at is not None and not whole and not is_silent(round_)
        shown = [
            Point(
                _("Plancher %(floor)s %%") % {"floor": one["floor"]},
                points(one["total"]),
                points(one["worst"]),
                one["served"],
                small=True,
            )
            for one in told
        ]
        moved = bool(told) and round_.frontier.get("facts") != round_.facts_digest
        asked = round_.state in COMPUTED and not running and (not whole or moved)
        return cls(shown, len(told), running, asked, moved)
