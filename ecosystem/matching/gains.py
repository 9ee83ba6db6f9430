"""What a setting gives each need, and what changes from one to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

SERVED_NOW, LOST_NOW = 1_000, -1_000
"""A gain or a loss greater than any difference of scores."""

CHANGES_SHOWN, GAINS_FIRST = 5, 3

People = frozenset[int]


@dataclass(frozen=True)
class Got:
    """What one round gives one need: its best score, in points as they are shown, and whom."""

    best: int
    people: People


@dataclass(frozen=True)
class Answer:
    """Everything that one round gives: the needs that it serves, and those that it was asked to serve."""

    served: Mapping[int, Got] = field(default_factory=dict)
    needs: frozenset[int] = frozenset()
    total: int = 0
    pairs: int = 0

    @property
    def median(self) -> float | None:
        """Of the best scores, in points as they are shown."""
        return median(got.best for got in self.served.values()) if self.served else None

    @property
    def people(self) -> People:
        """Everybody who is asked."""
        return People(person for got in self.served.values() for person in got.people)

    @property
    def without(self) -> int:
        """Needs that it was asked to serve, and leaves without anyone."""
        return len(self.needs) - len(self.served)

    @property
    def worst(self) -> int | None:
        """The served need whose best score is the lowest."""
        return min(self.served, key=lambda need: (self.served[need].best, need), default=None)


@dataclass(frozen=True)
class Change:
    """One need in a round against the base: points before and after, None without anybody."""

    need: int
    before: int | None
    after: int | None
    left: People
    joined: People

    @property
    def delta(self) -> int:
        if self.before is None or self.after is None:
            return 0 if self.before == self.after else SERVED_NOW if self.before is None else LOST_NOW
        return self.after - self.before

    @property
    def tone(self) -> str:
        return "up" if self.delta > 0 else "down" if self.delta < 0 else ""

    @property
    def pairs(self) -> int:
        """Pairs that change: one that takes the place of another counts once."""
        return max(len(self.left), len(self.joined))


def changes(before: Answer, after: Answer) -> dict[int, Change]:
    """The needs of both whose people are not the same; a need that one of them was not asked to serve says nothing."""
    found = {}
    for need in before.needs & after.needs:
        old, new = before.served.get(need), after.served.get(need)
        had, has = old.people if old else People(), new.people if new else People()
        if had != has:
            found[need] = Change(need, old.best if old else None, new.best if new else None, had - has, has - had)
    return found


def greatest(found: Iterable[Change]) -> list[Change]:
    """The greatest gains, then the greatest losses, a few in all."""
    ordered = sorted(found, key=lambda change: (-change.delta, change.need))
    gains = [change for change in ordered if change.delta > 0]
    losses = [change for change in reversed(ordered) if change.delta < 0]
    room = max(GAINS_FIRST, CHANGES_SHOWN - len(losses))
    told = gains[:room]
    return told + losses[: CHANGES_SHOWN - len(told)]
