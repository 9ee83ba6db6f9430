"""Certificates of small made-up rounds, and the many ways to forge one."""

import base64
import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ecosystem.matching.engine.certificate_file import content_hash
from ecosystem.matching.engine.checker import Finding, verify
from ecosystem.matching.engine.document import document
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.run import compute
from tests.ecosystem.matching.engine.builders import problem

Document = dict[str, Any]
Forgery = tuple[str, Callable[[Document], None]]


def certified(seed: int = 0, kind: Kind = Kind.MENTORS, needs: int = 12, people: int = 9) -> Document:
    """The document of a round computed from a made-up problem."""
    given = problem(kind, needs, people, seed=seed)
    return document(given, compute(given), {"id": 1, "title": "Décembre", "as_of": "2026-11-21"})


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
    chosen, result = made["chosen"], made["result"]
    for row in range(len(chosen["need"])):
        yield f"drop pair {row}", lambda it, row=row: _drop(it, row)
        yield f"repeat pair {row}", lambda it, row=row: _add(it, chosen["need"][row], chosen["person"][row])
        yield f"bar pair {row}", lambda it, row=row: _bar(it, chosen["need"][row], chosen["person"][row])
        yield f"no longer a candidate {row}", lambda it, row=row: _uncandidate(it, row)
        for name in ("score", "value"):
            yield f"{name} {row}", _set(f"chosen.{name}", row, chosen[name][row] + 1)
        for part, points in chosen["parts"].items():
            yield f"{part} {row}", _set(f"chosen.parts.{part}", row, points[row] - 1)
        yield f"demand of {row}", _set("needs.demand", chosen["need"][row], 0)
        yield f"capacity of {row}", _set("people.capacity", chosen["person"][row], 0)
        yield f"candidate's score {row}", lambda it, row=row: _rescore(it, row)
    for pair in _others(made):
        yield f"add {pair}", lambda it, pair=pair: _add(it, *pair)
        yield f"lock {pair}", lambda it, pair=pair: [it["locked"][key].append(n) for key, n in _keys(pair)]
    for name, told in result.items():
        yield f"result {name} up", _set(f"result.{name}", 0, told + 1)
        yield f"result {name} down", _set(f"result.{name}", 0, told - 1)
    for step in (-1, 1, 10**6):
        yield f"bound {step}", _set("proofs.0.bound", 0, made["proofs"][0]["bound"] + step)
    yield "no proof", lambda it: it.update(proofs=[])
    yield "other weights", lambda it: it.update(weights=dict.fromkeys(it["weights"], 0))
    yield "no weight for a covered need", _set("proofs.0.weights", 0, 0)
    yield "no weight for the total", _set("proofs.0.weights", 2, 0)
    yield "a negative price", _set("proofs.0.person", 0, -1)
    yield "a minimum that nobody has", _set("people.minimum", 0, 10**6)
    yield "an unheard-of rule", lambda it: it.update(balance=[{"name": "r", "least": 1, "need": [], "person": []}])
    for name in ("digest", "seed"):
        yield f"no {name}", lambda it, name=name: it["round"].pop(name)
    for name in ("digest", "seed"):
        yield f"malformed {name}", lambda it, name=name: it["round"].update({name: "z" * 64})


def _keys(pair: tuple[int, int]) -> tuple[tuple[str, int], tuple[str, int]]:
    return ("need", pair[0]), ("person", pair[1])


def _others(made: Document) -> list[tuple[int, int]]:
    """Pairs that are not chosen, candidates or not."""
    chosen = set(zip(made["chosen"]["need"], made["chosen"]["person"], strict=True))
    needs, people = len(made["needs"]["id"]), len(made["people"]["id"])
    return [(need, person) for need in range(needs) for person in range(people) if (need, person) not in chosen]


def _place(made: Document, need: int, person: int) -> int:
    counts = made["candidates"]["count"]
    start = sum(counts[:need])
    return start + made["candidates"]["person"][start : start + counts[need]].index(person)


def _drop(made: Document, row: int) -> None:
    """The pair leaves, with everything that is announced of it."""
    chosen, result = made["chosen"], made["result"]
    result["total"] -= chosen["value"][row]
    result["score"] -= chosen["score"][row]
    for column in (chosen["need"], chosen["person"], chosen["score"], chosen["value"], *chosen["parts"].values()):
        column.pop(row)
    result["covered"] = result["above_floor"] = len(set(chosen["need"]))


def _add(made: Document, need: int, person: int) -> None:
    """The pair comes in with the score that it has among the candidates, or with 100 points."""
    chosen, result = made["chosen"], made["result"]
    try:
        score = made["candidates"]["score"][_place(made, need, person)]
    except ValueError:
        score = 10_000
    left = score
    for name, points in chosen["parts"].items():
        points.append(min(left, made["weights"][name] * 100))
        left -= points[-1]
    for name, value in (("need", need), ("person", person), ("score", score), ("value", score)):
        chosen[name].append(value)
    result["total"] += score
    result["score"] += score
    result["covered"] = result["above_floor"] = len(set(chosen["need"]))


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
