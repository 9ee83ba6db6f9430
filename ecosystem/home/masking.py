"""What a public figure may say: no group under five, and none that the others and their sum would give away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MASK_UNDER = 5
MASKED_DRAWN = 3


@dataclass(frozen=True)
class Row:
    """A group and how many it holds; None when it holds too few to be shown."""

    label: str
    value: int | None
    rest: bool = False
    """What the other rows left over, together."""


@dataclass(frozen=True)
class Chart:
    """A figure with its groups, its source in words, and the name of its file."""

    slug: str
    title: str
    note: str
    rows: Sequence[Row]
    foot: str = ""
    """What is said under it."""

    @property
    def known(self) -> bool:
        """At least one group may be shown."""
        return any(row.value is not None for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.value or 0 for row in self.rows)

    @property
    def drawn(self) -> list[Row]:
        """The rows of the drawing: of those that are masked, the first few; the table has them all."""
        masked_ones = [row for row in self.rows if row.value is None]
        left_out = masked_ones[MASKED_DRAWN:] if len(masked_ones) > MASKED_DRAWN + 1 else []
        return [row for row in self.rows if row not in left_out]

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.drawn)


@dataclass(frozen=True)
class Share:
    """A part of a whole; hidden when either side of it is too small."""

    count: int
    total: int

    @property
    def masked(self) -> bool:
        rest = self.total - self.count
        return self.total < MASK_UNDER or 0 < self.count < MASK_UNDER or 0 < rest < MASK_UNDER

    @property
    def value(self) -> float:
        return self.count / self.total if self.total else 0.0


def masked(pairs: Iterable[tuple[Any, int]]) -> list[Row]:
    """Rows in their order; a group of one to four is named without its number.

    Whoever knows the sum of the chart subtracts what is shown: what is left must cover two groups at least, make a
    group of its own that is large enough, and leave each of them more than one value. As long as it does not, the
    smallest of the others is masked too; an empty group is shown, for it is nobody's.
    """
    known = [(str(label), count) for label, count in pairs]
    small = [place for place, (_label, count) in enumerate(known) if 0 < count < MASK_UNDER]
    others = sorted((count, place) for place, (_label, count) in enumerate(known) if count >= MASK_UNDER)
    hidden = dict.fromkeys(small)
    while hidden and others and not _is_safe([known[place][1] for place in hidden]):
        hidden[others.pop(0)[1]] = None
    return [Row(label, None if place in hidden else count) for place, (label, count) in enumerate(known)]


def _is_safe(hidden: Sequence[int]) -> bool:
    """Each of the hidden holds one at least: only a sum above their number leaves them uncertain."""
    return len(hidden) > 1 and sum(hidden) >= MASK_UNDER and sum(hidden) > len(hidden)


def at_least_five(steps: Iterable[tuple[Any, int]]) -> list[Row]:
    """Rows of which each holds the next: they have no sum to subtract from, so only the small ones are masked."""
    return [Row(str(label), None if 0 < count < MASK_UNDER else count) for label, count in steps]
