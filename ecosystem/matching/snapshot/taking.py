"""A round's inputs, read at one moment."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection, transaction

from ecosystem.directory.models import Sector, Skill
from ecosystem.matching.conflicts import Conflict, Pair, conflicts_of
from ecosystem.matching.engine.facts import FunderNeeds, FunderPeople, MentorNeeds, MentorPeople
from ecosystem.matching.engine.hard_rules import Rules
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot.needs import funder_needs, importance_of, mentor_needs, read_needs
from ecosystem.matching.snapshot.pairs import forbidden
from ecosystem.matching.snapshot.people import Asked, funder_people, mentor_people, read_people
from ecosystem.matching.snapshot.terms import chances_of, priority_of
from ecosystem.matching.snapshot.vocabulary import STAGES, Positions, Terms
from ecosystem.matching.snapshot.wishes import wishes_of
from funders.models import Funder
from mentors.models import Mentor

EVERY_PAIR_UP_TO = 2_500_000
"""Pairs: a round this small keeps every admissible pair, so its optimum is that of the whole round."""

BEST_OF_A_NEED, FEWEST_OF_A_NEED = 150, 50
"""Above it, each need keeps its best candidates after the hard rules; the optimum is that of the pairs kept."""

MOST_PAIRS_KEPT = 5_000_000
"""What the assignment takes in at most, as long as each need keeps FEWEST_OF_A_NEED."""


@dataclass(frozen=True)
class Snapshot:
    """The engine's problem, and what its positions stand for; sentences: what each says, and its language."""

    problem: Problem
    need_ids: list[int]
    person_ids: list[int]
    sectors: list[str]
    skills: list[str]
    countries: list[str]
    regions: list[str]
    deals: list[int] = field(default_factory=list)
    conflicts: dict[int, list[str]] = field(default_factory=dict)
    """By id of need, the causes of its barred pairs, each once for every person."""
    sentences: list[tuple[str, str]] = field(default_factory=list)
    stages: tuple[str, ...] = STAGES


def take_snapshot(round_: Round) -> Snapshot:
    """Read everything that a round needs, in a number of queries that does not depend on how much there is."""
    begins = not connection.in_atomic_block
    with transaction.atomic():
        if begins and connection.vendor == "postgresql":  # whose every query else sees what was committed meanwhile
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _read(round_)


def _read(round_: Round) -> Snapshot:
    sectors, skills = Terms.read(Sector), Terms.read(Skill)
    needs, people = read_needs(round_, sectors), read_people(round_)
    countries, regions = Positions(), Positions()
    asked: MentorNeeds | FunderNeeds
    offered: MentorPeople | FunderPeople
    deals: list[int] = []
    sentences: list[tuple[str, str]] = []
    if round_.kind == Round.Kind.MENTORS:
        words = Positions()
        asked = mentor_needs(needs, sectors, skills, countries, words)
        offered, sentences = mentor_people(people, sectors, skills, Asked(countries, words), round_.as_of)
    else:
        asked = funder_needs(needs, sectors, countries, regions)
        offered, rows = funder_people(people, sectors, countries, regions, round_.as_of)
        deals = rows.ids
    conflicts = round_conflicts(round_)
    problem = Problem(
        kind=Kind(round_.kind),
        needs=asked,
        people=offered,
        forbidden=forbidden(round_, needs.ids, needs.startups, people.at, conflicts),
        weights=round_.weights,
        rules=rules_of(round_),
        seed=round_.seed,
        alternates=round_.alternates_count,
        need_keys=np.array(needs.ids, dtype=np.int64),
        person_keys=np.array(people.ids, dtype=np.int64),
        min_score=round_.min_score * 100,
        keep=kept_of_a_need(len(needs.ids), len(people.ids)),
        priority=priority_of(round_, needs.ids),
        chance=chances_of(round_, people.ids),
        importance=importance_of(needs, Kind(round_.kind)),
        wishes=wishes_of(round_, needs.ids, people.rows, offered),
    )
    return Snapshot(
        problem,
        needs.ids,
        people.ids,
        sectors.slugs,
        skills.slugs,
        countries.keys,
        regions.keys,
        deals,
        conflicts=causes_by_need(needs.ids, needs.startups, people.at, conflicts),
        sentences=sentences,
    )


def round_conflicts(round_: Round) -> dict[Pair, Conflict]:
    """The conflicts between the startups whose needs are open and the published people of the round."""
    people: Any = Mentor.objects if round_.kind == Round.Kind.MENTORS else Funder.objects
    return conflicts_of(round_.kind, round_.open_needs().values("startup"), people.public().values("pk"))


def causes_by_need(
    needs: list[int], startups: list[int], people: dict[int, int], conflicts: dict[Pair, Conflict]
) -> dict[int, list[str]]:
    """Why people are barred from each need, for the page that explains an empty one."""
    by_startup: dict[int, list[str]] = defaultdict(list)
    for (startup, person), conflict in conflicts.items():
        if person in people:
            by_startup[startup].append(conflict.cause.value)
    return {
        need: sorted(by_startup[startup])
        for need, startup in zip(needs, startups, strict=True)
        if startup in by_startup
    }


def kept_of_a_need(needs: int, people: int) -> int | None:
    """How many candidates each need keeps; None: all, in a small round."""
    if needs * people <= EVERY_PAIR_UP_TO:
        return None
    return max(FEWEST_OF_A_NEED, min(BEST_OF_A_NEED, MOST_PAIRS_KEPT // needs))


def rules_of(round_: Round) -> Rules:
    """The hard rules that the round switches on."""
    return Rules(
        language=round_.rule_language,
        conflict=round_.rule_conflict,
        refused_before=round_.rule_refused_before,
        stage=round_.rule_stage,
        refused_sector=round_.rule_refused_sector,
        thesis=round_.rule_thesis,
        expertise=round_.rule_expertise,
    )
