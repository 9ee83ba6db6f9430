"""A whole round in one call: facts in; pairs, substitutes, reasons, evidence and certificate out."""

import numpy as np

from ecosystem.matching.engine.alternates import Alternates, alternates
from ecosystem.matching.engine.assign import Solution, solve
from ecosystem.matching.engine.candidates import Candidates, Progress, Sieve, candidates
from ecosystem.matching.engine.certificate import Certificate
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.explain import Explainer
from ecosystem.matching.engine.facts import FunderNeeds, FunderPeople, MentorNeeds, MentorPeople
from ecosystem.matching.engine.funder_parts import FunderModel, funder_model
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.importance import own_order
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.mentor_parts import MentorModel, mentor_model
from ecosystem.matching.engine.parts import weights_in_order
from ecosystem.matching.engine.problem import Problem, Result, Stats
from ecosystem.matching.engine.reasons import shortfalls
from ecosystem.matching.engine.terms import valued

STEPS = ("rules_and_scores", "assignment", "certificate", "alternates", "explanations")
"""The steps that `on_progress` names, in order."""


def prepare(problem: Problem) -> MentorModel | FunderModel:
    """The facts of a problem made ready for scoring; raises BadFacts when needs and people do not go together."""
    if isinstance(problem.needs, MentorNeeds) and isinstance(problem.people, MentorPeople):
        return mentor_model(problem.needs, problem.people)
    assert isinstance(problem.needs, FunderNeeds)  # noqa: S101 - Problem has checked it; this tells the type checker
    assert isinstance(problem.people, FunderPeople)  # noqa: S101
    return funder_model(problem.needs, problem.people)


def sieve_of(problem: Problem) -> Sieve:
    """How the pairs of a problem are kept."""
    return Sieve(
        weights=weights_in_order(problem.kind, problem.weights),
        rules=problem.rules,
        forbidden=problem.forbidden,
        seed=problem.seed,
        need_keys=problem.need_keys,
        person_keys=problem.person_keys,
        min_score=problem.min_score,
        keep=problem.keep,
        locked_need=problem.wishes.locked_need,
        locked_person=problem.wishes.locked_person,
    )


def compute(problem: Problem, *, found: Candidates | None = None, on_progress: Progress | None = None) -> Result:
    """Compute a round: the same problem always gives the same result, to the byte.

    found: the problem's own candidates, when they were gathered elsewhere, by `candidates.scan` range by range.
    on_progress(step, done, total) is called before and after each of STEPS, and per block of the first; what it raises
    stops the computation and passes through. Raises BadFacts, Infeasible when the wishes cannot all be kept, or
    SolverFailed if the solver ends without an optimum.
    """
    tell = on_progress or _silent
    weights = weights_in_order(problem.kind, problem.weights)
    model = prepare(problem)
    if found is None:
        found = candidates(model, sieve_of(problem), on_progress=tell)
    tell("rules_and_scores", problem.needs.wanted.size, problem.needs.wanted.size)
    market = valued(found.instance, problem.priority, problem.chance)
    tell("assignment", 0, 1)
    solution = solve(market, found.ties, problem.wishes.goal(market))
    chosen = solution.assignment
    tell("assignment", 1, 1)
    tell("certificate", 0, 1)
    tell("certificate", 1, 1)
    tell("alternates", 0, 1)
    worth = own_order(market, found.points, problem.importance, problem.chance)
    others = alternates(market, chosen.edge, problem.alternates, found.ties, worth)
    tell("alternates", 1, 1)
    tell("explanations", 0, 1)
    result = _result(problem, Explainer(model, weights), found, market, solution, others)
    tell("explanations", 1, 1)
    return result


def _result(
    problem: Problem,
    explainer: Explainer,
    found: Candidates,
    market: Instance,
    solution: Solution,
    others: Alternates,
) -> Result:
    chosen, certificate = solution.assignment, solution.certificate
    parts, other_parts = found.points[chosen.edge], found.points[others.edge]
    return Result(
        need=chosen.need,
        person=chosen.person,
        score=found.instance.scores[chosen.edge].astype(np.int64),
        parts=parts,
        evidence=explainer.pairs(chosen.need, chosen.person, parts),
        alternates=others,
        alternate_score=found.instance.scores[others.edge].astype(np.int64),
        alternate_parts=other_parts,
        alternate_evidence=explainer.pairs(others.need, others.person, other_parts),
        shortfalls=shortfalls(explainer.model, found, chosen.edge),
        market=market,
        candidates=found,
        certificate=certificate,
        stats=_stats(found, certificate),
        digest=digest(problem),
    )


def _stats(found: Candidates, certificate: Certificate) -> Stats:
    instance = found.instance
    reachable = np.diff(instance.indptr) > 0
    best = np.sort(found.best_score[reachable])
    return Stats(
        needs=instance.needs,
        people=instance.people,
        admissible=int(found.counts[:, Rule.NONE].sum()),
        candidates=instance.pairs,
        covered=certificate.covered,
        above_floor=certificate.above_floor,
        objective=certificate.objective,
        score_bound=certificate.score_bound,
        gap=certificate.gap,
        median_best=int(best[(best.size - 1) // 2]) if best.size else -1,
        need_load=certificate.need_load,
        person_load=certificate.person_load,
    )


def _silent(step: str, done: int, total: int) -> None:
    """Nobody listens."""
