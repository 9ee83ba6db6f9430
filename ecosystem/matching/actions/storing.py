"""Writing what the engine found: proposals with their evidence in stable words, and the needs left without anyone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from ecosystem.matching.actions.quotes import Quotes
from ecosystem.matching.engine.assign import solve
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.errors import Infeasible
from ecosystem.matching.engine.evidence import Evidence
from ecosystem.matching.engine.explain import Explainer
from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.engine.parts import weights_in_order
from ecosystem.matching.engine.problem import Problem, Result
from ecosystem.matching.engine.reasons import Shortfall
from ecosystem.matching.engine.run import prepare
from ecosystem.matching.errors import NotInTheRound
from ecosystem.matching.models import Proposal, Round, UnservedNeed
from ecosystem.matching.snapshot import Snapshot
from ecosystem.matching.snapshot.terms import askable_at_once
from ecosystem.matching.snapshot.vocabulary import LANGUAGES
from funders.models import Deal

BATCH = 500
FROM_DEALS = ("deals_", "active_")
"""The first letters of the codes of evidence whose references are past deals."""
_NOBODY = np.zeros(0, dtype=np.int64)


class Rows(Protocol):
    """Whatever says whom its rows stand for, and why pairs are in conflict, by id of need."""

    @property
    def need_ids(self) -> list[int]: ...

    @property
    def person_ids(self) -> list[int]: ...

    @property
    def conflicts(self) -> dict[int, list[str]]: ...


def total_without_hand(problem: Problem, result: Result) -> int | None:
    """What the total would be without the pairs imposed by hand, in hundredths; None when none is, or none can tell.

    The same candidates are assigned once more: a rule that only those pairs kept may then be out of reach.
    """
    if not problem.wishes.locked_need.size:
        return None
    free = replace(problem.wishes, locked_need=_NOBODY, locked_person=_NOBODY)
    try:
        return solve(result.market, result.candidates.ties, free.goal(result.market)).certificate.objective
    except Infeasible:
        return None


def store(round_: Round, snapshot: Snapshot, result: Result, free: int | None = None) -> None:
    """Replace what a former attempt left, inside the caller's transaction; free: the total without choices by hand."""
    round_.proposals.all().delete()
    round_.unserved.all().delete()
    found = [*result.evidence, *result.alternate_evidence]
    rows = [*result.person.tolist(), *result.alternates.person.tolist()]
    writer = _Writer(round_, snapshot, rows, found)
    Proposal.objects.bulk_create(writer.proposals(result), batch_size=BATCH)
    UnservedNeed.objects.bulk_create(unserved_rows(round_, snapshot, result.shortfalls), batch_size=BATCH)
    round_.input_digest, round_.facts_digest = result.digest, facts_digest(snapshot.problem)
    round_.objective = result.stats.objective
    round_.dual_bound = result.stats.score_bound
    round_.stats = _figures(result) | _supply(snapshot.problem)
    if free is not None:
        round_.stats["total_without_hand"] = free
    at_once = askable_at_once(round_, snapshot.problem, result)
    if at_once:
        round_.stats["askable"] = {str(snapshot.need_ids[need]): count for need, count in at_once.items()}


def facts_digest(problem: Problem) -> str:
    """The fingerprint of what was read: needs, people and barred pairs, without the settings that a scenario changes.

    Two rounds of the same fingerprint answer the same question.
    """
    facts = ("needs", "people", "need_keys", "person_keys")
    barred = problem.forbidden
    kept = np.flatnonzero(barred.reason != Bar.SET_ASIDE)
    found = Forbidden(barred.need[kept], barred.person[kept], barred.reason[kept])
    return digest({**{name: getattr(problem, name) for name in facts}, "forbidden": found})


def unserved_rows(round_: Round, of: Rows, shortfalls: Iterable[Shortfall]) -> Iterator[UnservedNeed]:
    """The needs with too few people, in stable words, not stored yet."""
    for short in shortfalls:
        need = of.need_ids[short.need]
        facts = {
            "admissible": short.admissible,
            "kept": short.kept,
            "top_rule": short.top_rule.name.lower(),
            "excluded": {rule.name.lower(): count for rule, count in short.excluded.items()},
            "best_person": None if short.best_person < 0 else of.person_ids[short.best_person],
            "best_score": short.best_score,
            "preferred": [of.need_ids[row] for row in short.preferred],
        }
        causes = of.conflicts.get(need)
        if causes:
            facts["conflicts"] = dict(sorted(Counter(causes).items()))
        missing = short.wanted - short.got
        yield UnservedNeed(round=round_, need_id=need, reason=short.reason.value, facts=facts, missing_count=missing)


def explained_pair(round_: Round, snapshot: Snapshot, need_id: int, person_id: int) -> Proposal:
    """A pair that the assignment did not choose, with its score and its evidence as if it had; not saved.

    Raises NotInTheRound for a need or a person that the round did not read.
    """
    try:
        need, person = snapshot.need_ids.index(need_id), snapshot.person_ids.index(person_id)
    except ValueError as error:
        raise NotInTheRound from error
    problem = snapshot.problem
    explainer = Explainer(prepare(problem), weights_in_order(problem.kind, problem.weights))
    points = explainer.points(need, person)
    found = [explainer.pair(need, person, points.tolist())]
    writer = _Writer(round_, snapshot, [person], found)
    at = (np.array([need]), np.array([person]), [0], np.array([points.sum()]), points[None, :])
    return next(writer.rows(*at, found))


