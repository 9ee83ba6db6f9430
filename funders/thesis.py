"""A thesis as its card shows it: the ticket and past rounds on one scale, the stages in their order, the places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from statistics import quantiles
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.core.text import fold
from ecosystem.directory.models import Stage
from ecosystem.ui.typography import euros
from funders.models import Deal, Funder

FROM, TO = 10_000, 10_000_000
LEFT, RIGHT = 20, 660
"""Where the scale begins and ends in its drawing, 680 wide."""
APART, GROUND, STEP = 9.0, 52, 12
"""Points closer than this stand on one another: how low the first lies, and how much higher the next."""
ENOUGH = 5
"""Past rounds below which no usual band is told."""

TILES = {
    "Lot": ("46", 2, 0), "Aveyron": ("12", 3, 0), "Lozère": ("48", 4, 0), "Hautes-Alpes": ("05", 6, 0),
    "Tarn-et-Garonne": ("82", 1, 1), "Tarn": ("81", 2, 1), "Hérault": ("34", 3, 1), "Gard": ("30", 4, 1),
    "Vaucluse": ("84", 5, 1), "Alpes-de-Haute-Provence": ("04", 6, 1), "Alpes-Maritimes": ("06", 7, 1),
    "Gers": ("32", 0, 2), "Haute-Garonne": ("31", 1, 2), "Aude": ("11", 2, 2), "Bouches-du-Rhône": ("13", 5, 2),
    "Var": ("83", 6, 2), "Hautes-Pyrénées": ("65", 0, 3), "Ariège": ("09", 1, 3), "Pyrénées-Orientales": ("66", 2, 3),
}  # fmt: skip
"""The departments of Provence and Occitanie: number, column and row of each on a map of tiles."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The drawing of a ticket: its range, the band where most rounds fall, and one point a round."""

    start: str
    width: str
    band_start: str
    band_width: str
    points: Sequence[tuple[str, int]]
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the thesis: yes, by exception, or no."""

    label: Any
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One department on the map of tiles: was a past round there, and where it is drawn."""

    number: str
    name: str
    x: int
    y: int
    was_funded: bool


def place(amount: float) -> float:
    """Where an amount stands in the drawing; beyond an end of the scale it stays at that end."""
    inside = min(max(amount, FROM), TO)
    return LEFT + (RIGHT - LEFT) * log10(inside / FROM) / log10(TO / FROM)


def marks() -> list[tuple[str, str, str]]:
    """The powers of ten of the scale: where, in words, and from which side they are written."""
    sides = ("start", "middle", "middle", "end")
    return [(f"{place(10**power):.1f}", euros(10**power), side) for power, side in zip(range(4, 8), sides, strict=True)]


def scale_of(funder: Funder, deals: Iterable[Deal]) -> Scale | None:
    """The ticket beside the rounds that the funder took part in; None where neither is known."""
    known = [deal for deal in deals if deal.amount and deal.currency == "EUR"]
    amounts = sorted(deal.amount for deal in known if deal.amount)
    low, high = funder.ticket_min_eur, funder.ticket_max_eur
    if not (low or high or amounts):
        return None
    start, end = place(low or FROM), place(high or TO)
    band = usual(amounts)
    left, right = (place(edge) for edge in band) if band else (0.0, 0.0)
    return Scale(
        start=f"{start:.1f}" if low or high else "",
        width=f"{max(end - start, 8):.1f}",
        band_start=f"{left:.1f}" if band else "",
        band_width=f"{max(right - left, 8):.1f}",
        points=piled(amounts),
        note=note_of(band, known),
    )


def usual(amounts: Sequence[int]) -> tuple[float, float] | None:
    """Where the middle half of the rounds falls; nothing is usual below five."""
    if len(amounts) < ENOUGH:
        return None
    first, _middle, third = quantiles(amounts, n=4, method="inclusive")
    return first, third


def piled(amounts: Sequence[int]) -> list[tuple[str, int]]:
    """A point a round, those that would touch stacked, at most four high."""
    points: list[tuple[str, int]] = []
    before, height = -APART, 0
    for x in map(place, amounts):
        height = min(height + 1, 3) if x - before < APART else 0
        before = x if height == 0 else before
        points.append((f"{x:.1f}", GROUND - STEP * height))
    return points


def note_of(band: tuple[float, float] | None, known: Sequence[Deal]) -> str:
    """The same in words, under the drawing and in its place for whoever does not see it."""
    if not known:
        return ""
    years = [deal.announced_on.year for deal in known if deal.announced_on]
    words = ngettext("Un point : le seul tour connu.", "Un point par tour connu : %(count)s.", len(known))
    said = [words % {"count": len(known)}]
    if years:
        said.append(_("Le premier date de %(year)s.") % {"year": min(years)})
    if band:
        edges = {"low": euros(band[0]), "high": euros(band[1])}
        said.insert(0, _("Le plus souvent, des tours de %(low)s à %(high)s.") % edges)
    return " ".join(said)


def steps(funder: Funder) -> list[Step]:
    """Every stage with what the funder said of it; empty when nothing was, which is not a no."""
    taken, exceptions = funder.stages or (), funder.exception_stages or ()
    if not taken and not exceptions:
        return []
    states = {"yes": _("Oui"), "exception": _("Par exception"), "no": _("Non")}

    def state(value: str) -> str:
        return "yes" if value in taken else "exception" if value in exceptions else "no"

    return [Step(label, state(value), states[state(value)]) for value, label in Stage.choices]


def tiles(deals: Iterable[Deal]) -> list[Tile]:
    """The departments of the region, those of past rounds marked; empty when no round is known there."""
    funded = {fold(deal.region) for deal in deals if str(deal.country.code or "FR") == "FR"}
    found = [Tile(number, name, 36 * x, 36 * y, fold(name) in funded) for name, (number, x, y) in TILES.items()]
    return found if any(tile.was_funded for tile in found) else []
