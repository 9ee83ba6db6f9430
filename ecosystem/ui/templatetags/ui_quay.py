"""The quay: the places of a shared stand as boats along a wall, each under its flag."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.ui import flags

register = template.Library()
Context = dict[str, object]

STEP, MOST = 102, 60
"""Between two berths; more berths than this are not drawn."""
FROM_SIDE_TO_SIDE, WIDE = 10, 1280
"""From that many berths on, the wall goes from one side of the page to the other, and is that wide at least."""
NAME = 12
"""The letters that fit under a boat."""


@register.inclusion_tag("ui/quay.html")
def quay(names: Sequence[str], label: str = "") -> Context:
    """One berth a name, in order; an empty name is a place that is free."""
    shown = list(names)[:MOST]
    is_wide = len(shown) >= FROM_SIDE_TO_SIDE
    width = max(WIDE if is_wide else 0, STEP * len(shown) + 56)
    start = (width - STEP * (len(shown) - 1)) // 2
    berths = [
        {
            "number": place + 1,
            "x": start + STEP * place,
            "flag_x": start + STEP * place - 14,
            "letter": flags.initial(name) if name else "",
            "name": short(name),
        }
        for place, name in enumerate(shown)
    ]
    return {
        "berths": berths,
        "width": width,
        "is_wide": is_wide,
        "ripples": range(40, width, 210),
        "label": label or sentence(shown),
    }


def short(name: str) -> str:
    """The first words of a name, as far as they fit under the boat."""
    kept = ""
    for word in name.split():
        if len(f"{kept} {word}") > NAME:
            break
        kept = f"{kept} {word}".strip()
    return kept or f"{name[: NAME - 1]}…" if len(name) > NAME else kept or name


def sentence(names: Sequence[str]) -> str:
    """What the drawing shows, said whole."""
    taken = [name for name in names if name]
    free = len(names) - len(taken)
    parts = [ngettext("%(n)d poste.", "%(n)d postes.", len(names)) % {"n": len(names)}]
    if taken:
        words = ngettext("%(n)d attribué : %(names)s.", "%(n)d attribués : %(names)s.", len(taken))
        parts.append(words % {"n": len(taken), "names": ", ".join(taken)})
    parts.append(ngettext("%(n)d libre.", "%(n)d libres.", free) % {"n": free} if free else _("Aucun n’est libre."))
    return " ".join(parts)
