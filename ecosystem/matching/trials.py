"""What is tried on a computed round, and what would come of it: nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trial:
    """Weights by part; people who would take nobody; more places, by person; so many present pairs at most may go."""

    weights: Mapping[str, int]
    closed: tuple[int, ...] = ()
    places: Mapping[int, int] = field(default_factory=dict)
    most_changes: int | None = None


@dataclass(frozen=True)
class Sum:
    """What a solution comes to; total in hundredths, by its own weights."""

    needs: int
    served: int
    total: int
    pairs: int
    people: int


@dataclass(frozen=True)
class Move:
    """A need whose people would not be the same: who and with what score, in hundredths, all by the tried weights."""

    need: int
    before: Mapping[int, int]
    after: Mapping[int, int]

    @property
    def left(self) -> frozenset[int]:
        return frozenset(self.before) - frozenset(self.after)

    @property
    def joined(self) -> frozenset[int]:
        return frozenset(self.after) - frozenset(self.before)

    @property
    def gain(self) -> int:
        """What the need wins or loses in all, in hundredths."""
        return sum(self.after.values()) - sum(self.before.values())


@dataclass(frozen=True)
class Outcome:
    """The round as it is, and as it would be; `facts_moved` when it was computed on other facts than the trial."""

    before: Sum
    after: Sum
    moves: tuple[Move, ...]
    facts_moved: bool

    @property
    def dropped(self) -> int:
        """Present pairs that would go."""
        return sum(len(move.left) for move in self.moves)

    @property
    def gains(self) -> list[Move]:
        """The greatest first."""
        return sorted((move for move in self.moves if move.gain > 0), key=lambda move: (-move.gain, move.need))

    @property
    def losses(self) -> list[Move]:
        """The greatest first."""
        return sorted((move for move in self.moves if move.gain < 0), key=lambda move: (move.gain, move.need))

    @property
    def even(self) -> list[Move]:
        """Other people, at the same score."""
        return [move for move in self.moves if move.gain == 0]
