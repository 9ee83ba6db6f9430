"""Whose behaviour buys priority: five patterns over two years, each with its threshold; few cases are never judged.

A pattern is a share: so many cases of so many. It is shown when there are FEWEST cases at least and the share reaches
the threshold. It accuses nobody: it says where the team should look, with the figures and the listing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from ecosystem.directory.models import CapacityChange, Listing
from ecosystem.matching.models import Proposal, Round
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

FEWEST = 5
PERIOD = timedelta(days=731)
REWRITTEN_WITHIN = timedelta(days=30)
RAISED_BEFORE, DROPPED_AFTER = timedelta(days=7), timedelta(days=14)

Counted = Mapping[int, tuple[int, int]]
"""By listing: cases where the pattern holds, and all its cases."""


@dataclass(frozen=True)
class Pattern:
    """What is looked at, from what share of cases on, and how a row reads it."""

    code: str
    title: StrPromise
    rule: StrPromise
    threshold: int
    cases: StrPromise


PATTERNS = (
    Pattern(
        "refusing",
        gettext_lazy("Startups qui refusent presque tout le monde"),
        gettext_lazy("Part des personnes qui avaient dit oui et que la startup a déclinées ou laissées sans réponse."),
        80,
        gettext_lazy("oui reçus"),
    ),
    Pattern(
        "rewriting",
        gettext_lazy("Besoins clos puis récrits"),
        gettext_lazy("Part des besoins clos ou expirés suivis, sous trente jours, d’un autre sur le même sujet."),
        60,
        gettext_lazy("besoins clos"),
    ),
    Pattern(
        "swinging",
        gettext_lazy("Capacité relevée juste avant une tournée, puis baissée"),
        gettext_lazy(
            "Part des tournées précédées d’une hausse de sept jours au plus et suivies d’une baisse sous quinze."
        ),
        40,
        gettext_lazy("tournées"),
    ),
    Pattern(
        "expiring",
        gettext_lazy("Personnes qui laissent toujours expirer"),
        gettext_lazy("Part des propositions terminées que la personne a laissées sans réponse."),
        80,
        gettext_lazy("propositions terminées"),
    ),
    Pattern(
        "narrow",
        gettext_lazy("Profils très étroits toujours retenus"),
        gettext_lazy("Un seul secteur et un seul stade : part des tournées où la personne a été retenue."),
        90,
        gettext_lazy("tournées"),
    ),
)


@dataclass(frozen=True)
class Case:
    """A listing whose share reaches the threshold."""

    listing: Listing
    found: int
    cases: int

    @property
    def share(self) -> int:
        return round(100 * self.found / self.cases)


@dataclass(frozen=True)
class Finding:
    """A pattern, who shows it, and how many had too few cases to be judged."""

    pattern: Pattern
    listed: list[Case]
    judged: int
    too_few: int


def findings(now: datetime | None = None) -> list[Finding]:
    """Every pattern in order; a constant number of queries."""
    now = now or timezone.now()
    since = now - PERIOD
    rounds = list(Round.objects.filter(published_at__gte=since).order_by("published_at", "pk"))
    counted: dict[str, Counted] = {
        "refusing": _refusing(since),
        "rewriting": _rewriting(since),
        "swinging": _swinging(rounds, since),
        "expiring": _expiring(since),
        "narrow": _narrow(rounds),
    }
    shown = {pattern.code: _shown(counted[pattern.code], pattern.threshold) for pattern in PATTERNS}
    listings = Listing.objects.in_bulk({pk for pks in shown.values() for pk in pks})
    return [
        Finding(
            pattern,
            _ranked(Case(listings[pk], *counted[pattern.code][pk]) for pk in shown[pattern.code]),
            sum(cases >= FEWEST for _found, cases in counted[pattern.code].values()),
            sum(0 < cases < FEWEST for _found, cases in counted[pattern.code].values()),
        )
        for pattern in PATTERNS
    ]


def _shown(counted: Counted, threshold: int) -> list[int]:
    return [pk for pk, (found, cases) in counted.items() if cases >= FEWEST and 100 * found >= threshold * cases]


def _ranked(cases: Iterable[Case]) -> list[Case]:
    return sorted(
        cases, key=lambda case: (-case.found / case.cases, -case.cases, case.listing.sort_name, case.listing.pk)
    )


def _refusing(since: datetime) -> Counted:
    """Of those who said yes to a startup and are over: how many it declined, or left without an answer."""
    agreed = [Proposal.State.ACCEPTED, Proposal.State.GIVEN_BACK]
    over = Q(state__in=[*agreed, Proposal.State.DECLINED, Proposal.State.EXPIRED])
    said_yes = Proposal.objects.filter(over, person_answer=Proposal.Answer.YES, person_answered_at__gte=since)
    refused = Count("pk", filter=~Q(state__in=agreed))
    rows = said_yes.order_by().values_list("need__startup").annotate(found=refused, cases=Count("pk"))
    return {startup: (found, cases) for startup, found, cases in rows}


def _rewriting(since: datetime) -> Counted:
    """Of a startup's needs that ended unserved: how many another of the same subject followed within a month."""
    ended: list[tuple[int, int | None, datetime]] = []
    opened: dict[tuple[int, int | None], list[datetime]] = defaultdict(list)
    columns = ("startup_id", "topic_id", "state", "opened_at", "closed_at")
    helped = Exists(Proposal.objects.filter(need=OuterRef("pk"), state=Proposal.State.ACCEPTED))
    needs = Need.objects.filter(opened_at__gte=since).annotate(helped=helped).values_list(*columns, "helped")
    for startup, topic, state, opened_at, closed_at, served in needs:
        opened[startup, topic].append(opened_at)
        if not served and state in (Need.State.CLOSED, Need.State.EXPIRED) and closed_at:
            ended.append((startup, topic, closed_at))
    cases, found = Counter(startup for startup, _topic, _at in ended), Counter[int]()
    for startup, topic, closed_at in ended:
        later = (at for at in opened[startup, topic] if closed_at <= at <= closed_at + REWRITTEN_WITHIN)
        found[startup] += topic is not None and any(later)
    return {startup: (found[startup], count) for startup, count in cases.items()}


