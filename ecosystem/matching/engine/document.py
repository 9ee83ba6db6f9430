"""The certificate of a computed round as a document that anybody can verify: see `docs/certificate.md` for its form."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Halves, Ints, Points
from ecosystem.matching.engine.certificate import Proof
from ecosystem.matching.engine.certificate_file import FORMAT, VERSION, content_hash, packed
from ecosystem.matching.engine.digest import ENGINE_VERSION
from ecosystem.matching.engine.goal import Balance
from ecosystem.matching.engine.instance import FULL_SCORE, Instance
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.engine.problem import Problem, Result
from ecosystem.matching.engine.terms import MOST_PRIORITY, expected, valued


def document(problem: Problem, result: Result, about: Mapping[str, int | str]) -> dict[str, Any]:
    """Everything that is needed to verify a round again, sealed: who could be chosen, who is, and the proof.

    about: what names the round outside of the engine (id, title, date). Ids are the problem's keys. Whole numbers only.
    """
    instance, forbidden, wishes = result.candidates.instance, problem.forbidden, problem.wishes
    market = valued(instance, problem.priority, problem.chance)
    goal = wishes.goal(market).checked(market)
    made: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE_VERSION,
        "round": {**about, "kind": str(problem.kind), "seed": problem.seed, "digest": result.digest},
        "weights": {part: problem.weights[part] for part in PARTS[problem.kind]},
        "goal": {"coverage": goal.coverage, "floor": goal.floor is not None},
        "needs": {
            "id": _list(problem.need_keys),
            "demand": _list(instance.demand),
            "floor": _list(_or_zeros(goal.floor, instance.needs)),
        },
        "people": {
            "id": _list(problem.person_keys),
            "capacity": _list(instance.capacity),
            "minimum": _list(_or_zeros(goal.min_load, instance.people)),
        },
        "candidates": {
            "count": _list(np.diff(instance.indptr)),
            "person": _list(instance.indices),
            "score": _list(instance.scores),
            "terms": _terms(problem, instance),
        },
        "forbidden": {"need": _list(forbidden.need), "person": _list(forbidden.person)},
        "locked": {"need": _list(wishes.locked_need), "person": _list(wishes.locked_person)},
        "balance": [_rule(rule, market) for rule in goal.balance],
        "chosen": _chosen(problem, result, market),
        "result": _result(result, floored=goal.floor is not None),
        "proofs": [_proof(proof) for proof in result.certificate.proofs],
    }
    return {**made, "content": content_hash(made)}


def _or_zeros(values: Ints | None, size: int) -> Ints:
    return np.zeros(size, dtype=np.int64) if values is None else values


def _terms(problem: Problem, instance: Instance) -> dict[str, Any]:
    """The declared corrections of each candidate's value: what the chance of a yes takes off, what priority adds."""
    scores, people = instance.scores.astype(np.int64), instance.indices.astype(np.int64)
    found: dict[str, Any] = {}
    if problem.chance is not None:
        found["chance"] = {"limit": FULL_SCORE, "points": _list(expected(scores, people, problem.chance) - scores)}
    if problem.priority is not None:
        found["priority"] = {"limit": MOST_PRIORITY, "points": _list(problem.priority[instance.rows()])}
    return found


def _rule(rule: Balance, market: Instance) -> dict[str, Any]:
    pairs = {"need": _list(market.rows_of(rule.edge)), "person": _list(market.indices[rule.edge])}
    return {"name": rule.name, "least": rule.least, **pairs}


def _chosen(problem: Problem, result: Result, market: Instance) -> dict[str, Any]:
    parts = {part: _list(result.parts[:, column]) for column, part in enumerate(PARTS[problem.kind])}
    return {
        "need": _list(result.need),
        "person": _list(result.person),
        "score": _list(result.score),
        "value": _list(market.scores[market.edge_ids(result.need, result.person)]),
        "parts": parts,
    }


def _result(result: Result, *, floored: bool) -> dict[str, int]:
    """Without a floor every covered need is above it."""
    proof = result.certificate
    return {
        "covered": proof.covered,
        "above_floor": proof.above_floor if floored else proof.covered,
        "total": proof.objective,
        "score": int(result.score.sum()),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    prices = proof.prices
    return {
        "weights": list(proof.weights),
        "scale": proof.scale,
        "need": _list(prices.need),
        "person": _list(prices.person),
        "floor": _list(prices.floor),
        "rule": prices.rule.tolist(),
        "bound": proof.bound,
    }


def _list(values: Ints | Halves | Points) -> Any:
    return packed(np.asarray(values, dtype=np.int64).tolist())
