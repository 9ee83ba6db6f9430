"""The certificate of a computed round as a document that anybody can verify: see `docs/certificate.md` for its form."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints, Points
from ecosystem.matching.engine.certificate import Certificate
from ecosystem.matching.engine.certificate_file import FORMAT, VERSION, content_hash, packed
from ecosystem.matching.engine.digest import ENGINE_VERSION
from ecosystem.matching.engine.parts import PARTS
from ecosystem.matching.engine.problem import Problem, Result


def document(problem: Problem, result: Result, about: Mapping[str, int | str]) -> dict[str, Any]:
    """Everything that is needed to verify a round again, sealed: who could be chosen, who is, and the proof.

    about: what names the round outside of the engine (id, title, date). Ids are the problem's keys. Whole numbers only.
    """
    instance, forbidden = result.candidates.instance, problem.forbidden
    nothing = np.zeros(0, dtype=np.int64)
    made: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE_VERSION,
        "round": {**about, "kind": str(problem.kind), "seed": problem.seed, "digest": result.digest},
        "weights": {part: problem.weights[part] for part in PARTS[problem.kind]},
        "goal": {"coverage": True, "floor": False},
        "needs": {
            "id": _list(problem.need_keys),
            "demand": _list(instance.demand),
            "floor": _list(np.zeros(instance.needs, dtype=np.int64)),
        },
        "people": {
            "id": _list(problem.person_keys),
            "capacity": _list(instance.capacity),
            "minimum": _list(np.zeros(instance.people, dtype=np.int64)),
        },
        "candidates": {
            "count": _list(np.diff(instance.indptr)),
            "person": _list(instance.indices),
            "score": _list(instance.scores),
            "terms": {},
        },
        "forbidden": {"need": _list(forbidden.need), "person": _list(forbidden.person)},
        "locked": {"need": _list(nothing), "person": _list(nothing)},
        "balance": [],
        "chosen": _chosen(problem, result),
        "result": _result(result),
        "proofs": [_proof(result.certificate)],
    }
    return {**made, "content": content_hash(made)}


def _chosen(problem: Problem, result: Result) -> dict[str, Any]:
    parts = {part: _list(result.parts[:, column]) for column, part in enumerate(PARTS[problem.kind])}
    return {
        "need": _list(result.need),
        "person": _list(result.person),
        "score": _list(result.score),
        "value": _list(result.score),
        "parts": parts,
    }


def _result(result: Result) -> dict[str, int]:
    """Without a floor every covered need is above it."""
    proof = result.certificate
    return {
        "covered": proof.covered,
        "above_floor": proof.covered,
        "total": proof.objective,
        "score": int(result.score.sum()),
    }


def _proof(proof: Certificate) -> dict[str, Any]:
    return {
        "weights": [proof.bonus, 0, 1],
        "scale": 1,
        "need": _list(proof.need_price),
        "person": _list(proof.person_price),
        "floor": _list(np.zeros(proof.need_price.size, dtype=np.int64)),
        "rule": [],
        "bound": proof.dual_bound,
    }


def _list(values: Ints | Points) -> Any:
    return packed(np.asarray(values, dtype=np.int64).tolist())
