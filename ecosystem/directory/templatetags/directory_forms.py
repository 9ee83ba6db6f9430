"""Long lists of boxes to tick, folded by family."""

from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.inclusion_tag("directory/families.html")
def families(
    bound: BoundField, hint: str = "", unfolded: int = 0, lift: bool = False, optional: bool = True
) -> dict[str, object]:
    """Boxes under the name of their family, open when it holds a choice; `lift` moves the choices to the first one."""
    value = bound.value() or []
    chosen = {str(one) for one in value}
    groups: list[dict[str, Any]] = []
    number = 0
    for family, options in _lifted(bound, chosen) if lift else getattr(bound.field, "choices", ()):
        rows: list[dict[str, Any]] = []
        for key, label in options:
            rows.append(
                {"value": key, "label": label, "id": f"{bound.auto_id}_{number}", "checked": str(key) in chosen}
            )
            number += 1
        count = sum(row["checked"] for row in rows)
        groups.append({"label": family, "options": rows, "count": count, "open": len(groups) < unfolded or count})
    explained = hint or bound.help_text
    ids = [f"{bound.auto_id}_helptext"] * bool(explained) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    return {"field": bound, "groups": groups, "hint": explained, "described_by": " ".join(ids), "optional": optional}


def _lifted(bound: BoundField, chosen: set[str]) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """The first family also takes what is chosen in the others, so that a long list may stay folded."""
    groups: list[tuple[Any, list[tuple[Any, Any]]]] = list(getattr(bound.field, "choices", ()))
    (first, usual), *others = groups
    moved = [option for _family, options in others for option in options if str(option[0]) in chosen]
    left = [(family, [option for option in options if option not in moved]) for family, options in others]
    return [(first, [*usual, *moved]), *left]
