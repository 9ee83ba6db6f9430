"""Two solutions beside each other, need by need: who leaves, who comes, and what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.instance import Instance

Held = Mapping[int, Mapping[int, int]]
"""Per need, the score of each of its people."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a need and the score of the pair, in hundredths."""

    person: int
    score: int


@dataclass(frozen=True, slots=True)
class Move:
    """A need that is not served as before: who left, who came; gain: its total then, less its total now."""

    need: int
    left: tuple[Person, ...]
    came: tuple[Person, ...]
    gain: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a solution comes to: pairs, needs with somebody, total in hundredths."""

    pairs: int
    covered: int
    total: int


def held(instance: Instance, edge: Ints) -> dict[int, dict[int, int]]:
    """The people of each need that has some, with their scores; edge: positions of the chosen pairs."""
    found: dict[int, dict[int, int]] = {}
    columns = (instance.rows()[edge], instance.indices[edge], instance.scores[edge])
    for need, person, score in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault(need, {})[person] = score
    return found


def figures(solution: Held) -> Figures:
    """What it comes to."""
    totals = [sum(people.values()) for people in solution.values()]
    return Figures(sum(map(len, solution.values())), sum(1 for people in solution.values() if people), sum(totals))


def moves(now: Held, then: Held) -> tuple[Move, ...]:
    """Every need whose people or scores differ, winners first; the gains sum to the difference of the totals."""
    found = []
    for need in sorted(now.keys() | then.keys()):
        had, has = now.get(need, {}), then.get(need, {})
        if had == has:
            continue
        left = tuple(Person(person, had[person]) for person in sorted(had.keys() - has.keys()))
        came = tuple(Person(person, has[person]) for person in sorted(has.keys() - had.keys()))
        found.append(Move(need, left, came, sum(has.values()) - sum(had.values())))
    return tuple(sorted(found, key=lambda move: (-move.gain, move.need)))
