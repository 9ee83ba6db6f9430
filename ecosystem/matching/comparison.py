"""Two or three rounds side by side: what each comes to, and who gains or loses against the first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from ecosystem.matching.figures import COMPUTED, KINDS, SERVED, percent_done, points
from ecosystem.matching.models import Proposal, Round, UnservedNeed
from ecosystem.matching.scenario_words import what_differs
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

MOST = 3
"""Rounds that a page compares."""

CHANGES_SHOWN, GAINS_FIRST = 5, 3
SERVED_NOW, LOST_NOW = 1_000, -1_000
"""A gain or a loss greater than any difference of scores."""

People = frozenset[int]


@dataclass(frozen=True)
class Got:
    """What one round gives one need: its best score, in points as they are shown, and whom."""

    best: int
    people: People


@dataclass(frozen=True)
class Answer:
    """Everything that one round gives: the needs that it serves, and those that it was asked to serve."""

    served: Mapping[int, Got] = field(default_factory=dict)
    needs: frozenset[int] = frozenset()
    total: int = 0
    pairs: int = 0

    @property
    def worst(self) -> int | None:
        """The served need whose best score is the lowest."""
        return min(self.served, key=lambda need: (self.served[need].best, need), default=None)


@dataclass(frozen=True)
class Change:
    """One need in a round against the base: points before and after, None without anybody."""

    need: int
    before: int | None
    after: int | None
    left: People
    joined: People

    @property
    def delta(self) -> int:
        if self.before is None or self.after is None:
            return 0 if self.before == self.after else SERVED_NOW if self.before is None else LOST_NOW
        return self.after - self.before

    @property
    def tone(self) -> str:
        return "up" if self.delta > 0 else "down" if self.delta < 0 else ""

    @property
    def pairs(self) -> int:
        """Pairs that change: one that takes the place of another counts once."""
        return max(len(self.left), len(self.joined))


@dataclass
class Column:
    """One of the compared rounds."""

    round: Round
    answer: Answer
    is_base: bool
    differs: list[str]
    changes: dict[int, Change] = field(default_factory=dict)
    dominated: bool = False
    total_share: int = 0

    @property
    def is_computed(self) -> bool:
        return self.round.state in COMPUTED

    @property
    def kind(self) -> str:
        return KINDS[self.round.state]

    @property
    def percent(self) -> int:
        return percent_done(self.round)

    @property
    def mix(self) -> list[dict[str, Any]]:
        weights = self.round.weights
        return [{"label": part.label, "weight": weights[part]} for part in self.round.parts]

    @property
    def served(self) -> int:
        return len(self.answer.served)

    @property
    def without(self) -> int:
        return len(self.answer.needs) - self.served

    @property
    def median(self) -> float | None:
        return median(got.best for got in self.answer.served.values()) if self.answer.served else None

    @property
    def people(self) -> int:
        return len({person for got in self.answer.served.values() for person in got.people})

    @property
    def worst(self) -> int:
        """The lowest of the best scores; 0 when nobody is served."""
        return min((got.best for got in self.answer.served.values()), default=0)

    @property
    def changed_pairs(self) -> int:
        return sum(change.pairs for change in self.changes.values())

    @property
    def told(self) -> list[Change]:
        """The greatest gains, then the greatest losses, a few in all."""
        ordered = sorted(self.changes.values(), key=lambda change: (-change.delta, change.need))
        gains = [change for change in ordered if change.delta > 0]
        losses = [change for change in reversed(ordered) if change.delta < 0]
        room = max(GAINS_FIRST, CHANGES_SHOWN - len(losses))
        told = gains[:room]
        return told + losses[: CHANGES_SHOWN - len(told)]


@dataclass(frozen=True)
class Comparison:
    """The base first, then what is compared with it."""

    columns: list[Column]

    @property
    def computed(self) -> list[Column]:
        return [column for column in self.columns if column.is_computed]

    @property
    def computing(self) -> bool:
        return any(column.round.state == Round.State.COMPUTING for column in self.columns)

    @property
    def can_be_read(self) -> bool:
        """Whether there are gains and losses: the base and another one are computed."""
        return self.columns[0].is_computed and len(self.computed) > 1

    @property
    def same_facts(self) -> bool:
        """Whether they answer the same question: the same needs, people and barred pairs were read."""
        prints = {column.round.facts_digest for column in self.computed}
        return len(prints) == 1 and "" not in prints

    @property
    def people(self) -> int | None:
        """How many people could be asked when the base was computed; None when it did not keep that."""
        found = self.columns[0].round.stats.get("available")
        return None if found is None else int(found)

    @property
    def places(self) -> int:
        return int(self.columns[0].round.stats.get("places", 0))

    @property
    def certified(self) -> bool:
        return all(column.round.gap == 0 for column in self.computed)

    @property
    def needs(self) -> list[int]:
        """Every need of the compared rounds, those that gain the most first, those that lose the most last."""
        everyone = {need for column in self.computed for need in column.answer.needs}
        return sorted(everyone, key=lambda need: (*(-self._delta(column, need) for column in self.others), need))

    @property
    def changed(self) -> list[int]:
        """Those whose people are not the same everywhere."""
        moved = {need for column in self.others for need in column.changes}
        return [need for need in self.needs if need in moved]

    @property
    def others(self) -> list[Column]:
        """Those that are read against the base."""
        return [column for column in self.computed if not column.is_base]

    @staticmethod
    def _delta(column: Column, need: int) -> int:
        change = column.changes.get(need)
        return change.delta if change else 0


def compare(rounds: Sequence[Round]) -> Comparison:
    """Two queries, whatever the size: the pairs of the compared rounds, and their needs without anyone."""
    computed = [round_ for round_ in rounds if round_.state in COMPUTED]
    answers = _answers([round_.pk for round_ in computed])
    words = what_differs(rounds)
    base = rounds[0]
    columns = [
        Column(round_, answers.get(round_.pk, Answer()), round_.pk == base.pk, words[round_.pk]) for round_ in rounds
    ]
    _measure(columns)
    return Comparison(columns)


def _measure(columns: Sequence[Column]) -> None:
    """What each is against the others."""
    computed = [column for column in columns if column.is_computed]
    top = max((column.answer.total for column in computed), default=0)
    for column in computed:
        column.dominated = any(_beats(other, column) for other in computed)
        if columns[0].is_computed and not column.is_base:
            column.changes = changes(columns[0].answer, column.answer)
    for column in computed:
        column.total_share = round(1000 * column.answer.total / top) if top else 0


def _beats(one: Column, other: Column) -> bool:
    """Nowhere worse and somewhere better: needs served, worst served, total."""
    ours = (one.served, one.worst, one.answer.total)
    theirs = (other.served, other.worst, other.answer.total)
    return ours != theirs and all(mine >= yours for mine, yours in zip(ours, theirs, strict=True))


def changes(before: Answer, after: Answer) -> dict[int, Change]:
    """The needs of both whose people are not the same; a need that one of them was not asked to serve says nothing."""
    found = {}
    for need in before.needs & after.needs:
        old, new = before.served.get(need), after.served.get(need)
        had, has = old.people if old else People(), new.people if new else People()
        if had != has:
            found[need] = Change(need, old.best if old else None, new.best if new else None, had - has, has - had)
    return found


def _answers(ids: list[int]) -> dict[int, Answer]:
    given: dict[int, dict[int, tuple[int, set[int]]]] = {pk: {} for pk in ids}
    asked: dict[int, set[int]] = {pk: set() for pk in ids}
    total = dict.fromkeys(ids, 0)
    pairs = Proposal.objects.filter(round__in=ids).order_by()
    live = Case(When(SERVED, then=Value(True)), default=Value(False))
    for pk, need, score, mentor, funder, counts in pairs.values_list(
        "round_id", "need_id", "score", "mentor_id", "funder_id", live
    ):
        asked[pk].add(need)
        if counts:
            best, people = given[pk].get(need, (0, set()))
            given[pk][need] = max(best, score), people | {mentor or funder}
            total[pk] += score
    for pk, need in UnservedNeed.objects.filter(round__in=ids).order_by().values_list("round_id", "need_id"):
        asked[pk].add(need)
    return {
        pk: Answer(
            {need: Got(points(best), frozenset(people)) for need, (best, people) in given[pk].items()},
            frozenset(asked[pk]),
            points(total[pk]),
            sum(len(people) for _best, people in given[pk].values()),
        )
        for pk in ids
    }


@dataclass(frozen=True)
class Names:
    """The needs and people that a page shows."""

    needs: Mapping[int, Need]
    people: Mapping[int, str]


def names(kind: str, needs: Iterable[int], people: Iterable[int]) -> Names:
    """Two queries."""
    model: type[Mentor | Funder] = Mentor if kind == Round.Kind.MENTORS else Funder
    found = Need.objects.select_related("startup").in_bulk(list(needs))
    return Names(found, dict(model.objects.filter(pk__in=list(people)).values_list("pk", "name")))


def copiable(base: Round, asked: str | None) -> QuerySet[Round]:
    """The settings that a copy may start from: those of the family, and the one that the form of another page names."""
    family = Q(pk=base.root_id) | Q(source=base.root_id)
    named = Q(pk=int(asked)) if asked and asked.isdecimal() and len(asked) < 18 else Q()
    return Round.objects.filter(family | named if named else family, kind=base.kind).order_by("pk")


def usual(base: Round) -> list[Round]:
    """What a round is compared with when the address names nothing: its family, the kept and the ready first."""
    ready = Case(When(state__in=[*COMPUTED], then=0), When(state=Round.State.COMPUTING, then=1), default=2)
    family = Round.objects.filter(Q(pk=base.root_id) | Q(source=base.root_id)).exclude(pk=base.pk)
    return list(family.order_by("-adopted", ready, F("source").asc(nulls_first=True), "pk")[: MOST - 1])


def offered(base: Round) -> list[Round]:
    """What it can be compared with: its family, then the latest computed rounds for the same people."""
    family = Q(pk=base.root_id) | Q(source=base.root_id)
    others = Round.objects.filter(family | Q(kind=base.kind, state__in=[*COMPUTED])).exclude(pk=base.pk)
    nearest = Case(When(family, then=0), default=1)
    return list(others.order_by(nearest, "-created_at", "-pk")[:12])
