"""Two or three rounds side by side: what each comes to, and who gains or loses against the first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from ecosystem.matching.figures import COMPUTED, KINDS, SERVED, percent_done, points
from ecosystem.matching.gains import Answer, Change, Got, changes, greatest
from ecosystem.matching.models import Proposal, Round, UnservedNeed
from ecosystem.matching.scenario_words import what_differs
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

MOST = 3
"""Rounds that a page compares."""


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
        return self.answer.without

    @property
    def median(self) -> float | None:
        return self.answer.median

    @property
    def people(self) -> int:
        return len(self.answer.people)

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
        return greatest(self.changes.values())


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
    """Four queries, whatever the size: pairs, needs without anyone, and the two kinds of choices by hand."""
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
