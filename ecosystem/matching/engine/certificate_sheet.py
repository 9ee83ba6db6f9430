"""A certificate's document with every type and size checked: what the checker computes with, in plain Python lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from ecosystem.matching.engine.certificate_file import FORMAT, VERSION, Malformed, numbers

HASH = re.compile(r"[0-9a-f]{64}\Z")
FULL = 10_000
"""The highest score, in hundredths of a point; declared terms may carry a value up to ten times as far."""
MOST_PROOFS, MOST_PARTS, MOST_TERMS, MOST_RULES = 8, 30, 8, 4_000
WIDE = 2**120


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs by position of need and person, in two lists of one length."""

    need: list[int]
    person: list[int]


@dataclass(frozen=True, slots=True)
class Rule:
    """At least `least` of these pairs are chosen."""

    name: str
    least: int
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Proof:
    """Whole prices and the bound that they give, in the measure of the weights.

    weights: what a covered need, a need above its floor and a hundredth of value count for in this proof.
    """

    weights: tuple[int, int, int]
    need: list[int]
    person: list[int]
    floor: list[int]
    rule: list[int]
    bound: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the document announces."""

    covered: int
    above_floor: int
    total: int
    score: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen pairs, with scores, values and parts by name."""

    pairs: Pairs
    score: list[int]
    value: list[int]
    parts: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole document; candidates stand need by need, `start[i]` to `start[i + 1]`, people ascending."""

    seed: int
    digest: str
    need_id: list[int]
    demand: list[int]
    floor: list[int]
    person_id: list[int]
    capacity: list[int]
    minimum: list[int]
    start: list[int]
    person: list[int]
    score: list[int]
    value: list[int]
    forbidden: Pairs
    locked: Pairs
    rules: list[Rule]
    weights: dict[str, int]
    chosen: Chosen
    result: Result
    coverage: bool
    floored: bool
    proofs: list[Proof]


def sheet(document: Mapping[str, Any]) -> Sheet:
    """The document as a Sheet; raises Malformed with the place of the first thing that is not as it should be."""
    for name, known in (("format", FORMAT), ("version", VERSION)):
        if document.get(name) != known:
            raise Malformed("unknown_format", name)
    _hash(document, "content")
    round_, goal = _part(document, "round"), _part(document, "goal")
    need, demand, floor = _side(document, "needs", "demand", "floor")
    person, capacity, minimum = _side(document, "people", "capacity", "minimum")
    size = (len(need), len(person))
    start, people, score, value = _candidates(_part(document, "candidates"), *size)
    weights = _weights(_part(document, "weights"))
    rules = [_rule(one, f"balance.{row}", size) for row, one in enumerate(_many(document, "balance", MOST_RULES))]
    return Sheet(
        seed=_whole(round_, "seed", "round"),
        digest=_hash(round_, "digest", "round."),
        need_id=need,
        demand=demand,
        floor=floor,
        person_id=person,
        capacity=capacity,
        minimum=minimum,
        start=start,
        person=people,
        score=score,
        value=value,
        forbidden=_pairs(_part(document, "forbidden"), "forbidden", size),
        locked=_pairs(_part(document, "locked"), "locked", size),
        rules=rules,
        weights=weights,
        chosen=_chosen(_part(document, "chosen"), weights, size),
        result=_result(_part(document, "result")),
        coverage=_flag(goal, "coverage", "goal"),
        floored=_flag(goal, "floor", "goal"),
        proofs=[
            _proof(one, f"proofs.{row}", (*size, len(rules)))
            for row, one in enumerate(_many(document, "proofs", MOST_PROOFS))
        ],
    )


def _side(document: Mapping[str, Any], name: str, limit: str, other: str) -> tuple[list[int], list[int], list[int]]:
    """Ids (each once), limits and the other figure of needs or people."""
    found = _part(document, name)
    ids = numbers(found.get("id"), f"{name}.id")
    if len(set(ids)) != len(ids):
        raise Malformed("given_twice", f"{name}.id")
    high = {"demand": 10**6, "capacity": 10**9, "floor": 10 * FULL, "minimum": 10**6}
    limits = numbers(found.get(limit), f"{name}.{limit}", size=len(ids), high=high[limit])
    return ids, limits, numbers(found.get(other), f"{name}.{other}", size=len(ids), high=high[other])


def _candidates(found: Mapping[str, Any], needs: int, people: int) -> tuple[list[int], list[int], list[int], list[int]]:
    counts = numbers(found.get("count"), "candidates.count", size=needs, high=people)
    start = [0, *accumulate(counts)]
    person = numbers(found.get("person"), "candidates.person", size=start[-1], high=people - 1)
    score = numbers(found.get("score"), "candidates.score", size=start[-1], high=FULL)
    for need, count in enumerate(counts):
        row = person[start[need] : start[need] + count]
        if any(left >= right for left, right in pairwise(row)):
            raise Malformed("not_ascending", "candidates.person", need)
    value, terms = score, _part(found, "terms", "candidates.")
    if len(terms) > MOST_TERMS:
        raise Malformed("too_large", "candidates.terms")
    for name, term in terms.items():
        where = f"candidates.terms.{name}"[:60]
        if not isinstance(term, dict):
            raise Malformed("not_an_object", where)
        limit = _whole(term, "limit", where, high=FULL)
        points = numbers(term.get("points"), where, size=start[-1], low=-limit, high=limit)
        value = [before + point for before, point in zip(value, points, strict=True)]
    if value and not 0 <= min(value) <= max(value) <= 10 * FULL:
        raise Malformed("out_of_range", "candidates.terms")
    return start, person, score, value


def _chosen(found: Mapping[str, Any], weights: Mapping[str, int], size: tuple[int, int]) -> Chosen:
    pairs = _pairs(found, "chosen", size)
    count, parts = len(pairs.need), _part(found, "parts", "chosen.")
    if set(parts) != set(weights):
        raise Malformed("wrong_size", "chosen.parts")
    return Chosen(
        pairs,
        numbers(found.get("score"), "chosen.score", size=count, low=-WIDE, high=WIDE),
        numbers(found.get("value"), "chosen.value", size=count, low=-WIDE, high=WIDE),
        {name: numbers(parts[name], f"chosen.parts.{name}", size=count, low=-WIDE, high=WIDE) for name in weights},
    )


def _weights(found: Mapping[str, Any]) -> dict[str, int]:
    if not found or len(found) > MOST_PARTS:
        raise Malformed("wrong_size", "weights")
    weights = {name: _whole(found, name, "weights", high=100) for name in found}
    if sum(weights.values()) != 100:
        raise Malformed("out_of_range", "weights")
    return weights


def _rule(found: Any, where: str, size: tuple[int, int]) -> Rule:
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        raise Malformed("not_an_object", where)
    return Rule(found["name"][:200], _whole(found, "least", where, high=10**6), _pairs(found, where, size))


def _proof(found: Any, where: str, size: tuple[int, int, int]) -> Proof:
    if not isinstance(found, dict):
        raise Malformed("not_an_object", where)
    needs, people, rules = size
    weights = numbers(found.get("weights"), f"{where}.weights", size=3, high=WIDE)
    prices = {"need": needs, "person": people, "floor": needs, "rule": rules}
    read = {key: numbers(found.get(key), f"{where}.{key}", size=n, low=-WIDE, high=WIDE) for key, n in prices.items()}
    return Proof(
        weights=(weights[0], weights[1], weights[2]),
        bound=_whole(found, "bound", where, low=-WIDE * WIDE, high=WIDE * WIDE),
        **read,
    )


def _result(found: Mapping[str, Any]) -> Result:
    names = ("covered", "above_floor", "total", "score")
    return Result(*(_whole(found, name, "result", low=-WIDE, high=WIDE) for name in names))


def _pairs(found: Mapping[str, Any], where: str, size: tuple[int, int]) -> Pairs:
    need = numbers(found.get("need"), f"{where}.need", high=size[0] - 1)
    return Pairs(need, numbers(found.get("person"), f"{where}.person", size=len(need), high=size[1] - 1))


def _part(found: Mapping[str, Any], name: str, within: str = "") -> dict[str, Any]:
    value = found.get(name)
    if not isinstance(value, dict):
        raise Malformed("not_an_object" if name in found else "missing", f"{within}{name}")
    return value


def _many(found: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = found.get(name)
    if not isinstance(value, list):
        raise Malformed("not_a_list" if name in found else "missing", name)
    if len(value) > most:
        raise Malformed("too_large", name)
    return value


def _whole(found: Mapping[str, Any], name: str, where: str, *, low: int = 0, high: int = 2**63 - 1) -> int:
    value = found.get(name)
    if type(value) is not int:
        raise Malformed("not_whole" if name in found else "missing", f"{where}.{name}"[:80])
    if not low <= value <= high:
        raise Malformed("out_of_range", f"{where}.{name}"[:80])
    return value


def _flag(found: Mapping[str, Any], name: str, where: str) -> bool:
    value = found.get(name)
    if not isinstance(value, bool):
        raise Malformed("not_a_flag" if name in found else "missing", f"{where}.{name}")
    return value


def _hash(found: Mapping[str, Any], name: str, within: str = "") -> str:
    value = found.get(name)
    if not isinstance(value, str) or not HASH.match(value):
        raise Malformed("not_a_hash" if name in found else "missing", f"{within}{name}")
    return value
