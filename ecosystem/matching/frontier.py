"""Total against the worst served: the compared settings as points of one drawing, whose places are attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from ecosystem.ui.templatetags.ui_charts import tidy_step
from ecosystem.ui.typography import number

LEFT, RIGHT, TOP, BOTTOM = 60.0, 376.0, 40.0, 210.0
"""The frame of the points inside a drawing of 400 by 265."""

LETTERS, LETTER = 22, 6.4


@dataclass(frozen=True)
class Point:
    """One setting: its total and its worst served in points, how many needs it serves, and what became of it.

    A small one is a setting that nobody made a scenario of: it has no label in the drawing.
    """

    title: str
    total: int
    worst: int
    served: int
    kept: bool = False
    dominated: bool = False
    small: bool = False


@dataclass(frozen=True)
class Mark:
    """A point and its label, placed."""

    point: Point
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    anchor: str

    @property
    def corner(self) -> tuple[float, float]:
        return self.x - 8, self.y - 8


@dataclass(frozen=True)
class Drawing:
    """What the template draws; `best` are the points that no other beats on both, by total."""

    marks: list[Mark]
    path: str
    rows: list[tuple[float, str]]
    columns: list[tuple[float, str]]
    best: list[Point]

    @property
    def richest(self) -> Point:
        """The one of the highest total among the best."""
        return self.best[-1]

    @property
    def fairest(self) -> Point:
        """The one whose worst served is the highest among the best."""
        return self.best[0]

    @property
    def cost(self) -> int:
        return self.richest.total - self.fairest.total

    @property
    def fewer(self) -> int:
        """Needs that the fairest leaves alone and the richest serves."""
        return max(0, self.richest.served - self.fairest.served)

    @property
    def more(self) -> int:
        return max(0, self.fairest.served - self.richest.served)


def draw(points: Sequence[Point]) -> Drawing:
    """Place the points; those that no other beats on both measures are joined by a line."""
    across = _scale([point.total for point in points], LEFT, RIGHT)
    up = _scale([point.worst for point in points], BOTTOM, TOP)
    best = unbeaten(points)
    path = " ".join(f"{across.at(point.total):.1f},{up.at(point.worst):.1f}" for point in best)
    places = [(across.at(point.total), up.at(point.worst)) for point in points]
    marks: list[Mark] = []
    for row, point in enumerate(points):
        marks.append(_mark(point, *places[row], marks, places[:row] + places[row + 1 :]))
    return Drawing(marks, path if len(best) > 1 else "", up.ticks(), across.ticks(), best)


def unbeaten(points: Sequence[Point]) -> list[Point]:
    """Those that no other point beats on both measures, the lowest total first; equal ones once."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda one: (-one.total, -one.worst)):
        if not kept or point.worst > kept[-1].worst:
            kept.append(point)
    return kept[::-1]


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[tuple[float, str]]:
        count = round((self.high - self.low) / self.step)
        values = [self.low + self.step * rank for rank in range(count + 1)]
        return [(round(self.at(value), 1), number(value)) for value in values]


def _scale(values: Sequence[int], start: float, end: float) -> _Scale:
    """Round numbers around the values, from `start` to `end` of the drawing."""
    low, high = min(values), max(values)
    step = tidy_step(max(1, high - low) / 2)
    first, last = floor(low / step) * step, ceil(high / step) * step
    if first == last:
        first, last = max(0.0, first - step), last + step
    return _Scale(first, last, step, start, end)


def _mark(point: Point, x: float, y: float, others: Sequence[Mark], places: Sequence[tuple[float, float]]) -> Mark:
    """The label goes inwards, or wherever else it writes over no point and no other label."""
    if point.small:
        return Mark(point, round(x, 1), round(y, 1), "", round(x, 1), round(y, 1), "start")
    title = point.title if len(point.title) <= LETTERS else point.title[: LETTERS - 1].rstrip() + "…"
    inwards = ("start", "end") if x < (LEFT + RIGHT) / 2 else ("end", "start")
    tries = [(anchor, above) for above in (4.0, -12.0, 22.0, -27.0) for anchor in inwards]
    anchor, above = next(
        (one for one in tries if _is_free(_box(title, x, y + one[1], one[0]), others, places)), tries[0]
    )
    beside = x + 13 if anchor == "start" else x - 13
    return Mark(point, round(x, 1), round(y, 1), title, round(beside, 1), round(y + above, 1), anchor)


def _box(title: str, x: float, y: float, anchor: str) -> tuple[float, float, float, float]:
    """Where a label stands: left, top, right, bottom; « , dominé » may follow it."""
    width = LETTER * (len(title) + 8)
    left = x + 13 if anchor == "start" else x - 13 - width
    return left, y - 11, left + width, y + 3


def _is_free(
    box: tuple[float, float, float, float], others: Sequence[Mark], places: Sequence[tuple[float, float]]
) -> bool:
    left, top, right, bottom = box
    if left < 4 or right > 398:
        return False
    if any(left < x + 9 and right > x - 9 and top < y + 9 and bottom > y - 9 for x, y in places):
        return False
    taken = [_box(other.label, other.x, other.label_y, other.anchor) for other in others if other.label]
    return not any(left < b[2] and right > b[0] and top < b[3] and bottom > b[1] for b in taken)
