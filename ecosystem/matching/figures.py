"""The figures of rounds, in a number of queries that does not depend on their size."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce

from ecosystem.core.text import fold
from ecosystem.matching.models import Proposal, Round, UnservedNeed
from ecosystem.matching.rules import people_of
from funders.models import Funder
from funders.rules import month_of
from mentors.models import Mentor

KINDS = {
    Round.State.DRAFT: "",
    Round.State.COMPUTING: "busy",
    Round.State.READY: "half",
    Round.State.PUBLISHED: "full",
    Round.State.CLOSED: "closed",
    Round.State.FAILED: "failed",
    Round.State.CANCELLED: "closed",
}
COMPUTED = frozenset({Round.State.READY, Round.State.PUBLISHED, Round.State.CLOSED})
COUNTED = ("reached", "served", "proposals", "sent", "yes", "pending", "validated", "waiting")
ENDED = (Proposal.State.ACCEPTED, Proposal.State.DECLINED, Proposal.State.EXPIRED, Proposal.State.GIVEN_BACK)
IN_REVIEW = Q(rank=0, state=Proposal.State.DRAFTED)
SERVED = Q(rank=0) & ~Q(state=Proposal.State.WITHDRAWN) | Q(sent_at__isnull=False)


@dataclass(frozen=True)
class Row:
    """One round of the list."""

    round: Round
    kind: str
    reached: int = 0
    unreached: int = 0
    served: int = 0
    proposals: int = 0
    sent: int = 0
    yes: int = 0
    pending: int = 0
    validated: int = 0
    waiting: int = 0
    in_family: bool = False

    @property
    def needs(self) -> int:
        return self.reached + self.unreached

    @property
    def validated_share(self) -> str:
        """Percent of what is in review that may leave, for a drawing."""
        whole = self.validated + self.waiting
        return f"{100 * self.validated / whole:.2f}" if whole else "0"

    @property
    def without(self) -> int:
        """Needs that nobody is proposed to: the computation found nobody, or what it found was set aside."""
        return self.reached + self.unreached - self.served

    @property
    def kind_is_news(self) -> bool:
        """Whether the title leaves out for whom the round is."""
        return fold(self.round.get_kind_display()) not in fold(self.round.title)

    @property
    def is_computed(self) -> bool:
        return self.round.state in COMPUTED


def rows(rounds: Iterable[Round]) -> list[Row]:
    """Two queries for any number of rounds."""
    listed = list(rounds)
    ids = [round_.pk for round_ in listed]
    counted = Proposal.objects.filter(round__in=ids).values("round_id").annotate(
        reached=Count("need_id", distinct=True),
        served=Count("need_id", filter=SERVED, distinct=True),
        proposals=Count("pk", filter=SERVED),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        yes=Count("pk", filter=Q(state=Proposal.State.ACCEPTED)),
        pending=Count("pk", filter=Q(state=Proposal.State.SENT)),
        validated=Count("pk", filter=IN_REVIEW & Q(reviewed_at__isnull=False)),
        waiting=Count("pk", filter=IN_REVIEW & Q(reviewed_at=None)),
    )  # fmt: skip
    found: dict[int, dict[str, Any]] = {row["round_id"]: {**row} for row in counted.order_by()}
    alone = UnservedNeed.objects.filter(round__in=ids).exclude(
        Exists(Proposal.objects.filter(round=OuterRef("round"), need=OuterRef("need")))
    )
    unreached = dict(alone.values_list("round_id").annotate(Count("pk")).order_by())
    families = Counter(round_.root_id for round_ in listed)
    return [
        Row(
            round_,
            KINDS[round_.state],
            unreached=unreached.get(round_.pk, 0),
            in_family=families[round_.root_id] > 1,
            **{name: found.get(round_.pk, {}).get(name, 0) for name in COUNTED},
        )
        for round_ in listed
    ]


def with_scenarios(rounds: Iterable[Round]) -> list[Round]:
    """One query: each round, then its scenarios, the oldest first."""
    listed = list(rounds)
    scenarios: dict[int, list[Round]] = {round_.pk: [] for round_ in listed}
    for scenario in Round.objects.filter(source__in=list(scenarios)).order_by("pk"):
        scenarios[scenario.root_id].append(scenario)
    return [one for round_ in listed for one in (round_, *scenarios[round_.pk])]


def in_hand() -> Round | None:
    """The round that asks for somebody: the latest to read, else computing, to set, or out for answers.

    Of several scenarios it is the one that was kept, and none of them once one was sent.
    """
    order = (Round.State.READY, Round.State.COMPUTING, Round.State.FAILED, Round.State.DRAFT, Round.State.PUBLISHED)
    waiting = list(Round.objects.filter(state__in=order).order_by("adopted", "created_at", "pk"))
    sent = set(
        Round.objects.filter(published_at__isnull=False).values_list(
            Coalesce("source", "pk", output_field=BigIntegerField()), flat=True
        )
    )
    latest = {one.state: one for one in waiting if one.published_at or one.root_id not in sent}
    return next((latest[state] for state in order if state in latest), None)


def twelve_months(on: date) -> dict[str, int]:
    """One query: of what was sent in the year up to that day, what came to its end, the yeses of both, what waits."""
    sent = Proposal.objects.filter(sent_at__date__gt=on - timedelta(days=365), sent_at__date__lte=on)
    return sent.aggregate(
        ended=Count("pk", filter=Q(state__in=ENDED)),
        yes=Count("pk", filter=Q(state=Proposal.State.ACCEPTED)),
        pending=Count("pk", filter=Q(state=Proposal.State.SENT)),
    )


@dataclass(frozen=True)
class Figures:
    """What a computed round comes to; best: points as shown by need served; loads: proposals by person asked."""

    needs: int
    served: int
    median: float | None
    people: int
    chosen: int
    set_aside: int
    best: Mapping[int, int] = field(default_factory=dict)
    loads: Mapping[int, int] = field(default_factory=dict)

    @property
    def without(self) -> int:
        return self.needs - self.served


def figures(round_: Round) -> Figures:
    """Two queries: every pair of the round, and the needs without anyone."""
    pairs = round_.proposals.values_list("need_id", "score", "mentor_id", "funder_id", "rank", "state", "sent_at")
    best: dict[int, int] = {}
    loads: Counter[int] = Counter()
    needs: set[int] = set(round_.unserved.values_list("need_id", flat=True))
    chosen = set_aside = 0
    for need, score, mentor, funder, rank, state, sent_at in pairs:
        needs.add(need)
        if sent_at is None and (rank or state == Proposal.State.WITHDRAWN):
            set_aside += rank == 0
            continue
        chosen += 1
        best[need] = max(score, best.get(need, 0))
        loads[mentor or funder] += 1
    middle = median(best.values()) / 100 if best else None
    shown = {need: points(score) for need, score in best.items()}
    return Figures(len(needs), len(best), middle, len(loads), chosen, set_aside, shown, loads)


def points(hundredths: int) -> int:
    """Whole points as they are shown, half up."""
    return (hundredths + 50) // 100


def supply(round_: Round) -> dict[str, Any]:
    """How many needs wait or have somebody already, how many people can be asked, and their places."""
    open_needs = round_.open_needs()
    wanted = "mentors_wanted" if round_.kind == Round.Kind.MENTORS else "funders_wanted"
    have = people_of(open_needs, round_.kind)
    waiting = [pk for pk, people in open_needs.values_list("pk", wanted) if people > have[pk]]
    asked = Proposal.objects.sent().filter(person_answer="")
    if round_.kind == Round.Kind.MENTORS:
        people = Mentor.objects.available(round_.as_of)
        counted = people.aggregate(people=Count("pk"), places=Sum(F("capacity") - F("taken_count")))
        promised = asked.filter(mentor__in=people).count()
    else:
        awake = Q(paused_until__isnull=True) | Q(paused_until__lt=round_.as_of)
        funders = Funder.objects.proposable().filter(awake, files_per_month__gt=0)
        this_month = Case(When(month_on=month_of(round_.as_of), then=F("taken_count")), default=0)
        counted = funders.aggregate(people=Count("pk"), places=Sum(F("files_per_month") - this_month))
        promised = asked.filter(funder__in=funders).count()
    places = max(0, (counted["places"] or 0) - promised)
    others = open_needs.count() - len(waiting)
    return {"needs": len(waiting), "provided": others, "people": counted["people"], "places": places}


# Where each step stands in the whole, in percent: reading, scoring and assigning take most of the time.
SPANS = {
    Round.Step.QUEUED: (0, 0),
    Round.Step.SNAPSHOT: (0, 10),
    Round.Step.SCORES: (10, 60),
    Round.Step.ASSIGNMENT: (60, 75),
    Round.Step.CERTIFICATE: (75, 85),
    Round.Step.ALTERNATES: (85, 88),
    Round.Step.EXPLANATIONS: (88, 94),
    Round.Step.STORAGE: (94, 100),
}


def percent_done(round_: Round) -> int:
    """How far the computation has come, over all its steps."""
    start, end = SPANS.get(Round.Step(round_.step), (0, 0)) if round_.step else (0, 0)
    share = round_.done_count / round_.total_count if round_.total_count else 0
    return int(start + (end - start) * min(1.0, share))
