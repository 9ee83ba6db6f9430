"""How a mentor or a funder answers what is put to them, as the pages tell it: a no is an answer, silence is none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

ENOUGH_ASKS = 5
"""Below, nothing is told: a few requests say nothing of anybody."""
ENOUGH_ANSWERS = 0.4
"""Two answers in five keep the badge; silence removes it."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """The requests of twelve months in their order, answered or not, and the median time of the answers."""

    asks: tuple[bool, ...]
    delay: timedelta | None = None

    @property
    def total(self) -> int:
        return len(self.asks)

    @property
    def answered(self) -> int:
        return sum(self.asks)

    @property
    def days(self) -> int:
        """The median time of an answer in days, at least one; 0 while nobody answered."""
        return max(1, round(self.delay / timedelta(days=1))) if self.delay is not None else 0

    @property
    def latest(self) -> tuple[bool, ...]:
        """The twelve last ones; fewer are shown as they are."""
        return self.asks[-SHOWN:]

    @property
    def is_badge(self) -> bool:
        """Whether there is enough to tell, and it speaks for the person."""
        return self.total >= ENOUGH_ASKS and self.answered >= ENOUGH_ANSWERS * self.total


Told = Mapping[int, Responsiveness]
Teller = Callable[[str, Iterable[int]], Told]

_tellers: list[Teller] = []


def register_responsiveness(teller: Teller) -> None:
    """Say, when an app is ready, who counts the answers: of many listings of a kind at once."""
    _tellers[:] = [teller]


def responsiveness_of(kind: str, pks: Iterable[int]) -> Told:
    """Of each of these mentors, or funders, that anything was put to."""
    return _tellers[0](kind, pks) if _tellers else {}
