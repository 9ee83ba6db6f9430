"""What a setting would give before any round is computed: exact, on facts scored once, and nothing written."""

import re
from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from ecosystem.matching.actions.again import Market
from ecosystem.matching.actions.infeasible import why_infeasible
from ecosystem.matching.actions.measured import MOST_KEPT, Measured, kept, measured
from ecosystem.matching.actions.storing import unserved_rows
from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.errors import Infeasible
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.reasons import shortfalls
from ecosystem.matching.engine.terms import valued
from ecosystem.matching.errors import PreviewImpossible, TooLargeToPreview
from ecosystem.matching.figures import points
from ecosystem.matching.gains import Answer, Got
from ecosystem.matching.models import Round, UnservedNeed, default_weights
from ecosystem.matching.snapshot import Snapshot, take_snapshot
from ecosystem.matching.snapshot.taking import kept_of_a_need, rules_of
from funders.models import Funder
from mentors.models import Mentor

RULES_OF_A_ROUND = tuple(field.name for field in Round._meta.get_fields() if field.name.startswith("rule_"))
NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Preview:
    """What the asked setting gives, and what the setting that it is read against gives on the same facts.

    base: None where there is none, or where it cannot be kept; loads: proposals by person asked; full: those who have
    no place left; available: people who could be asked; facts: the name of the facts; read_at: when they were read.
    """

    answer: Answer
    base: Answer | None
    loads: Mapping[int, int]
    full: frozenset[int]
    available: int
    unserved: list[UnservedNeed]
    facts: str
    read_at: datetime


def preview(asked: Round, base: Round | None, facts: str = "") -> Preview:
    """The asked setting of a round solved exactly, beside another one; neither round needs to be stored as it is asked.

    facts: those of a former preview, while they are kept; others are read now. The choices by hand of the asked round
    count in both. Raises TooLargeToPreview, or PreviewImpossible with the reason when its choices cannot all be kept.
    """
    name, found = _facts(asked, facts)
    try:
        then = _Solved.of(found, asked)
    except Infeasible as error:
        raise PreviewImpossible(why_infeasible(error, _snapshot(found, asked))) from error
    loads = Counter(found.person_ids[column] for column in then.person.tolist())
    capacity = found.sheet.problem.people.capacity
    at = {pk: column for column, pk in enumerate(found.person_ids)}
    return Preview(
        then.answer(found),
        _base(found, base),
        loads,
        frozenset(pk for pk, load in loads.items() if load >= capacity[at[pk]]),
        int(((capacity > 0) & ~found.sheet.problem.people.paused).sum()),
        list(unserved_rows(asked, found, shortfalls(then.problem, then.market.found, then.edge))),
        name,
        found.read_at,
    )


def _facts(asked: Round, name: str) -> tuple[str, Measured]:
    """What the round would read, whatever its weights and rules: that of a former preview, else read now."""
    owner = f"{asked.pk}-{asked.as_of}"
    found = kept(f"{owner}-{name}") if NAME.fullmatch(name) else None
    if found is not None:
        return name, found
    people = Mentor.objects if asked.kind == Round.Kind.MENTORS else Funder.objects
    if asked.open_needs().count() * people.proposable().count() > MOST_KEPT:
        raise TooLargeToPreview
    snapshot = take_snapshot(_reading(asked))
    name = digest(snapshot.problem)
    return name, measured(snapshot, f"{owner}-{name}")


def _reading(asked: Round) -> Round:
    """The round with the settings of a new one and every declared term on: what it reads does not depend on them."""
    reading = copy(asked)
    reading.fairness_memory = reading.expected_acceptance = True
    reading.seed = reading.min_score = reading.floor_percent = 0
    for name, value in {**default_weights(asked.kind), **dict.fromkeys(RULES_OF_A_ROUND, True)}.items():
        setattr(reading, name, value)
    return reading


def _problem(found: Measured, asked: Round) -> Problem:
    """The problem that a round with this setting would solve on these facts."""
    read = found.sheet.problem
    return replace(
        read,
        weights=asked.weights,
        rules=rules_of(asked),
        seed=asked.seed,
        alternates=asked.alternates_count,
        min_score=asked.min_score * 100,
        keep=kept_of_a_need(len(found.need_ids), len(found.person_ids)),
        priority=read.priority if asked.fairness_memory else None,
        chance=read.chance if asked.expected_acceptance else None,
        wishes=replace(read.wishes, floor_percent=asked.floor_percent),
    )


def _snapshot(found: Measured, asked: Round) -> Snapshot:
    return Snapshot(_problem(found, asked), found.need_ids, found.person_ids, [], [], [], [], conflicts=found.conflicts)


def _base(found: Measured, base: Round | None) -> Answer | None:
    try:
        return _Solved.of(found, base).answer(found) if base else None
    except Infeasible:
        return None


@dataclass(frozen=True)
class _Solved:
    """A problem, the pairs that it admits, and the positions of those chosen."""

    problem: Problem
    market: Market
    edge: Ints

    @classmethod
    def of(cls, found: Measured, asked: Round) -> "_Solved":
        """Raises Infeasible as the round would."""
        problem = _problem(found, asked)
        candidates = found.sheet.candidates(problem)
        instance = valued(candidates.instance, problem.priority, problem.chance)
        market = Market(candidates, instance, problem.wishes.goal(instance))
        return cls(problem, market, market.best())

    @property
    def person(self) -> Ints:
        return self.market.instance.indices[self.edge].astype(np.int64)

    def answer(self, found: Measured) -> Answer:
        """What each need gets, by ids."""
        scores = self.market.scores(self.edge)
        given: dict[int, tuple[int, set[int]]] = {}
        rows = zip(self.market.instance.rows_of(self.edge).tolist(), self.person.tolist(), scores.tolist(), strict=True)
        for row, column, score in rows:
            best, people = given.get(row, (0, set()))
            given[row] = max(best, score), people | {found.person_ids[column]}
        served = {found.need_ids[row]: Got(points(best), frozenset(who)) for row, (best, who) in given.items()}
        return Answer(served, frozenset(found.need_ids), points(int(scores.sum())), int(self.edge.size))
