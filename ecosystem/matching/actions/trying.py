"""What would change if a weight moved, a person closed or a place opened: two exact solutions, and nothing written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ecosystem.matching.actions.again import Market, facts_of, market_of
from ecosystem.matching.actions.storing import facts_digest
from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.at_most import with_few_changes
from ecosystem.matching.engine.errors import Infeasible
from ecosystem.matching.engine.explain import Explainer
from ecosystem.matching.engine.goal import Balance
from ecosystem.matching.engine.live import CoverageFirst, Plan
from ecosystem.matching.engine.parts import weights_in_order
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare
from ecosystem.matching.errors import BreaksARule, MustChangeMore, NotInTheRound
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import Snapshot
from ecosystem.matching.trials import Move, Outcome, Sum, Trial

Pairs = dict[int, set[int]]


def try_out(round_: Round, trial: Trial) -> Outcome:
    """The round as it is and as it would be, need by need.

    Raises NotInTheRound for a person whom the round did not read, MustChangeMore when the trial alone takes away more
    of the present pairs than may go, and BreaksARule when the round's own wishes cannot be kept with it.
    """
    snapshot = facts_of(round_)
    present = _Solution.of(snapshot.problem)
    tried = _tried(snapshot, trial)
    try:
        market = market_of(tried)
        then = _Solution(tried, market, _edge(market, present, trial.most_changes))
    except Infeasible as error:
        raise BreaksARule from error
    return Outcome(
        present.sum,
        then.sum,
        tuple(_moves(snapshot, present, then)),
        facts_moved=facts_digest(snapshot.problem) != round_.facts_digest,
    )


@dataclass(frozen=True)
class _Solution:
    """A problem and the pairs that solve it."""

    problem: Problem
    market: Market
    edge: Ints

    @classmethod
    def of(cls, problem: Problem) -> "_Solution":
        market = market_of(problem)
        return cls(problem, market, market.best())

    @property
    def need(self) -> Ints:
        return self.market.instance.rows_of(self.edge)

    @property
    def person(self) -> Ints:
        return self.market.instance.indices[self.edge].astype(np.int64)

    @property
    def pairs(self) -> Pairs:
        held: Pairs = {}
        for need, person in zip(self.need.tolist(), self.person.tolist(), strict=True):
            held.setdefault(need, set()).add(person)
        return held

    @property
    def sum(self) -> Sum:
        return Sum(
            needs=self.market.instance.needs,
            served=len(set(self.need.tolist())),
            total=int(self.market.scores(self.edge).sum()),
            pairs=int(self.edge.size),
            people=len(set(self.person.tolist())),
        )


def _tried(snapshot: Snapshot, trial: Trial) -> Problem:
    """The problem with the trial in it."""
    problem = snapshot.problem
    at = {pk: row for row, pk in enumerate(snapshot.person_ids)}
    if {*trial.closed, *trial.places} - at.keys():
        raise NotInTheRound
    capacity = problem.people.capacity.copy()
    for person, more in trial.places.items():
        capacity[at[person]] += more
    capacity[[at[person] for person in trial.closed]] = 0
    return replace(problem, people=replace(problem.people, capacity=capacity), weights=trial.weights)


def _edge(market: Market, present: _Solution, most: int | None) -> Ints:
    if most is None:
        return market.best()
    kept = market.instance.edge_ids(present.need, present.person)
    still = kept[kept >= 0]
    if kept.size - still.size > most:
        raise MustChangeMore(int(kept.size - still.size))
    least = max(0, int(kept.size) - most)
    if not least:
        return market.best()
    if market.is_plain:
        return with_few_changes(market.instance, kept, most, Plan(market.instance, market.best(), CoverageFirst()))
    return market.best(replace(market.goal, balance=(*market.goal.balance, Balance(still, least, "present pairs"))))


def _moves(snapshot: Snapshot, present: _Solution, then: _Solution) -> Iterable[Move]:
    """The needs whose people differ, every score by the tried weights."""
    explainer = Explainer(prepare(then.problem), weights_in_order(then.problem.kind, then.problem.weights))
    had, has = present.pairs, then.pairs

    def scored(need: int, people: set[int]) -> dict[int, int]:
        return {snapshot.person_ids[row]: int(np.sum(explainer.points(need, row))) for row in sorted(people)}

    for need in sorted(had.keys() | has.keys()):
        before, after = had.get(need, set()), has.get(need, set())
        if before != after:
            yield Move(snapshot.need_ids[need], scored(need, before), scored(need, after))
