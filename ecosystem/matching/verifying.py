"""The rules of a round read again on the database, pair by pair, without a line of the engine or of the snapshot."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ecosystem.directory.models import Listing
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.conflicts import conflicts_of
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.verifying_evidence import Profiles, codes
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

BATCH = 500
NAMED = 5
Pair = tuple[int, int]


def verify_on_data(round_: Round) -> list[dict[str, Any]]:
    """What the chosen pairs are worth on the data as they stand: the hard rules, and every fact that a score cites.

    Two findings in the form of the checker's; facts name the first pairs that fail, at most five.
    """
    chosen = list(_chosen(round_))
    data = _Data(round_, chosen)
    broken = [(one, rule) for one in chosen if (rule := data.broken_rule(one))]
    profiles = Profiles(round_.kind, {one.person for one in chosen})
    weights = round_.weights
    wrong = [(one, part) for one in chosen if (part := _wrong_part(one, weights, profiles))]
    return [
        _finding("rules", {"bad": len(broken), "of": len(chosen)}, broken),
        _finding("evidence", {"right": len(chosen) - len(wrong), "of": len(chosen)}, wrong),
    ]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A chosen pair as it is stored."""

    need: int
    person: int
    score: int
    evidence: Mapping[str, Any]
    points: Mapping[str, int]


def _chosen(round_: Round) -> Iterator[_Chosen]:
    parts = list(round_.weights)
    person = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    columns = ("need_id", person, "score", "evidence", *(f"points_{part}" for part in parts))
    for need, who, score, evidence, *points in round_.proposals.chosen().order_by("pk").values_list(*columns):
        yield _Chosen(need, int(who or 0), score, evidence, dict(zip(parts, points, strict=True)))


def _finding(check: str, figures: dict[str, int], failed: list[tuple[_Chosen, str]]) -> dict[str, Any]:
    pairs = [{"need": one.need, "person": one.person, "why": why} for one, why in failed[:NAMED]]
    facts = {**pairs[0], "pairs": pairs} if pairs else {}
    code = f"{check}_broken" if pairs else ""
    return {"check": check, "ok": not pairs, "figures": figures, "code": code, "facts": facts}


def _wrong_part(pair: _Chosen, weights: Mapping[str, int], profiles: Profiles) -> str:
    """The first part whose points or whose cited fact does not hold; « score » when the parts do not make it."""
    if sum(pair.points.values()) != pair.score:
        return "score"
    for part, earned in pair.points.items():
        told = pair.evidence.get(part) or {}
        if not 0 <= earned <= 100 * weights[part] or not profiles.hold(pair.person, part, told):
            return part
    return ""


@dataclass
class _Side:
    """What one need, or one person, says: languages, sectors, stages, and what it refuses."""

    startup: int = 0
    languages: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    sectors: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    paused_until: date | None = None
    places: int = 0


