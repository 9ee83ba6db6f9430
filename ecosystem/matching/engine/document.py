"""The certificate of a computed round as a document that anybody can verify: see `docs/certificate.md` for its form."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.certificate import Certificate, Proof
from ecosystem.matching.engine.certificate_file import FORMAT, VERSION, content_hash, packed
from ecosystem.matching.engine.digest import ENGINE_VERSION
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.hard_rules import BARS
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.engine.problem import Problem, Result


def document(
    problem: Problem, result: Result, about: Mapping[str, int | str], goal: Goal | None = None
) -> dict[str, Any]:
    """Everything that is needed to verify a round again, sealed: who could be chosen, who is, and the proof.

    about: what names the round outside of the engine (id, title, date); goal: that of the problem's wishes
    by default. Ids are the problem's keys. Whole numbers only.
    """
    found, instance = result.candidates, result.market
    aims = (goal or problem.wishes.goal(instance)).checked(instance)
    scores = found.points.sum(axis=1, dtype=np.int64)
    made: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE_VERSION,
        "round": {**about, "kind": str(problem.kind), "seed": problem.seed, "digest": result.digest},
        "weights": {part: problem.weights[part] for part in PARTS[problem.kind]},
        "goal": {"coverage": aims.coverage, "floor": aims.floor is not None},
        "needs": {
            "id": _list(problem.need_keys),
            "demand": _list(instance.demand),
            "floor": _list(_or_zeros(aims.floor, instance.needs)),
        },
        "people": {
            "id": _list(problem.person_keys),
            "capacity": _list(instance.capacity),
            "minimum": _list(_or_zeros(aims.min_load, instance.people)),
        },
        "candidates": {
            "count": _list(np.diff(instance.indptr)),
            "person": _list(instance.indices),
            "score": _list(scores),
            "terms": _terms(instance.scores - scores),
        },
        "forbidden": _forbidden(problem),
        "locked": _pairs(instance, _or_zeros(aims.locked, 0)),
        "balance": [{"name": rule.name, "least": rule.least, **_pairs(instance, rule.edge)} for rule in aims.balance],
        "chosen": _chosen(problem, result, instance.edge_ids(result.need, result.person), scores),
        "result": _result(result.certificate, int(result.score.sum())),
        "proofs": [_proof(proof) for proof in result.certificate.proofs],
    }
    return {**made, "content": content_hash(made)}


def _forbidden(problem: Problem) -> dict[str, Any]:
    """The barred pairs, as far as the round minds: a rule that is off bars nobody."""
    barred, active = problem.forbidden, problem.rules.active()
    kept = np.isin(barred.reason, [bar for bar, rule in BARS.items() if rule in active])
    return {"need": _list(barred.need[kept]), "person": _list(barred.person[kept])}


def _terms(difference: Any) -> dict[str, Any]:
    """What declared terms add to the scores, one figure a pair; nothing when no pair has any."""
    if not difference.any():
        return {}
    return {"declared": {"limit": int(np.abs(difference).max()), "points": _list(difference)}}


def _chosen(problem: Problem, result: Result, edge: Ints, scores: Ints) -> dict[str, Any]:
    instance = result.market
    parts = {part: _list(result.parts[:, column]) for column, part in enumerate(PARTS[problem.kind])}
    return {
        "need": _list(result.need),
        "person": _list(result.person),
        "score": _list(scores[edge]),
        "value": _list(instance.scores[edge]),
        "parts": parts,
    }


def _result(proof: Certificate, score: int) -> dict[str, int]:
    return {
        "covered": proof.covered,
        "above_floor": proof.above_floor,
        "total": proof.objective,
        "score": score,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    prices = proof.prices
    return {
        "weights": list(proof.weights),
        "need": _list(prices.need),
        "person": _list(prices.person),
        "floor": _list(prices.floor),
        "rule": _list(prices.rule),
        "bound": proof.bound,
    }


def _pairs(instance: Instance, edge: Ints) -> dict[str, Any]:
    return {"need": _list(instance.rows_of(edge)), "person": _list(instance.indices[edge])}


def _or_zeros(values: Ints | None, size: int) -> Ints:
    return np.zeros(size, dtype=np.int64) if values is None else values


def _list(values: Any) -> Any:
    return packed(np.asarray(values, dtype=np.int64).tolist())
