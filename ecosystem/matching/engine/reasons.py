"""Why a need got nobody, or fewer people than it wanted, with the figures that say so."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.candidates import Candidates
from ecosystem.matching.engine.facts import BothSides, MentorNeeds
from ecosystem.matching.engine.hard_rules import Rule


class Reason(StrEnum):
    """The kinds of reason, in the order in which they are looked for."""

    NO_PEOPLE = "no_people"
    RULES = "rules"
    NO_TOPIC = "no_topic"
    BELOW_MINIMUM = "below_minimum"
    FEW_CANDIDATES = "few_candidates"
    OTHERS_PREFERRED = "others_preferred"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One need with fewer people than it wanted.

    got: people assigned (0: unmatched); admissible: people left by the rules; kept: those above the minimum;
    excluded: people that each rule excludes first, by rule; top_rule: the rule that excludes most (Rule.NONE if none
    does); best_person, best_score: the best admissible person (or the best kept one not assigned, when others were
    preferred), -1 if there is none; preferred: the needs to which that person went instead.
    """

    need: int
    wanted: int
    got: int
    reason: Reason
    admissible: int
    kept: int
    excluded: dict[Rule, int]
    top_rule: Rule
    best_person: int
    best_score: int
    preferred: tuple[int, ...]


def shortfalls(sides: BothSides, found: Candidates, chosen: Ints) -> tuple[Shortfall, ...]:
    """A reason for each need that got fewer people than wanted, by need; chosen: positions of the chosen pairs."""
    instance = found.instance
    got = np.bincount(instance.rows()[chosen], minlength=instance.needs)
    needs_of: dict[int, list[int]] = {}
    for need, person in zip(instance.rows()[chosen].tolist(), instance.indices[chosen].tolist(), strict=True):
        needs_of.setdefault(person, []).append(need)
    taken = np.zeros(instance.pairs, dtype=np.bool_)
    taken[chosen] = True
    short = np.flatnonzero(got < instance.demand).tolist()
    return tuple(_shortfall(sides, found, need, int(got[need]), taken, needs_of) for need in short)


def _shortfall(
    sides: BothSides,
    found: Candidates,
    need: int,
    got: int,
    taken: np.ndarray,
    needs_of: dict[int, list[int]],
) -> Shortfall:
    instance = found.instance
    row = slice(instance.indptr[need], instance.indptr[need + 1])
    counts = found.counts[need].tolist()
    excluded: dict[Rule, int] = {rule: counts[rule] for rule in Rule if rule is not Rule.NONE and counts[rule]}
    kept = int(row.stop - row.start)
    reason = _reason(sides, need, counts[Rule.NONE], kept, got)
    best_person, best_score = int(found.best_person[need]), int(found.best_score[need])
    preferred: tuple[int, ...] = ()
    if reason is Reason.OTHERS_PREFERRED:
        waiting = np.arange(row.start, row.stop)[~taken[row]]
        best = waiting[np.lexsort((found.ties[waiting], -instance.scores[waiting]))[0]]
        best_person, best_score = int(instance.indices[best]), int(instance.scores[best])
        preferred = tuple(needs_of.get(best_person, ()))
    return Shortfall(
        need=need,
        wanted=int(instance.demand[need]),
        got=got,
        reason=reason,
        admissible=counts[Rule.NONE],
        kept=kept,
        excluded=excluded,
        top_rule=max(excluded, key=lambda rule: (excluded[rule], -rule)) if excluded else Rule.NONE,
        best_person=best_person,
        best_score=best_score,
        preferred=preferred,
    )


def _reason(sides: BothSides, need: int, admissible: int, kept: int, got: int) -> Reason:
    if sides.people.capacity.size == 0:
        return Reason.NO_PEOPLE
    if admissible == 0:
        return Reason.RULES
    if kept == 0:
        no_topic = isinstance(sides.needs, MentorNeeds) and sides.needs.topic[need] < 0
        return Reason.NO_TOPIC if no_topic else Reason.BELOW_MINIMUM
    return Reason.FEW_CANDIDATES if kept <= got else Reason.OTHERS_PREFERRED
