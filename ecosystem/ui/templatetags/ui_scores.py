"""Scores and figures: always with their parts, drawn as SVG whose sizes are attributes."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.ui import typography

register = template.Library()
Context = dict[str, object]
Figure = int | float | Decimal


def get(thing: object, name: str, default: Any = None) -> Any:
    """A field of a mapping or an attribute of an object."""
    return thing.get(name, default) if isinstance(thing, Mapping) else getattr(thing, name, default)


def share(value: Figure | None, maximum: Figure) -> str:
    """A value as a percentage of its maximum, between 0 and 100, written for an SVG attribute."""
    if not value or not maximum:
        return "0"
    return f"{min(100.0, max(0.0, 100 * float(value) / float(maximum))):.2f}".rstrip("0").rstrip(".")


def described(parts: Iterable[object]) -> list[dict[str, object]]:
    """Parts of a score, numbered in their fixed order, with the place of each in a bar of 100."""
    rows: list[dict[str, object]] = []
    start = 0.0
    for rank, part in enumerate(parts, start=1):
        points, weight = get(part, "points", 0), get(part, "weight", 0)
        width = float(points or 0)
        rows.append(
            {
                "rank": rank,
                "label": get(part, "label", ""),
                "icon": get(part, "icon", "") or "",
                "quote": get(part, "quote", "") or "",
                "missing": bool(get(part, "missing", False)) or points is None,
                "points": typography.number(points, 1),
                "weight": typography.number(weight, 1),
                "share": share(points, weight),
                "start": f"{start:.2f}",
                "width": f"{width:.2f}",
            }
        )
        start += width
    return rows


@register.inclusion_tag("ui/ring.html")
def ring(score: Figure | None, size: str = "m", label: str = "", tone: str = "") -> Context:
    """A score out of 100 as a ring; hatched when there is none."""
    shown = typography.number(score) if score is not None else ""
    text = label or (_("%(score)s sur 100") % {"score": shown} if shown else _("Score non renseigné"))
    return {"shown": shown, "share": share(score, 100), "size": size, "tone": tone, "label": text}


@register.inclusion_tag("ui/bar.html")
def bar(value: Figure | None, maximum: Figure = 100, label: str = "", tone: str = "", size: str = "") -> Context:
    """One value on its scale; silent without a label, since the number stands beside it."""
    return {"share": share(value, maximum), "label": label, "tone": tone, "size": size}


@register.inclusion_tag("ui/stacked.html")
def stacked(parts: Sequence[object], label: str = "") -> Context:
    """A score as one bar: its parts in order, and the gap that is missing to 100."""
    rows = described(parts)
    return {"parts": rows, "label": label or ", ".join(f"{row['label']} {row['points']}" for row in rows)}


@register.inclusion_tag("ui/weights.html")
def weights(parts: Sequence[object], label: str = "") -> Context:
    """The weights of a round, side by side, with their numbers."""
    total = sum(float(get(part, "weight", 0) or 0) for part in parts) or 1.0
    rows, start = [], 0.0
    for rank, part in enumerate(parts, start=1):
        width = 100 * float(get(part, "weight", 0) or 0) / total
        middle = f"{start + width / 2:.2f}"
        shown = typography.number(get(part, "weight", 0), 1)
        row = {"rank": rank, "shown": shown, "start": f"{start:.2f}", "width": f"{width:.2f}", "middle": middle}
        rows.append({**row, "label": get(part, "label", "")})
        start += width
    return {"parts": rows, "label": label or ", ".join(f"{row['label']} {row['shown']}" for row in rows)}


@register.inclusion_tag("ui/reasons.html")
def reasons(parts: Sequence[object], icons: bool = True, brief: bool = False) -> Context:
    """Why a pair was proposed: each part with its points, its quote and its bar; `brief` keeps a line and a bar."""
    rows = described(parts)
    if brief:
        rows = [{**row, "quote": ""} for row in rows]
    return {"parts": rows, "icons": icons and not brief and any(row["icon"] for row in rows), "brief": brief}


@register.inclusion_tag("ui/berths.html")
def berths(taken: int, capacity: int, held: int = 0, size: str = "", label: str = "") -> Context:
    """Places as hulls at a quay: taken, held, free."""
    taken, capacity = max(0, int(taken or 0)), max(0, int(capacity or 0))
    free = max(0, capacity - taken - held)
    sentence = ngettext("%(free)d place libre sur %(capacity)d", "%(free)d places libres sur %(capacity)d", free)
    hulls = ["on"] * min(taken, capacity) + ["held"] * min(held, max(0, capacity - taken)) + ["off"] * free
    return {"hulls": hulls[:40], "size": size, "label": label or sentence % {"free": free, "capacity": capacity}}


@register.inclusion_tag("ui/ticks.html")
def ticks(marks: Sequence[bool], label: str = "") -> Context:
    """The last requests in their order, answered or not."""
    sentence = ngettext(
        "%(done)d demande sur %(total)d répondue", "%(done)d demandes sur %(total)d répondues", sum(marks)
    )
    return {"marks": marks, "label": label or sentence % {"done": sum(marks), "total": len(marks)}}


@register.inclusion_tag("ui/progress.html")
def progress(value: Figure | None, maximum: Figure = 100, label: str = "") -> Context:
    """How far a piece of work has come."""
    percentage = share(value, maximum)
    return {"share": percentage, "now": round(float(percentage)), "label": label or _("Avancement")}


@register.inclusion_tag("ui/figures.html")
def figures(items: Sequence[object]) -> Context:
    """Key figures in one strip."""
    names = ("value", "label", "unit", "delta", "tone")
    return {"items": [{name: get(item, name, "") for name in names} for item in items]}