class _Data:
    """The facts of the pairs of a round, read in batches: a number of queries that grows with the round only."""

    def __init__(self, round_: Round, chosen: list[_Chosen]) -> None:
        self.round, self.is_mentors = round_, round_.kind == Round.Kind.MENTORS
        self.column = "mentor_id" if self.is_mentors else "funder_id"
        self.load = Counter(one.person for one in chosen)
        self.needs = self._needs({one.need for one in chosen})
        self.people = self._people(set(self.load))
        self.conflicts = self._conflicts()
        self.refused, self.together = self._history()
        accepted = Proposal.objects.exclude(round=round_).filter(state=Proposal.State.ACCEPTED)
        settled = accepted.values_list("need_id", self.column)
        self.set_aside: set[Pair] = set(round_.pairs.set_aside().values_list("need_id", self.column))
        self.settled: set[Pair] = set(_pairs(settled, f"{self.column}__in", self.people))

    def broken_rule(self, one: _Chosen) -> str:
        """The name of the first rule that bars the pair; empty when none does."""
        need, person = self.needs[one.need], self.people[one.person]
        pair = need.startup, one.person
        rules: tuple[tuple[str, bool, Callable[[], bool]], ...] = (
            ("no_common_language", self.round.rule_language, lambda: _apart(need.languages, person.languages)),
            ("conflict", self.round.rule_conflict, lambda: pair in self.conflicts),
            ("refused_before", self.round.rule_refused_before, lambda: pair in self.refused),
            ("already_together", True, lambda: pair in self.together or (one.need, one.person) in self.settled),
            ("paused", True, lambda: person.paused_until is not None and person.paused_until >= self.round.as_of),
            ("full", True, lambda: self.load[pair[1]] > person.places),
            ("stage_not_accepted", self.round.rule_stage, lambda: _apart(need.stages, person.stages)),
            ("refused_sector", self.round.rule_refused_sector, lambda: bool(need.sectors & person.refused)),
            ("set_aside", True, lambda: (one.need, one.person) in self.set_aside),
        )
        return next((name for name, is_on, bars in rules if is_on and bars()), "")

    def _needs(self, ids: set[int]) -> dict[int, _Side]:
        found: dict[int, _Side] = {}
        columns = ("pk", "startup_id", "languages", "startup__languages", "startup__stage")
        for pk, startup, own_languages, languages, stage in _pairs(Need.objects.values_list(*columns), "pk__in", ids):
            found[pk] = _Side(startup, codes(own_languages) or codes(languages), {stage} - {""})
        own = Need.sectors.through.objects.values_list("need_id", "sector_id")
        for need_id, sector in _pairs(own, "need_id__in", set(found)):
            found[need_id].sectors.add(sector)
        by_startup = defaultdict(set)
        of_startups = Listing.sectors.through.objects.values_list("listing_id", "sector_id")
        for startup, sector in _pairs(of_startups, "listing_id__in", {side.startup for side in found.values()}):
            by_startup[startup].add(sector)
        for side in found.values():
            side.sectors |= by_startup[side.startup]
        return found

    def _people(self, ids: set[int]) -> dict[int, _Side]:
        model: type[Mentor | Funder] = Mentor if self.is_mentors else Funder
        asked = Proposal.objects.sent().filter(person_answer="").exclude(round=self.round)
        waiting = Counter(pk for (pk,) in _pairs(asked.values_list(self.column), f"{self.column}__in", ids))
        found: dict[int, _Side] = {}
        shared = ("pk", "languages", "stages", "paused_until", "taken_count")
        limits = ("capacity",) if self.is_mentors else ("files_per_month", "month_on")
        for pk, languages, stages, paused, taken, *limit in _pairs(
            model.objects.values_list(*shared, *limits), "pk__in", ids
        ):
            is_counted = self.is_mentors or limit[1] == self.round.as_of.replace(day=1)
            free = limit[0] - (taken if is_counted else 0) - waiting[pk]
            found[pk] = _Side(0, codes(languages), codes(stages), paused_until=paused, places=free)
        through: Any = model.refused_sectors.through
        owner = "mentor_id" if self.is_mentors else "funder_id"
        for pk, sector in _pairs(through.objects.values_list(owner, "sector_id"), f"{owner}__in", ids):
            found[pk].refused.add(sector)
        return found

    def _conflicts(self) -> set[Pair]:
        """Whoever is in conflict with whom, whatever the cause, as (startup, person)."""
        return set(conflicts_of(self.round.kind, {need.startup for need in self.needs.values()}, set(self.people)))

    def _history(self) -> tuple[set[Pair], set[Pair]]:
        """What was refused, and what is under way, as (startup, person), this round left aside."""
        told = Proposal.objects.exclude(round=self.round)
        pair, at = ("need__startup_id", self.column), f"{self.column}__in"
        refused = _pairs(told.refusing().values_list(*pair), at, self.people)
        sent = _pairs(told.filter(state=Proposal.State.SENT).values_list(*pair), at, self.people)
        work: Any = Engagement.objects.active() if self.is_mentors else Introduction.objects.open()
        under_way = _pairs(work.values_list(*pair), at, self.people)
        return set(refused), {*sent, *under_way}


def _apart(left: set[str], right: set[str]) -> bool:
    """Both sides state something and nothing is common; what is not stated bars nobody."""
    return bool(left and right and not left & right)


def _pairs(rows: Any, lookup: str, ids: Iterable[int]) -> Iterator[Any]:
    listed = sorted(ids)
    for start in range(0, len(listed), BATCH):
        yield from rows.filter(**{lookup: listed[start : start + BATCH]})
