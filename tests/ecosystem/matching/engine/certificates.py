"""Certificates of small made-up rounds, and the many ways to forge one."""

import base64
import copy
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import pair_hashes
from ecosystem.matching.engine.assign import solve
from ecosystem.matching.engine.certificate_file import content_hash
from ecosystem.matching.engine.checker import Finding, verify
from ecosystem.matching.engine.document import document
from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.goal import Goal
from ecosystem.matching.engine.hard_rules import Rules
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.run import compute
from tests.ecosystem.matching.engine.builders import WEIGHTS, problem

Document = dict[str, Any]
Forgery = tuple[str, Callable[[Document], None]]


def certified(seed: int = 0, kind: Kind = Kind.MENTORS, needs: int = 12, people: int = 9) -> Document:
    """The document of a round computed from a made-up problem."""
    given = problem(kind, needs, people, seed=seed)
    return document(given, compute(given), {"id": 1, "title": "Décembre", "as_of": "2026-11-21"})


def certificate_of(instance: Instance, goal: Goal) -> Document:
    """The document of an instance solved for a goal; the parts of a score are filled one after the other."""
    found = solve(instance, pair_hashes(3, instance.rows(), instance.indices), goal)
    weights = WEIGHTS[Kind.MENTORS]
    left, parts = instance.scores.astype(np.int64), []
    for weight in weights.values():
        parts.append(np.minimum(left, weight * 100))
        left = left - parts[-1]
    points = np.stack(parts, axis=1).astype(np.int16)
    chosen = found.assignment
    given = SimpleNamespace(
        kind=Kind.MENTORS,
        seed=3,
        weights=weights,
        need_keys=np.arange(instance.needs) + 1,
        person_keys=np.arange(instance.people) + 1,
        forbidden=Forbidden.none(),
        rules=Rules(),
    )
    result = SimpleNamespace(
        candidates=SimpleNamespace(instance=instance, points=points),
        market=instance,
        need=chosen.need,
        person=chosen.person,
        score=instance.scores[chosen.edge],
        parts=points[chosen.edge],
        certificate=found.certificate,
        digest="0" * 64,
    )
    return document(given, result, {"id": 1}, goal)


def plain(made: Document) -> Document:
    """The same with every array as a list, to be read and changed by hand, sealed again."""
    return sealed(_listed(copy.deepcopy(made)))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"bits", "size", "data"}:
            kind = {16: "<i2", 32: "<i4", 64: "<i8"}[value["bits"]]
            return np.frombuffer(base64.b64decode(value["data"]), kind).tolist()
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list) else value


def sealed(made: Document) -> Document:
    """What a forger hands over: the seal made again."""
    return {**made, "content": content_hash(made)}


def forged(made: Document, change: Callable[[Document], None]) -> Document:
    """A copy with one change, sealed again."""
    copied = copy.deepcopy(made)
    change(copied)
    return sealed(copied)


def refused(made: Document, **published: str) -> list[str]:
    """The checks that do not hold."""
    return [one.check for one in verify(made, **published) if not one.ok]


def finding(made: Document, check: str, **published: str) -> Finding:
    return next(one for one in verify(made, **published) if one.check == check)


def _set(path: str, row: int, value: int) -> Callable[[Document], None]:
    *way, last = path.split(".")

    def change(made: Document) -> None:
        found: Any = made
        for step in way:
            found = found[int(step)] if isinstance(found, list) else found[step]
        if isinstance(found[last], list):
            found[last][row] = value
        else:
            found[last] = value

    return change


def lies(made: Document) -> Iterator[Forgery]:
    """Single changes that make the document say something untrue, whatever its seal."""
    for row in range(len(made["chosen"]["need"])):
        yield from _lies_about(made, row)
    for pair in _others(made):
        yield f"add {pair}", lambda it, pair=pair: _add(it, *pair)
        yield f"lock {pair}", lambda it, pair=pair: [it["locked"][key].append(n) for key, n in _keys(pair)]
    for name, told in made["result"].items():
        yield f"result {name} up", _set(f"result.{name}", 0, told + 1)
        yield f"result {name} down", _set(f"result.{name}", 0, told - 1)
    yield from _lies_about_the_proof(made)
    if made["people"]["id"]:
        yield "a minimum that nobody has", _set("people.minimum", 0, 10**6)
    yield "other weights", lambda it: it.update(weights=dict.fromkeys(it["weights"], 0))
    yield "an unheard-of rule", lambda it: it.update(balance=[{"name": "r", "least": 1, "need": [], "person": []}])
    for name in ("digest", "seed"):
        yield f"no {name}", lambda it, name=name: it["round"].pop(name)
        yield f"malformed {name}", lambda it, name=name: it["round"].update({name: "z" * 64})


