"""Every pair of a round with its parts, kept in memory so that a change is scored again at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Codes, Floats, Hashes, Ints, Points, pair_hashes
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.hard_rules import Rule, exclusions
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live import BalanceNotKept, Plan
from ecosystem.matching.engine.parts import quantise, weights_in_order
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare
from ecosystem.matching.engine.terms import valued, values
from ecosystem.matching.engine.wishes import Wishes

MOST_CELLS = 2_500_000
"""Pairs, admissible or not: as many as a round may have that keeps every one of them."""
BLOCK_CELLS = 400_000


class TooManyPairs(EngineError):
    """The round has more pairs than can be held at the same time: what would change is not computed for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """All pairs of a problem: values 0..1 and "not stated" marks (parts, needs, people), rule codes (needs, people)."""

    problem: Problem
    values: Floats
    unstated: Bools
    codes: Codes

    @classmethod
    def of(cls, problem: Problem) -> "Grid":
        """Score everything once; raises TooManyPairs above MOST_CELLS."""
        needs, people = problem.needs.wanted.size, problem.people.capacity.size
        if needs * people > MOST_CELLS:
            raise TooManyPairs(f"{needs} needs and {people} people are more than {MOST_CELLS} pairs")
        model = prepare(problem)
        step = max(1, BLOCK_CELLS // max(people, 1))
        starts = range(0, max(needs, 1), step)
        blocks = [model.part_values(start, min(start + step, needs)) for start in starts]
        codes = [exclusions(model, problem.forbidden, problem.rules, at, min(at + step, needs)).codes for at in starts]
        return cls(
            problem=problem,
            values=np.concatenate([block.values for block in blocks], axis=1),
            unstated=np.concatenate([block.unstated for block in blocks], axis=1),
            codes=np.concatenate(codes),
        )

    def weighted(self, weights: Mapping[str, int]) -> "Grid":
        """The same facts under other weights; raises BadWeights."""
        return replace(self, problem=replace(self.problem, weights=weights))

    @property
    def weights(self) -> Ints:
        """The weights in the order of the parts."""
        return weights_in_order(self.problem.kind, self.problem.weights)

    def points(self, need: int, person: int) -> Points:
        """The points of one pair, part by part, whatever the rules say, (parts,)."""
        points: Points = quantise(self.values[:, need, person], self.weights)
        return points

    def scores(self) -> Ints:
        """Scores in hundredths whatever the rules say, (needs, people)."""
        total = np.zeros(self.codes.shape, dtype=np.int64)
        for part, weight in enumerate(self.weights):
            total += quantise(self.values[part], np.array([weight]))
        return total

    def table(self, extra: tuple[int, int, int] | None = None) -> "Table":
        """The candidates: pairs that no rule excludes, above 0 and of at least the minimal score, or imposed by hand.

        extra: (need, person, score) of one pair that is a candidate whatever it was.
        """
        scores, problem = self.scores(), self.problem
        free = self.codes == Rule.NONE
        kept = free & (scores >= max(problem.min_score, 1))
        locked = (problem.wishes.locked_need, problem.wishes.locked_person)
        kept[locked] = free[locked]
        if extra is not None:
            kept[extra[:2]], scores[extra[:2]] = True, extra[2]
        rows, columns = np.nonzero(kept)
        indptr = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
        instance = Instance(
            indptr, columns.astype(np.int32), scores[kept].astype(np.int32),
            problem.needs.wanted, problem.people.capacity,
        )  # fmt: skip
        ties = pair_hashes(problem.seed, problem.need_keys[rows], problem.person_keys[columns])
        return Table(valued(instance, problem.priority, problem.chance), ties, problem.wishes)

    def value_of(self, need: int, person: int, score: int) -> int:
        """What a pair with this score is worth to the assignment: the score itself where no term is declared."""
        problem = self.problem
        one, row, column = np.array([score]), np.array([need]), np.array([person])
        return int(values(one, row, column, problem.priority, problem.chance)[0])


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The candidates of a grid as a market (values, which are scores where no term is declared), ties, and wishes."""

    instance: Instance
    ties: Hashes
    wishes: Wishes

    @property
    def goal(self) -> Goal:
        """What the round must keep to; raises Infeasible for a pair imposed that a rule excludes."""
        return self.wishes.goal(self.instance)

    def solved(self) -> Ints:
        """Positions of the chosen pairs, as the round chooses them. Raises Infeasible."""
        return assign(self.instance, self.ties, self.goal).edge

    def planned(self) -> Plan:
        """The optimum as a plan. Raises Infeasible, or BalanceNotKept for a round with balance rules."""
        goal = self.goal
        if goal.balance:
            raise BalanceNotKept("a round with balance rules is solved again, not repaired")
        return Plan(self.instance, self.solved(), goal)


def with_people(problem: Problem, **changed: object) -> Problem:
    """The problem with some facts about its people replaced."""
    return replace(problem, people=replace(problem.people, **changed))  # type: ignore[arg-type]


def with_needs(problem: Problem, **changed: object) -> Problem:
    """The problem with some facts about its needs replaced."""
    return replace(problem, needs=replace(problem.needs, **changed))  # type: ignore[arg-type]


def with_places(problem: Problem, places: Mapping[int, int]) -> Problem:
    """The problem with other numbers of places for some people."""
    capacity = problem.people.capacity.copy()
    for person, count in places.items():
        capacity[person] = count
    return with_people(problem, capacity=capacity)


def with_demand(problem: Problem, wanted: Mapping[int, int]) -> Problem:
    """The problem with other numbers of people wanted by some needs; 0 withdraws one."""
    demand = problem.needs.wanted.copy()
    for need, count in wanted.items():
        demand[need] = count
    return with_needs(problem, wanted=demand)
