"""How scores and work are spread over a round: bars, and the list that stands behind each of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.figures import SERVED, Figures
from ecosystem.matching.models import Round
from ecosystem.ui.typography import NO_BREAK, number

STEP, FULL = 10, 100
MANY = 6
"""The last bar of loads counts everyone with as many proposals, or more."""


def score_bars(found: Figures) -> list[dict[str, Any]]:
    """How many served needs have their best score, in points as shown, in each ten, from the lowest to the highest."""
    tens = Counter(min(points // STEP, FULL // STEP - 1) for points in found.best.values())
    first, last = min(tens, default=0), max(tens, default=-1)
    return [
        {"label": f"{ten * STEP}–{(ten + 1) * STEP}", "low": ten * STEP, "high": (ten + 1) * STEP, "value": tens[ten]}
        for ten in range(first, last + 1)
    ]


def load_bars(round_: Round, found: Figures) -> list[dict[str, Any]]:
    """How many people have one proposal, two, and so on; first those who could be asked and have none."""
    loads = Counter(min(load, MANY) for load in found.loads.values())
    bars: list[dict[str, Any]] = []
    available = round_.stats.get("available")
    if available is not None:
        idle = max(0, int(available) - len(found.loads))
        bars.append({"label": _("Aucune"), "load": 0, "value": idle, "rest": True})
    counted = range(1, max(loads, default=0) + 1)
    return bars + [{"label": load_words(load), "load": load, "value": loads[load]} for load in counted]


def load_words(load: int) -> str:
    """A load as its bar and its filter name it."""
    if load >= MANY:
        return _("%(count)s et plus") % {"count": number(MANY)}
    return ngettext("%(count)s proposition", "%(count)s propositions", load) % {"count": load}


def score_words(low: int, high: int) -> str:
    """A span of scores as its filter names it."""
    return _("Meilleur score de %(low)s à %(high)s") % {"low": low, "high": high}


def needs_scored(round_: Round, low: int, high: int) -> QuerySet[Any]:
    """The needs whose best score, rounded as it is shown, is from `low` to under `high`; 100 is in the last ten."""
    live = round_.proposals.filter(SERVED).order_by().values("need").annotate(best=Max("score"))
    found: QuerySet[Any] = live.filter(best__gte=low * 100 - 50)
    return (found if high >= FULL else found.filter(best__lt=high * 100 - 50)).values("need")


def people_loaded(round_: Round, load: int) -> QuerySet[Any]:
    """Those who have as many proposals in the round, or at least MANY when that many are asked for."""
    column = "mentor" if round_.kind == Round.Kind.MENTORS else "funder"
    counted: QuerySet[Any] = round_.proposals.filter(SERVED).order_by().values(column).annotate(load=Count("pk"))
    return (counted.filter(load__gte=MANY) if load >= MANY else counted.filter(load=load)).values(column)


def of_people(round_: Round, people: QuerySet[Any]) -> Mapping[str, QuerySet[Any]]:
    """How proposals of the round are told to be those of these people."""
    return {f"{'mentor' if round_.kind == Round.Kind.MENTORS else 'funder'}__in": people}


def mean(found: Figures) -> str:
    """The mean of the best scores in words, or nothing."""
    if not found.best:
        return ""
    value = number(sum(found.best.values()) / len(found.best), 1)
    return _("moyenne %(value)s") % {"value": value.replace(" ", NO_BREAK)}