class _Writer:
    """Turns positions back into rows of the database."""

    def __init__(
        self, round_: Round, snapshot: Snapshot, people: Iterable[int], found: Iterable[tuple[Evidence, ...]]
    ) -> None:
        self.round, self.snapshot = round_, snapshot
        self.is_mentors = round_.kind == Round.Kind.MENTORS
        self.deals = self._deal_names(found)
        wishes = snapshot.problem.wishes
        self.imposed = set(zip(wishes.locked_need.tolist(), wishes.locked_person.tolist(), strict=True))
        self.quotes = Quotes(round_.kind, {snapshot.person_ids[row] for row in people})

    def proposals(self, found: Result) -> Iterator[Proposal]:
        """The chosen pairs with rank 0, then the alternates with theirs."""
        others = found.alternates
        zeros = [0] * found.need.size
        yield from self.rows(found.need, found.person, zeros, found.score, found.parts, found.evidence)
        yield from self.rows(
            others.need,
            others.person,
            others.rank.tolist(),
            found.alternate_score,
            found.alternate_parts,
            found.alternate_evidence,
        )

    def rows(self, need: Any, person: Any, rank: Any, score: Any, parts: Any, evidence: Any) -> Iterator[Proposal]:
        rows = zip(need.tolist(), person.tolist(), rank, score.tolist(), parts.tolist(), evidence, strict=True)
        priority, chance = self.snapshot.problem.priority, self.snapshot.problem.chance
        for need_row, person_row, place, total, points, found in rows:
            person_id = self.snapshot.person_ids[person_row]
            columns = {f"points_{item.part}": earned for item, earned in zip(found, points, strict=True)}
            yield Proposal(
                round=self.round,
                need_id=self.snapshot.need_ids[need_row],
                mentor_id=person_id if self.is_mentors else None,
                funder_id=None if self.is_mentors else person_id,
                rank=place,
                imposed=(need_row, person_row) in self.imposed,
                score=total,
                priority=0 if priority is None else int(priority[need_row]),
                chance=None if chance is None else int(chance[person_row]),
                evidence={item.part: self._told(item, person_id) for item in found},
                **columns,
            )

    def _told(self, item: Evidence, person_id: int) -> dict[str, Any]:
        """One part's evidence with stable keys instead of positions, and the sentence of the profile that proves it."""
        refs = self._keys(item)
        told: dict[str, Any] = {"code": item.code, "refs": refs, "count": item.count, "total": item.total}
        if item.code == "words":
            told["quote"], told["quote_language"] = self.snapshot.sentences[item.refs[0]]
            return told
        quote = self.quotes.of(person_id, item.part, item.code, refs)
        if quote:
            told["quote"], told["quote_language"] = quote
        return told

    def _keys(self, item: Evidence) -> list[str]:
        snapshot = self.snapshot
        if item.code.startswith(FROM_DEALS):
            return [self.deals.get(snapshot.deals[row], "") for row in item.refs]
        if item.code == "words":
            return []  # the sentence itself is the quote
        if item.code == "partners_alike":
            return [str(snapshot.person_ids[row]) for row in item.refs]
        names: dict[str, Sequence[str]] = {
            "expertise": snapshot.skills,
            "sector": snapshot.sectors,
            "market": snapshot.countries,
            "stage": snapshot.stages,
            "availability": ("onsite", "remote"),
            "language": LANGUAGES,
            "place": snapshot.regions if item.code == "same_region" else snapshot.countries,
        }
        keys = names.get(item.part, ())
        return [keys[row] for row in item.refs]

    def _deal_names(self, found: Iterable[tuple[Evidence, ...]]) -> dict[int, str]:
        """The companies of the past deals that some evidence names."""
        rows = {row for items in found for item in items for row in item.refs if item.code.startswith(FROM_DEALS)}
        ids = [self.snapshot.deals[row] for row in rows] if self.snapshot.deals else []
        names: dict[int, str] = {}
        for start in range(0, len(ids), BATCH):
            names.update(Deal.objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "company"))
        return names


def _supply(problem: Problem) -> dict[str, int]:
    """Who could be asked when the round was computed, and for how many places."""
    places = problem.people.capacity * ~problem.people.paused
    return {"available": int((places > 0).sum()), "places": int(places.sum())}


def _figures(result: Result) -> dict[str, Any]:
    """What the pages show of the round without opening the engine."""
    stats = result.stats
    return {
        "needs": stats.needs,
        "people": stats.people,
        "admissible": stats.admissible,
        "candidates": stats.candidates,
        "covered": stats.covered,
        "median_best": stats.median_best,
        "solicited": int((stats.person_load > 0).sum()),
        "pairs": int(result.need.size),
    }