def _swinging(rounds: list[Round], since: datetime) -> Counted:
    """Of the rounds of a person's kind since her listing is published: how many fell between a raise and a drop."""
    changes: dict[int, list[CapacityChange]] = defaultdict(list)
    for change in CapacityChange.objects.filter(at__gte=since).select_related("listing"):
        changes[change.listing_id].append(change)
    counted = {}
    for pk, hers in changes.items():
        took_part = _rounds_of(hers[0].listing, rounds)
        swings = sum(_swings(hers, at) for at in took_part)
        counted[pk] = (swings, len(took_part))
    return counted


def _swings(changes: list[CapacityChange], at: datetime) -> bool:
    raised = any(one.after > one.before and at - RAISED_BEFORE <= one.at <= at for one in changes)
    return raised and any(one.after < one.before and at < one.at <= at + DROPPED_AFTER for one in changes)


def _expiring(since: datetime) -> Counted:
    """Of the proposals of a person that are over: how many she let expire without a word."""
    counted: dict[int, tuple[int, int]] = {}
    over = Q(state=Proposal.State.EXPIRED) | ~Q(person_answer="")
    silent = Count("pk", filter=Q(state=Proposal.State.EXPIRED, person_answer=""))
    for side in ("mentor", "funder"):
        sent = Proposal.objects.filter(over, sent_at__gte=since, **{f"{side}__isnull": False})
        rows = sent.order_by().values_list(side).annotate(found=silent, cases=Count("pk"))
        counted |= {person: (found, cases) for person, found, cases in rows}
    return counted


def _narrow(rounds: list[Round]) -> Counted:
    """Of the rounds since she is published: in how many a person of one sector and one stage was chosen."""
    counted: dict[int, tuple[int, int]] = {}
    for kind, model in ((Round.Kind.MENTORS, Mentor), (Round.Kind.FUNDERS, Funder)):
        people: Any = model
        narrow = people.objects.public().annotate(sector_count=Count("sectors")).filter(sector_count=1)
        one_stage = {person.pk: person for person in narrow if len(person.stages or ()) == 1}
        chosen = Proposal.objects.chosen().seen().filter(round__in=[one.pk for one in rounds if one.kind == kind])
        column = f"{people.KIND}_id"
        pairs = set(chosen.filter(**{f"{column}__in": list(one_stage)}).values_list(column, "round_id"))
        times = Counter(person for person, _round in pairs)
        counted |= {pk: (times[pk], len(_rounds_of(person, rounds))) for pk, person in one_stage.items()}
    return counted


def _rounds_of(listing: Listing, rounds: list[Round]) -> list[datetime]:
    """When the rounds of its kind were published, since the listing is."""
    kind = Round.Kind.FUNDERS if listing.kind == Listing.Kind.FUNDER else Round.Kind.MENTORS
    begins = listing.published_at
    dates = [one.published_at for one in rounds if one.kind == kind and one.published_at]
    return [at for at in dates if begins is not None and at >= begins]


def of_cases(case: Case, pattern: Pattern) -> str:
    """« 6 sur 7 oui reçus »."""
    told = {"found": case.found, "cases": case.cases, "what": pattern.cases}
    return _("%(found)s sur %(cases)s %(what)s") % told
