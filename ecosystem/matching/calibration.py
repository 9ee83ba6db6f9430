"""What announced scores were worth: how often pairs came to two lasting yeses, by band of scores and part by part.

A pair is settled when both said yes, when one said no, when nobody answered in time, or when it was given back; it came
to something when both said yes and nobody gave it back. What was withdrawn says nothing. Under FEWEST settled pairs
nothing is told: a share of a handful is an anecdote.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import NormalDist

from django.utils import timezone

from ecosystem.matching.models import Part, Proposal, Round, parts_of
from ecosystem.matching.weights import spread
from ecosystem.matching.words import NOT_STATED

FEWEST = 20
PERIOD = timedelta(days=731)
MOST = 5_000
"""Settled pairs that are read, the latest."""

BANDS = ((0, 40), (40, 60), (60, 80), (80, 100))
Z_95 = 1.959964
STEP = 5
"""Points that a weight may gain or lose at once."""

SETTLED = (
    Proposal.State.ACCEPTED,
    Proposal.State.DECLINED,
    Proposal.State.EXPIRED,
    Proposal.State.GIVEN_BACK,
)


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval that holds the true share 95 times of 100 (Wilson 1927), in percent."""

    good: int
    of: int

    @property
    def is_told(self) -> bool:
        return self.of >= FEWEST

    @property
    def percent(self) -> int:
        return round(100 * self.good / self.of) if self.of else 0

    @property
    def low(self) -> int:
        return round(100 * wilson(self.good, self.of)[0])

    @property
    def high(self) -> int:
        return round(100 * wilson(self.good, self.of)[1])


def wilson(good: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a proportion, within 0..1; everything is possible of nothing."""
    if not of:
        return 0.0, 1.0
    share, square = good / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half) if good else 0.0, min(1.0, middle + half) if good < of else 1.0


@dataclass(frozen=True)
class Band:
    """The settled pairs whose announced score, in points as shown, was from low to under high; 100 is in the last."""

    low: int
    high: int
    share: Share


@dataclass(frozen=True)
class Weighed:
    """How often a pair that came to something had more of the part than one that did not, ties half; in percent.

    low, high: its interval, wide enough for all the parts together; weight now, and the weight that it suggests.
    """

    part: Part
    low: int
    chance: int
    high: int
    pairs: int
    weight: int
    suggested: int


@dataclass(frozen=True)
class Calibration:
    """Everything that is told of one kind of round."""

    kind: str
    whole: Share
    bands: list[Band]
    parts: list[Weighed]
    latest: Round | None

    @property
    def is_told(self) -> bool:
        return self.whole.is_told

    @property
    def suggested(self) -> dict[str, int]:
        """The weights that outcomes suggest, by part; those of the latest round where they suggest nothing."""
        return {one.part.value: one.suggested for one in self.parts}

    @property
    def suggests(self) -> bool:
        return any(one.suggested != one.weight for one in self.parts)


@dataclass(frozen=True)
class Case:
    """One settled pair: its score in points, whether it came to something, and of each stated part the share earned."""

    score: int
    good: bool
    shares: Mapping[Part, float]


def calibration(kind: str) -> Calibration:
    """Three queries: the settled pairs, their rounds, and the latest round of the kind."""
    cases = _cases(kind)
    latest = Round.objects.filter(kind=kind).order_by("-created_at", "-pk").first()
    bands = [Band(low, high, _share(case for case in cases if _is_in(case, low, high))) for low, high in BANDS]
    weights = latest.weights if latest else {}
    return Calibration(kind, _share(cases), bands, weighed(cases, weights), latest)


def weighed(cases: Sequence[Case], weights: Mapping[str, int]) -> list[Weighed]:
    """The parts of these weights that enough settled pairs state, and the weights that they suggest together.

    A part gains STEP points when pairs that came to something surely had more of it, and loses as many when they surely
    had less; the others give or take in proportion.
    """
    told = {Part(name): _chance(cases, Part(name), len(weights)) for name in weights}
    known = {part: found for part, found in told.items() if found}
    moved = {part.value: weights[part.value] + _step(*found[:3]) for part, found in known.items() if _step(*found[:3])}
    clipped = {name: min(100, max(0, value)) for name, value in moved.items()}
    suggested = spread({**weights, **clipped}, clipped) if clipped else dict(weights)
    if sum(suggested.values()) != 100:
        suggested = dict(weights)
    return [
        Weighed(part, _percent(low), _percent(chance), _percent(high), pairs, weights[part], suggested[part])
        for part, (low, chance, high, pairs) in known.items()
    ]


def _percent(share: float) -> int:
    return round(100 * share)


def _step(low: float, _chance: float, high: float) -> int:
    return STEP if low > 0.5 else -STEP if high < 0.5 else 0


def _chance(cases: Sequence[Case], part: Part, parts: int) -> tuple[float, float, float, int] | None:
    """Low, estimate and high of the chance, and the pairs that state the part; None with too few of either kind.

    Hanley and McNeil's error (1982), at 95 % for all the parts together (Bonferroni).
    """
    good = sorted(case.shares[part] for case in cases if case.good and part in case.shares)
    bad = sorted(case.shares[part] for case in cases if not case.good and part in case.shares)
    if min(len(good), len(bad)) < FEWEST:
        return None
    wins = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good) / 2
    chance = wins / (len(good) * len(bad))
    one, two = chance / (2 - chance), 2 * chance * chance / (1 + chance)
    spread_ = chance * (1 - chance) + (len(good) - 1) * (one - chance**2) + (len(bad) - 1) * (two - chance**2)
    half = _z_for(parts) * sqrt(max(0.0, spread_) / (len(good) * len(bad)))
    return max(0.0, chance - half), chance, min(1.0, chance + half), len(good) + len(bad)


def _z_for(parts: int) -> float:
    """How many errors wide an interval is that holds for all the parts together, 95 times of 100."""
    return NormalDist().inv_cdf(1 - 0.025 / max(parts, 1))


def _cases(kind: str) -> list[Case]:
    parts = parts_of(kind)
    points = [f"points_{part}" for part in parts]
    settled = Proposal.objects.filter(
        round__kind=kind, state__in=SETTLED, sent_at__isnull=False, sent_at__gte=timezone.now() - PERIOD
    ).order_by("-sent_at", "-pk")
    rows = list(settled.values_list("round_id", "score", "state", "evidence", *points)[:MOST])
    rounds = Round.objects.in_bulk({row[0] for row in rows})
    return [
        Case(
            (score + 50) // 100,
            state == Proposal.State.ACCEPTED,
            _shares(rounds[round_id].weights, evidence, dict(zip(parts, earned, strict=True))),
        )
        for round_id, score, state, evidence, *earned in rows
    ]


def _shares(
    weights: Mapping[str, int], evidence: Mapping[str, object], earned: Mapping[Part, int]
) -> dict[Part, float]:
    """The share of its weight that each part earned; none for a part of weight 0, or that nobody stated."""
    return {
        part: points / (100 * weights[part])
        for part, points in earned.items()
        if weights[part] and not _is_unstated(evidence.get(part))
    }


def _is_unstated(told: object) -> bool:
    return not isinstance(told, Mapping) or told.get("code") == NOT_STATED


def _share(cases: Iterable[Case]) -> Share:
    listed = list(cases)
    return Share(sum(case.good for case in listed), len(listed))


def _is_in(case: Case, low: int, high: int) -> bool:
    return low <= case.score < high or (high == BANDS[-1][1] and case.score >= high)
