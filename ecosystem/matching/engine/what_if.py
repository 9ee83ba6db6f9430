"""What would change: weights moved, people closed, places added, needs withdrawn, before anything is published.

Each trial is the round solved again, exactly: the facts are kept scored, so that only what the trial touches is scored
again. The diff says, need by need, who they had and who they would have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.at_most import with_few_changes
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.grid import Grid, Table, with_demand, with_places
from ecosystem.matching.engine.moves import Figures, figures, held
from ecosystem.matching.engine.problem import Problem


class NothingToTry(EngineError):
    """A trial names a need or a person that the round does not have, or a number below 0."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: other weights or minimal score; people closed; places, or people wanted, in all.

    at_most: so many of the present pairs at most may be dropped.
    """

    weights: Mapping[str, int] | None = None
    min_score: int | None = None
    closed: tuple[int, ...] = ()
    places: Mapping[int, int] = field(default_factory=dict)
    wanted: Mapping[int, int] = field(default_factory=dict)
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One person of a need: their score now, and under the trial (-1 when the pair would not be admissible)."""

    person: int
    score: int
    score_then: int


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A need whose people change: before and after, by person; gain: total of its scores, both under the trial."""

    need: int
    before: tuple[Kept, ...]
    after: tuple[Kept, ...]
    gain: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The two solutions and their difference; dropped and added count pairs; changes by need, losers first."""

    before: Figures
    after: Figures
    dropped: int
    added: int
    changes: tuple[NeedChange, ...]


class Desk:
    """A solved round on which trials are made."""

    def __init__(self, problem: Problem) -> None:
        self.grid = Grid.of(problem)
        self.table = self.grid.table()
        self.edge = self.table.solved()

    def try_out(self, trial: Trial) -> Outcome:
        """Solve with the trial and compare; raises BadWeights, NothingToTry, or MustChangeMore for `at_most`."""
        grid = self._changed(trial)
        table = grid.table()
        edge = self._solved(table, trial.at_most)
        return self._outcome(grid, table, edge)

    def _now(self, need: int, person: int) -> int:
        """The value of a pair before the trial, whatever the rules say."""
        return self.grid.value_of(need, person, int(self.grid.points(need, person).sum()))

    def _solved(self, table: Table, at_most: int | None) -> Ints:
        if at_most is None:
            return table.solved()
        rows = self.table.instance.rows()[self.edge]
        before = table.instance.edge_ids(rows, self.table.instance.indices[self.edge].astype(np.int64))
        return with_few_changes(table.instance, before, at_most, table.planned())

    def _changed(self, trial: Trial) -> Grid:
        problem = self.grid.problem
        _check("need", trial.wanted, problem.needs.wanted.size)
        places = {**trial.places, **dict.fromkeys(trial.closed, 0)}
        _check("person", places, problem.people.capacity.size)
        grid = self.grid
        if places:
            grid = Grid.of(with_places(problem, places))
        if trial.wanted:
            grid = replace(grid, problem=with_demand(grid.problem, trial.wanted))
        if trial.min_score is not None:
            grid = replace(grid, problem=replace(grid.problem, min_score=trial.min_score))
        return grid if trial.weights is None else grid.weighted(trial.weights)

    def _outcome(self, grid: Grid, table: Table, edge: Ints) -> Outcome:
        now = held(self.table.instance, self.edge)
        then = held(table.instance, edge)
        people = table.instance.people
        worth = dict(zip(_keys(table, slice(None), people), table.instance.scores.tolist(), strict=True))
        changes = []
        for need in sorted(now.keys() | then.keys()):
            had, has = now.get(need, {}), then.get(need, {})
            if had.keys() == has.keys():
                continue
            later = {person: worth.get(need * people + person, -1) for person in {*had, *has}}
            left = tuple(Kept(person, score, later[person]) for person, score in sorted(had.items()))
            holds = tuple(Kept(person, self._now(need, person), later[person]) for person in sorted(has))
            gain = sum(later[person] for person in has) - sum(max(0, later[person]) for person in had)
            changes.append(NeedChange(need, left, holds, gain))
        changes.sort(key=lambda change: (bool(change.after), change.gain, change.need))
        both = sum(len(now.get(need, {}).keys() & has.keys()) for need, has in then.items())
        before, after = figures(now), figures(then)
        return Outcome(before, after, before.pairs - both, after.pairs - both, tuple(changes))


def _keys(table: Table, edge: slice, people: int) -> list[int]:
    keys: list[int] = (table.instance.rows()[edge] * people + table.instance.indices[edge]).tolist()
    return keys


def _check(side: str, asked: Mapping[int, int], size: int) -> None:
    for row, count in asked.items():
        if not 0 <= row < size:
            raise NothingToTry(f"{side} {row} is not among 0..{size - 1}")
        if count < 0:
            raise NothingToTry(f"{side} {row}: {count}, expected 0 or more")
