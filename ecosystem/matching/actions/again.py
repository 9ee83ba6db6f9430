"""A computed round taken up again: what it was computed from, and the pairs that it admits."""

from ecosystem.matching.engine.candidates import Candidates, Sieve, candidates
from ecosystem.matching.engine.parts import weights_in_order
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import Snapshot, take_snapshot


def facts_of(round_: Round) -> Snapshot:
    """What the round reads, as it stands now."""
    return take_snapshot(round_)


def candidates_of(problem: Problem) -> Candidates:
    """The pairs that the problem admits, as its round keeps them."""
    sieve = Sieve(
        weights=weights_in_order(problem.kind, problem.weights),
        rules=problem.rules,
        forbidden=problem.forbidden,
        seed=problem.seed,
        need_keys=problem.need_keys,
        person_keys=problem.person_keys,
        min_score=problem.min_score,
        keep=problem.keep,
    )
    return candidates(prepare(problem), sieve)
