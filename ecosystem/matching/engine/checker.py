"""Verify the certificate of a round by itself: the standard library only, and not one line of the solver's.

    python -m ecosystem.matching.engine.checker FILE.json [--content HASH] [--digest HASH]

(or FILE.json.gz.) Each check is printed with OK or refused; the exit status is 0 when all hold, else 1. Every change
that makes the file say something untrue is refused, even when its seal was made again. What stays true (a place more
for somebody who has places to spare, another seed) is refused with --content, the seal published with the round.

The proof is told in `certificate_bound`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecosystem.matching.engine.certificate_bound import Places, bound_of, most_pairs
from ecosystem.matching.engine.certificate_file import Malformed, content_hash, read
from ecosystem.matching.engine.certificate_sheet import Proof, Sheet, sheet

SAYINGS = {
    "malformed": "not a certificate: {where} {why}",
    "resealed": "the content does not match its seal",
    "not_published": "this is not the certificate that was published",
    "not_a_candidate": "need {need} and person {person} are chosen but no candidates",
    "twice": "need {need} and person {person} are chosen twice",
    "forbidden": "need {need} and person {person} are forbidden together",
    "over_demand": "need {need} gets {load} people, at most {limit}",
    "over_capacity": "person {person} gets {load} needs, at most {limit}",
    "under_minimum": "person {person} gets {load} needs, at least {limit}",
    "parts_do_not_sum": "need {need} and person {person}: the parts make {found}, the score says {told}",
    "part_over_weight": "need {need} and person {person}: part {part} is outside its weight",
    "other_score": "need {need} and person {person}: score {told}, {found} among the candidates",
    "other_value": "need {need} and person {person}: value {told}, score and terms make {found}",
    "lock_missing": "need {need} and person {person} are locked but not chosen",
    "rule_broken": "rule {rule}: {found} pairs, at least {limit}",
    "other_figure": "{told} announced, {found} counted",
    "unproven": "no proof covers it",
    "other_bound": "the prices give {found}, the proof announces {told}",
    "wrong_sign": "a price has the wrong sign",
    "gap": "the bound is {bound}, the pairs reach {primal}",
}
COVERAGE, FLOOR, TOTAL = range(3)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it holds, its figures, and when refused a code and the facts that `said` tells."""

    check: str
    ok: bool
    figures: dict[str, Any]
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The refusal in a sentence; empty when the check holds."""
        return SAYINGS[self.code].format(**self.facts) if self.code else ""


def verify(document: Any, *, content: str = "", digest: str = "") -> list[Finding]:
    """Every check in order; a document that cannot be read gives one finding, refused. Never raises.

    content, digest: what was published with the round, when it is known.
    """
    try:
        if not isinstance(document, dict):
            raise Malformed("not_an_object")
        found = sheet(document)
        return [Finding("format", True, {}), _seal(document, content), *_Checker(found, digest).findings()]
    except Malformed as error:
        why = error.code.replace("_", " ")
        facts = {"where": error.where, "row": error.row, "reason": error.code, "why": why}
        return [Finding("format", False, {}, "malformed", facts)]


def verify_file(data: bytes, *, content: str = "", digest: str = "") -> list[Finding]:
    """The same for the bytes of a file."""
    try:
        return verify(read(data), content=content, digest=digest)
    except Malformed as error:
        facts = {"where": error.where or "file", "row": error.row, "reason": error.code}
        return [Finding("format", False, {}, "malformed", {**facts, "why": error.code.replace("_", " ")})]


def _seal(document: Mapping[str, Any], published: str) -> Finding:
    try:
        found = content_hash(document)
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed("not_json") from error
    told = document["content"]
    code = "resealed" if found != told else "not_published" if published not in ("", told) else ""
    return Finding("seal", not code, {"content": found}, code)


class _Refused(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class _Checker:
    """The checks over one sheet; positions inside, ids in what is told."""

    def __init__(self, found: Sheet, digest: str) -> None:
        self.sheet, self.published = found, digest
        self.chosen = list(zip(found.chosen.pairs.need, found.chosen.pairs.person, strict=True))
        self.need_load, self.person_load = Counter(found.chosen.pairs.need), Counter(found.chosen.pairs.person)
        self.at: Places = _places(found, self.chosen)
        self.value = [found.value[self.at[pair]] if pair in self.at else 0 for pair in self.chosen]
        reach = zip(self.chosen, self.value, strict=True)
        above = {need for (need, _), value in reach if 0 < found.floor[need] <= value}
        self.reached = (len(self.need_load), len(above), sum(self.value))
        self.proven: set[int] = set()

    def findings(self) -> list[Finding]:
        """The proof is weighed before the three aims, which rest on it."""
        proof = self._check("proof", self._proof)
        first = [
            self._check(name, check)
            for name, check in {
                "pairs": self._pairs,
                "capacity": self._capacity,
                "demand": self._demand,
                "scores": self._scores,
                "locks": self._locks,
                "balance": self._balance,
                "coverage": self._coverage,
                "floor": self._floor,
                "total": self._total,
            }.items()
        ]
        return [*first, proof, self._check("inputs", self._inputs)]

    def _check(self, name: str, check: Callable[[dict[str, Any]], None]) -> Finding:
        figures: dict[str, Any] = {}
        try:
            check(figures)
        except _Refused as refused:
            return Finding(name, False, figures, refused.code, refused.facts)
        return Finding(name, True, figures)

    def _ids(self, need: int, person: int) -> dict[str, int]:
        return {"need": self.sheet.need_id[need], "person": self.sheet.person_id[person]}

    def _pairs(self, figures: dict[str, Any]) -> None:
        """Every chosen pair is a candidate, none is chosen twice, none is forbidden."""
        barred, people = self.sheet.forbidden, len(self.sheet.person_id)
        forbidden = {need * people + person for need, person in zip(barred.need, barred.person, strict=True)}
        bad = [(need, person) for need, person in self.chosen if need * people + person in forbidden]
        strange = [pair for pair in self.chosen if pair not in self.at]
        twice = [pair for pair, times in Counter(self.chosen).items() if times > 1]
        figures |= {"bad": len({*bad, *strange, *twice}), "of": len(self.chosen), "forbidden": len(forbidden)}
        for code, pairs in (("forbidden", bad), ("not_a_candidate", strange), ("twice", twice)):
            if pairs:
                raise _Refused(code, **self._ids(*pairs[0]))

    def _capacity(self, figures: dict[str, Any]) -> None:
        """Nobody gets more than there are places, nor less than the minimum."""
        found = self.sheet
        figures |= {"taken": len(self.chosen), "places": sum(found.capacity), "people": len(found.capacity)}
        for person, (limit, least) in enumerate(zip(found.capacity, found.minimum, strict=True)):
            load = self.person_load[person]
            if load > limit:
                raise _Refused("over_capacity", person=found.person_id[person], load=load, limit=limit)
            if load < least:
                raise _Refused("under_minimum", person=found.person_id[person], load=load, limit=least)

    def _demand(self, figures: dict[str, Any]) -> None:
        """No need gets more people than it wants."""
        found = self.sheet
        figures |= {"most": max(found.demand, default=0), "spread": _spread(self.need_load)}
        for need, load in self.need_load.items():
            if load > found.demand[need]:
                raise _Refused("over_demand", need=found.need_id[need], load=load, limit=found.demand[need])

    def _scores(self, figures: dict[str, Any]) -> None:
        """Parts within their weights that sum to the candidate's score; its value is the score and the terms."""
        found, chosen = self.sheet, self.sheet.chosen
        figures |= {"right": 0, "of": len(self.chosen)}
        first: _Refused | None = None
        for row, pair in enumerate(self.chosen):
            parts = {name: points[row] for name, points in chosen.parts.items()}
            wrong = self._wrong_score(pair, parts, chosen.score[row], chosen.value[row], found)
            figures["right"] += wrong is None
            first = first or wrong
        if first is not None:
            raise first

    def _wrong_score(
        self, pair: tuple[int, int], parts: Mapping[str, int], score: int, value: int, found: Sheet
    ) -> _Refused | None:
        ids, place = self._ids(*pair), self.at.get(pair)
        for name, points in parts.items():
            if not 0 <= points <= 100 * found.weights[name]:
                return _Refused("part_over_weight", part=name, **ids)
        if sum(parts.values()) != score:
            return _Refused("parts_do_not_sum", found=sum(parts.values()), told=score, **ids)
        if place is None:
            return _Refused("not_a_candidate", **ids)
        if found.score[place] != score:
            return _Refused("other_score", found=found.score[place], told=score, **ids)
        if found.value[place] != value:
            return _Refused("other_value", found=found.value[place], told=value, **ids)
        return None

    def _locks(self, figures: dict[str, Any]) -> None:
        """What was locked by hand is chosen."""
        locked, kept = list(zip(self.sheet.locked.need, self.sheet.locked.person, strict=True)), set(self.chosen)
        figures |= {"kept": sum(pair in kept for pair in locked), "of": len(locked)}
        for pair in locked:
            if pair not in kept or pair not in self.at:
                raise _Refused("lock_missing", **self._ids(*pair))

    def _balance(self, figures: dict[str, Any]) -> None:
        """Of the pairs of each rule enough are chosen."""
        kept = set(self.chosen)
        figures |= {"rules": len(self.sheet.rules)}
        for rule in self.sheet.rules:
            found = len(kept & set(zip(rule.pairs.need, rule.pairs.person, strict=True)))
            if found < rule.least:
                raise _Refused("rule_broken", rule=rule.name, found=found, limit=rule.least)

    def _coverage(self, figures: dict[str, Any]) -> None:
        figures |= {"covered": self.reached[COVERAGE], "of": sum(demand > 0 for demand in self.sheet.demand)}
        self._aim(COVERAGE, self.sheet.result.covered)

    def _floor(self, figures: dict[str, Any]) -> None:
        best: dict[int, int] = {}
        for (need, _), value in zip(self.chosen, self.value, strict=True):
            best[need] = max(value, best.get(need, 0))
        figures |= {"asked": self.sheet.floored, "worst": min(best.values(), default=0)}
        figures |= {"above": self.reached[FLOOR], "of": sum(self.sheet.floor[need] > 0 for need in self.need_load)}
        self._aim(FLOOR, self.sheet.result.above_floor)

    def _total(self, figures: dict[str, Any]) -> None:
        score = sum(self.sheet.score[self.at[pair]] for pair in self.chosen if pair in self.at)
        figures |= {"total": self.reached[TOTAL], "score": score}
        if self.sheet.result.score != score:
            raise _Refused("other_figure", told=self.sheet.result.score, found=score)
        self._aim(TOTAL, self.sheet.result.total)

    def _aim(self, aim: int, told: int) -> None:
        """What is announced is what the pairs make, and where it is an aim of the round a proof covers it."""
        if told != self.reached[aim]:
            raise _Refused("other_figure", told=told, found=self.reached[aim])
        if aim in self._aims() and aim not in self.proven:
            raise _Refused("unproven")

    def _aims(self) -> list[int]:
        wanted = {COVERAGE: self.sheet.coverage, FLOOR: self.sheet.floored, TOTAL: True}
        return [aim for aim, is_aim in wanted.items() if is_aim]

    def _proof(self, figures: dict[str, Any]) -> None:
        """Each proof's bound is what its prices give, its pairs reach it, and together they prove every aim."""
        figures |= {"proofs": len(self.sheet.proofs), "gap": 0}
        if any(place not in self.at for place in self.chosen):
            raise _Refused("unproven")
        for proof in self.sheet.proofs:
            self.proven |= self._proves(proof, self._slack(proof, figures))
        if not self.proven.issuperset(self._aims()):
            raise _Refused("unproven")

    def _slack(self, proof: Proof, figures: dict[str, Any]) -> int:
        """How far the pairs stay below the bound: less than the weight of one unit of what is to be proven."""
        if min([*proof.floor, *proof.rule], default=0) < 0:
            raise _Refused("wrong_sign")
        if any(price < 0 and least == 0 for price, least in zip(proof.person, self.sheet.minimum, strict=True)):
            raise _Refused("wrong_sign")
        bound = bound_of(self.sheet, proof, self.at)
        primal = sum(weight * reached for weight, reached in zip(proof.weights, self.reached, strict=True))
        aim = next((aim for aim in self._aims() if aim not in self.proven), TOTAL)
        unit = proof.weights[TOTAL] or proof.weights[aim] or 1
        figures["gap"] = (bound - primal) // unit
        figures |= {"told": self.reached[TOTAL], "most": self.reached[TOTAL] + (bound - primal) // unit}
        if figures["gap"] != 0:
            raise _Refused("gap", bound=figures["most"], primal=self.reached[TOTAL])
        if bound != proof.bound:
            raise _Refused("other_bound", found=bound, told=proof.bound)
        return bound - primal

    def _proves(self, proof: Proof, slack: int) -> set[int]:
        """The aims that a proof settles, in order: one more would outweigh all that comes after it, and the slack."""
        highest = max(self.sheet.value, default=0)
        ranges = (len(self.sheet.need_id), len(self.sheet.need_id), most_pairs(self.sheet) * highest)
        settled: set[int] = set()
        for aim in self._aims():
            if aim in self.proven:
                continue
            after = [later for later in range(3) if later not in self.proven and later > aim]
            if proof.weights[aim] - sum(proof.weights[later] * ranges[later] for later in after) <= slack:
                break
            if any(proof.weights[other] for other in range(aim) if other not in self._aims()):
                break
            settled.add(aim)
        return settled

    def _inputs(self, figures: dict[str, Any]) -> None:
        """The digest of the inputs is the one published; the seed is stated."""
        figures |= {"digest": self.sheet.digest, "seed": self.sheet.seed}
        if self.published and self.sheet.digest != self.published:
            raise _Refused("not_published")


def _places(found: Sheet, chosen: list[tuple[int, int]]) -> Places:
    """Where the pairs that are chosen, locked or in a rule stand among the candidates; others are left out."""
    wanted: dict[int, set[int]] = {}
    for need, person in chosen:
        wanted.setdefault(need, set()).add(person)
    for pairs in (found.locked, *(rule.pairs for rule in found.rules)):
        for need, person in zip(pairs.need, pairs.person, strict=True):
            wanted.setdefault(need, set()).add(person)
    places: Places = {}
    for need, people in wanted.items():
        start, stop = found.start[need], found.start[need + 1]
        row = dict(zip(found.person[start:stop], range(start, stop), strict=True))
        places |= {(need, person): row[person] for person in people if person in row}
    return places


def _spread(load: Mapping[int, int]) -> dict[str, int]:
    """How many needs have 1, 2... people."""
    return {str(size): count for size, count in sorted(Counter(load.values()).items())}


def main(arguments: list[str]) -> int:
    """Print each check of a file; 0 when all hold."""
    parser = argparse.ArgumentParser(prog="checker", description="Verify the certificate of a round.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--content", default="", help="the seal published with the round")
    parser.add_argument("--digest", default="", help="the digest of the inputs published with the round")
    asked = parser.parse_args(arguments)
    try:
        data = asked.file.read_bytes()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    findings = verify_file(data, content=asked.content, digest=asked.digest)
    for one in findings:
        figures = ", ".join(f"{name} {value}" for name, value in one.figures.items())
        sys.stdout.write(f"{'OK     ' if one.ok else 'refused'}  {one.check:<9} {one.said or figures}\n")
    return 0 if all(one.ok for one in findings) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
