"""Charts: server SVG whose sizes are attributes, each with a sentence that holds its values."""

from collections.abc import Sequence
from math import ceil, floor, log10

from django import template
from django.utils.translation import gettext as _

from ecosystem.ui import typography
from ecosystem.ui.templatetags.ui_scores import Context, Figure, get, share

register = template.Library()

HATCH = 5
"""Percent of a strip that a group takes when its number is kept back."""
LEFT, RIGHT, TOP, BOTTOM = 48, 700, 26, 206
"""The frame of a line inside its drawing of 728 by 240."""


@register.inclusion_tag("ui/hbars.html")
def hbars(rows: Sequence[object], label: str = "", total: Figure | None = None, meaning: str = "") -> Context:
    """Horizontal bars, the value at the end of each; hatched when it is kept back, grey for what is left over.

    `meaning` is `level`, or `done` for what came to something, `steps` for rows of which each holds the next.
    """
    values = [get(row, "value", 0) for row in rows]
    top = total or max((value or 0 for value in values), default=0)
    drawn = [
        {
            "label": get(row, "label", ""),
            "url": get(row, "url", ""),
            "value": value or 0,
            "masked": value is None,
            "rest": bool(get(row, "rest", False)),
            "share": share(value, top),
        }
        for row, value in zip(rows, values, strict=True)
    ]
    return {"rows": drawn, "label": label, "style": meaning}


@register.inclusion_tag("ui/strip.html")
def strip(rows: Sequence[object], label: str = "") -> Context:
    """Ordered groups as one bar on the ordered scale; a group that is kept back is a narrow hatch of no size."""
    values = [get(row, "value", 0) for row in rows]
    shown = sum(value or 0 for value in values)
    room = 100 - HATCH * values.count(None)
    left, drawn = 0.0, []
    for rank, (row, value) in enumerate(zip(rows, values, strict=True), start=1):
        width = HATCH if value is None else room * value / shown if shown else 0.0
        name = get(row, "label", "")
        said = _("masqué") if value is None else typography.number(value)
        drawn.append(
            {
                "label": name,
                "said": said,
                "rank": min(rank, 5),
                "masked": value is None,
                "left": f"{left:.2f}",
                "middle": f"{left + width / 2:.2f}",
                "width": f"{max(0.0, width - 0.4):.2f}",
                "wide": width >= 4 and value is not None,
            }
        )
        left += width
    sentence = ", ".join(f"{one['label']}{typography.colon()}{one['said']}" for one in drawn)
    return {"parts": drawn, "label": f"{label} {sentence}".strip()}


@register.inclusion_tag("ui/dots.html")
def dots(part: Figure) -> Context:
    """A share of one as a hundred dots: it is said beside them, so they are silent."""
    full = round(100 * min(1.0, max(0.0, float(part or 0))))
    return {"dots": [(8 + 16 * (n % 25), 8 + 16 * (n // 25), n < full) for n in range(100)]}


@register.inclusion_tag("ui/histogram.html")
def histogram(bins: Sequence[object], label: str = "") -> Context:
    """How many fall in each step of a scale; a step with an address leads to the list behind it.

    `mark` of a step is a line at its height: the same count in what the scale is read against.
    """
    values = [get(step, "value", 0) or 0 for step in bins]
    marks = [get(step, "mark", None) for step in bins]
    top = max([*values, *(mark or 0 for mark in marks)], default=0) or 1
    width = 392 / max(1, len(values))
    columns = []
    for index, (step, value) in enumerate(zip(bins, values, strict=True)):
        height = 140 * float(value) / float(top)
        left, mark = 26 + index * width, marks[index]
        columns.append(
            {
                "label": get(step, "label", ""),
                "url": get(step, "url", "") or "",
                "current": bool(get(step, "current", False)),
                "value": value,
                "left": f"{left:.1f}",
                "whole": f"{width:.1f}",
                "x": f"{left + width * 0.14:.1f}",
                "y": f"{170 - height:.1f}",
                "width": f"{width * 0.72:.1f}",
                "height": f"{height:.1f}",
                "middle": f"{left + width / 2:.1f}",
                "above": f"{164 - height:.1f}",
                "mark": mark,
                "mark_y": f"{170 - 140 * float(mark or 0) / float(top):.1f}",
                "mark_x": f"{left + width * 0.05:.1f}",
                "mark_end": f"{left + width * 0.95:.1f}",
            }
        )
    sentence = ", ".join(f"{column['label']}{typography.colon()}{column['value']}" for column in columns)
    leads = any(column["url"] for column in columns)
    return {"columns": columns, "leads": leads, "label": f"{label} {sentence}".strip()}


@register.inclusion_tag("ui/line.html")
def line(points: Sequence[object], label: str = "") -> Context:
    """A value over time, every point marked; the first, the last and one a year carry their number."""
    values = [float(get(point, "value", 0) or 0) for point in points]
    step = tidy_step(max(values, default=0) / 3)
    top = step * max(1, ceil(max(values, default=0) / step))
    drawn = []
    for place, (point, value) in enumerate(zip(points, values, strict=True)):
        x = LEFT + 16 + (RIGHT - LEFT - 32) * place / max(1, len(values) - 1)
        y = BOTTOM - (BOTTOM - TOP) * value / top
        last = place == len(values) - 1
        drawn.append(
            {
                "label": get(point, "label", ""),
                "value": typography.number(value),
                "x": f"{x:.1f}",
                "y": f"{y:.1f}",
                "above": f"{y - 14:.1f}",
                "told": last or (place % 4 == 0 and len(values) - 1 - place > 1),
                "last": last,
            }
        )
    ticks = [
        {"value": typography.number(step * rank), "y": f"{BOTTOM - (BOTTOM - TOP) * step * rank / top:.1f}"}
        for rank in range(round(top / step) + 1)
    ]
    sentence = ", ".join(f"{point['label']}{typography.colon()}{point['value']}" for point in drawn)
    path = " ".join(f"{point['x']},{point['y']}" for point in drawn)
    return {
        "points": drawn,
        "ticks": ticks,
        "path": path,
        "end": drawn[-1]["x"] if drawn else "",
        "label": f"{label} {sentence}".strip(),
    }


def tidy_step(rough: float) -> float:
    """The round number (1, 2 or 5 times a power of ten, never under one) that is at least this one."""
    if rough <= 1:
        return 1.0
    power = 10 ** floor(log10(rough))
    return float(next(power * size for size in (1, 2, 5, 10) if power * size >= rough))
