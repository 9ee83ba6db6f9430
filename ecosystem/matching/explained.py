"""Why a pair is not in a round, as plain values: what the action gives, and what the page puts into words.

Scores, totals and gains are hundredths of a point; needs and people are primary keys.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """A person of a need, and the score of the pair."""

    person: int
    score: int


@dataclass(frozen=True, slots=True)
class Move:
    """A need that is not served as before: who left, who came, and what its total gains."""

    need: int
    left: tuple[Held, ...]
    came: tuple[Held, ...]
    gain: int


@dataclass(frozen=True, slots=True)
class Use:
    """Where a place of the person goes, and what that need would have without: its score, and what it would lose."""

    need: int
    score: int
    otherwise: int
    loss: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that suffices: way (of the engine), amount, part, who says nothing, need that withdraws; and then."""

    way: str
    amount: int
    part: str
    sides: tuple[str, ...]
    need: int | None
    covered: int
    total: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything about one pair of one round; `is_fresh`: read from the site now, the round's inputs are not kept."""

    need: int
    person: int
    status: str
    rules: tuple[str, ...]
    score: int
    value: int
    points: dict[str, int]
    unstated: tuple[str, ...]
    people: tuple[Held, ...]
    wanted: int
    places: int
    load: int
    covered: int
    total: int
    uses: tuple[Use, ...]
    forced: tuple[Move, ...]
    forced_covered: int | None
    forced_total: int | None
    remedies: tuple[Remedy, ...]
    is_fresh: bool

    @property
    def everybody(self) -> set[int]:
        """The people who are named anywhere."""
        moves = [*self.forced, *(move for remedy in self.remedies for move in remedy.moves)]
        held = [*self.people, *(one for move in moves for one in (*move.left, *move.came))]
        return {self.person, *(one.person for one in held)}

    @property
    def every_need(self) -> set[int]:
        """The needs that are named anywhere."""
        moves = [*self.forced, *(move for remedy in self.remedies for move in remedy.moves)]
        named = [use.need for use in self.uses] + [move.need for move in moves]
        return {self.need, *named, *(one.need for one in self.remedies if one.need is not None)}
