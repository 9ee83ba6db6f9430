"""A computed round taken up again: what it was computed from, the pairs that it admits, and the best of them."""

from dataclasses import dataclass

from ecosystem.matching.actions.explaining import inputs_or_today
from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.candidates import Candidates, candidates
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare, sieve_of
from ecosystem.matching.engine.terms import valued
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import Snapshot


def facts_of(round_: Round) -> Snapshot:
    """What the round was computed from; what it would read now, when its inputs were not kept."""
    return inputs_or_today(round_)[0]


@dataclass(frozen=True)
class Market:
    """The pairs that a problem admits: found with their scores, instance with the values that decide, and the goal."""

    found: Candidates
    instance: Instance
    goal: Goal

    @property
    def is_plain(self) -> bool:
        """Whether the goal is coverage, then total, and nothing else."""
        goal = self.goal
        wishes = (goal.floor, goal.min_load, goal.locked, goal.balance or None)
        return goal.coverage and all(wish is None for wish in wishes)

    def best(self, goal: Goal | None = None) -> Ints:
        """Positions of the chosen pairs, ascending, as the round would choose them, or for another goal."""
        return assign(self.instance, self.found.ties, goal or self.goal).edge

    def scores(self, edge: Ints) -> Ints:
        """The scores of some pairs, in hundredths."""
        scores: Ints = self.found.instance.scores[edge].astype("int64")
        return scores


def market_of(problem: Problem) -> Market:
    """The pairs as the round of this problem keeps and values them; raises Infeasible as the round would."""
    found = candidates(prepare(problem), sieve_of(problem))
    instance = valued(found.instance, problem.priority, problem.chance)
    return Market(found, instance, problem.wishes.goal(instance))
