"""Everything that a round is computed from, checked once, and everything that comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ecosystem.matching.engine.alternates import Alternates
from ecosystem.matching.engine.arrays import Ints, Points, first, whole
from ecosystem.matching.engine.candidates import Candidates
from ecosystem.matching.engine.certificate import Certificate
from ecosystem.matching.engine.digest import OPTIONAL
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.evidence import Evidence
from ecosystem.matching.engine.facts import Forbidden, FunderNeeds, FunderPeople, MentorNeeds, MentorPeople
from ecosystem.matching.engine.hard_rules import Rules
from ecosystem.matching.engine.importance import checked_importance
from ecosystem.matching.engine.instance import FULL_SCORE, Instance
from ecosystem.matching.engine.parts import PARTS, Kind, weights_in_order
from ecosystem.matching.engine.reasons import Shortfall
from ecosystem.matching.engine.terms import Terms
from ecosystem.matching.engine.wishes import Wishes

FACTS = {Kind.MENTORS: (MentorNeeds, MentorPeople), Kind.FUNDERS: (FunderNeeds, FunderPeople)}


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """The inputs of a round.

    weights: whole numbers by part, summing to 100; seed: breaks ties; alternates: substitutes per need;
    need_keys, person_keys: whole numbers >= 0 that name needs and people for good (unique), used for ties only;
    min_score: hundredths, pairs under it are not candidates; keep: candidates kept per need, None for all;
    priority (needs,), chance (people,): the declared terms of `terms.py`, None when the round does not use them;
    wishes: floor, minimum loads, pairs imposed by hand and balance rules;
    importance (needs, parts): 1..5, what counts for each need: it orders its own substitutes and nothing else.
    Raises BadWeights, BadFacts or BadProblem.
    """

    kind: Kind
    needs: MentorNeeds | FunderNeeds
    people: MentorPeople | FunderPeople
    weights: Mapping[str, int]
    seed: int
    need_keys: Ints
    person_keys: Ints
    forbidden: Forbidden = field(default_factory=Forbidden.none)
    rules: Rules = field(default_factory=Rules)
    alternates: int = 3
    min_score: int = 0
    keep: int | None = None
    priority: Ints | None = None
    chance: Ints | None = None
    wishes: Wishes = field(default_factory=Wishes)
    importance: Ints | None = field(default=None, metadata={OPTIONAL: True})

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        of_needs, of_people = FACTS[self.kind]
        if not isinstance(self.needs, of_needs) or not isinstance(self.people, of_people):
            raise BadProblem(f"a round of {self.kind} needs {of_needs.__name__} and {of_people.__name__}")
        weights_in_order(self.kind, self.weights)
        object.__setattr__(self, "weights", dict(self.weights))
        for name, size in (("need_keys", self.needs.wanted.size), ("person_keys", self.people.capacity.size)):
            object.__setattr__(self, name, _keys(name, getattr(self, name), size))
        whole("Forbidden.need", self.forbidden.need, high=self.needs.wanted.size - 1, error=BadProblem)
        whole("Forbidden.person", self.forbidden.person, high=self.people.capacity.size - 1, error=BadProblem)
        if not 0 <= self.min_score <= FULL_SCORE:
            raise BadProblem(f"min_score is {self.min_score}, expected 0 to {FULL_SCORE}")
        if self.alternates < 0 or (self.keep is not None and self.keep < 1):
            raise BadProblem(f"alternates is {self.alternates} and keep {self.keep}: expected 0 and 1 at least")
        terms = Terms.checked(self.needs.wanted.size, self.people.capacity.size, self.priority, self.chance)
        object.__setattr__(self, "priority", terms.priority)
        object.__setattr__(self, "chance", terms.chance)
        wishes = self.wishes.checked(self.needs.wanted.size, self.people.capacity.size)
        object.__setattr__(self, "wishes", wishes)
        shape = (self.needs.wanted.size, len(PARTS[self.kind]))
        object.__setattr__(self, "importance", checked_importance(self.importance, shape))


@dataclass(frozen=True, slots=True, eq=False)
class Stats:
    """Figures of a round; scores and bounds in hundredths of a point.

    admissible: pairs that no rule excludes; candidates: those kept; covered: needs with somebody; above_floor: those at
    their floor, where one is asked; objective: total value, which is the total score where no term is declared;
    score_bound: no matching with this coverage and these floors has a higher one; gap: 0 when proven optimal;
    median_best: median (lower) over needs of the best candidate's score, -1 without any; need_load, person_load: pairs
    of each.
    """

    needs: int
    people: int
    admissible: int
    candidates: int
    covered: int
    above_floor: int
    objective: int
    score_bound: int
    gap: int
    median_best: int
    need_load: Ints
    person_load: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a round gives.

    need, person (chosen,), sorted; score (chosen,) and parts (chosen, parts) in hundredths; evidence: per chosen pair,
    per part; alternates with alternate_score, alternate_parts, alternate_evidence in the same form; shortfalls: needs
    with too few; market: the candidates with their values, which were assigned; candidates: every pair that could have
    been chosen, with its score.
    """

    need: Ints
    person: Ints
    score: Ints
    parts: Points
    evidence: tuple[tuple[Evidence, ...], ...]
    alternates: Alternates
    alternate_score: Ints
    alternate_parts: Points
    alternate_evidence: tuple[tuple[Evidence, ...], ...]
    shortfalls: tuple[Shortfall, ...]
    market: Instance
    candidates: Candidates
    certificate: Certificate
    stats: Stats
    digest: str


def _keys(name: str, values: Ints, size: int) -> Ints:
    keys = whole(name, values, error=BadProblem)
    if keys.size != size:
        raise BadProblem(f"{name}: {keys.size} keys, expected {size}")
    ordered = np.sort(keys)
    if (ordered[1:] == ordered[:-1]).any():
        raise BadProblem(f"{name}: {ordered[first(ordered[1:] == ordered[:-1])]} is given twice")
    return keys