def _lies_about(made: Document, row: int) -> Iterator[Forgery]:
    """Of one chosen pair."""
    chosen = made["chosen"]
    if chosen["value"][row]:  # without a pair worth nothing the others may be as good
        yield f"drop pair {row}", lambda it: _drop(it, row)
    yield f"repeat pair {row}", lambda it: _add(it, chosen["need"][row], chosen["person"][row])
    yield f"bar pair {row}", lambda it: _bar(it, chosen["need"][row], chosen["person"][row])
    yield f"no longer a candidate {row}", lambda it: _uncandidate(it, row)
    for name in ("score", "value"):
        yield f"{name} {row}", _set(f"chosen.{name}", row, chosen[name][row] + 1)
    for part, points in chosen["parts"].items():
        yield f"{part} {row}", _set(f"chosen.parts.{part}", row, points[row] - 1)
    yield f"demand of {row}", _set("needs.demand", chosen["need"][row], 0)
    yield f"capacity of {row}", _set("people.capacity", chosen["person"][row], 0)
    yield f"candidate's score {row}", lambda it: _rescore(it, row)


def _lies_about_the_proof(made: Document) -> Iterator[Forgery]:
    for step in (-1, 1, 10**6):
        yield f"bound {step}", _set("proofs.0.bound", 0, made["proofs"][0]["bound"] + step)
    yield "no proof", lambda it: it.update(proofs=[])
    yield "no weight for the total", _set("proofs.0.weights", 2, 0)
    if made["goal"]["coverage"]:
        yield "no weight for a covered need", _set("proofs.0.weights", 0, 0)
    if made["people"]["minimum"][:1] == [0]:
        yield "a negative price", _set("proofs.0.person", 0, -1)


def _keys(pair: tuple[int, int]) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("need", pair[0]), ("person", pair[1])


def _others(made: Document) -> list[tuple[int, int]]:
    """Pairs that are not chosen, candidates worth something or none at all."""
    chosen = set(zip(made["chosen"]["need"], made["chosen"]["person"], strict=True))
    needs, people = len(made["needs"]["id"]), len(made["people"]["id"])
    every = [(need, person) for need in range(needs) for person in range(people) if (need, person) not in chosen]
    return [pair for pair in every if _score(made, *pair)]


def _place(made: Document, need: int, person: int) -> int:
    counts = made["candidates"]["count"]
    start = sum(counts[:need])
    return start + made["candidates"]["person"][start : start + counts[need]].index(person)


def _score(made: Document, need: int, person: int) -> int:
    """Of a candidate, or 100 points for a pair that is none."""
    try:
        return made["candidates"]["score"][_place(made, need, person)]
    except ValueError:
        return 10_000


def _drop(made: Document, row: int) -> None:
    """The pair leaves, with everything that is announced of it."""
    chosen, result = made["chosen"], made["result"]
    result["total"] -= chosen["value"][row]
    result["score"] -= chosen["score"][row]
    for column in (chosen["need"], chosen["person"], chosen["score"], chosen["value"], *chosen["parts"].values()):
        column.pop(row)
    result["covered"] = len(set(chosen["need"]))


def _add(made: Document, need: int, person: int) -> None:
    """The pair comes in with the score that it has among the candidates, or with 100 points."""
    chosen, result = made["chosen"], made["result"]
    left = score = _score(made, need, person)
    for name, points in chosen["parts"].items():
        points.append(min(left, made["weights"][name] * 100))
        left -= points[-1]
    for name, value in (("need", need), ("person", person), ("score", score), ("value", score)):
        chosen[name].append(value)
    result["total"] += score
    result["score"] += score
    result["covered"] = len(set(chosen["need"]))


def _bar(made: Document, need: int, person: int) -> None:
    made["forbidden"]["need"].append(need)
    made["forbidden"]["person"].append(person)


def _uncandidate(made: Document, row: int) -> None:
    need = made["chosen"]["need"][row]
    place = _place(made, need, made["chosen"]["person"][row])
    made["candidates"]["count"][need] -= 1
    for name in ("person", "score"):
        made["candidates"][name].pop(place)


def _rescore(made: Document, row: int) -> None:
    made["candidates"]["score"][_place(made, made["chosen"]["need"][row], made["chosen"]["person"][row])] += 1
