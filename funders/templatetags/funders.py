"""The ticket of a funder on one logarithmic scale, from 10 k€ to 10 M€."""

from collections.abc import Mapping
from math import log10
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ecosystem.ui.typography import euros
from funders.models import Funder

register = template.Library()

FROM, TO = 10_000, 10_000_000
NARROWEST = 1.5
CROWDED = 13.0
"""A mark of the scale closer than this to the amount sought is left out."""
SEVERAL: Mapping[str, Any] = {
    Funder.Type.BUSINESS_ANGEL: pgettext_lazy("plusieurs", "Business angels"),
    Funder.Type.FUND: pgettext_lazy("plusieurs", "Fonds"),
    Funder.Type.BANK: pgettext_lazy("plusieurs", "Banques"),
    Funder.Type.PUBLIC: pgettext_lazy("plusieurs", "Financeurs publics"),
    Funder.Type.CORPORATE: pgettext_lazy("plusieurs", "Grands groupes"),
    Funder.Type.LOCAL_AUTHORITY: pgettext_lazy("plusieurs", "Collectivités"),
}
"""What more than one funder of a nature are called."""


def place(amount: int) -> float:
    """Where an amount stands on the scale, from 0 to 100; beyond an end it stays at that end."""
    inside = min(max(amount, FROM), TO)
    return 100 * log10(inside / FROM) / log10(TO / FROM)


def share(number: float) -> str:
    return f"{number:.2f}%"


@register.simple_tag
def ticket_words(funder: Funder) -> str:
    """The ticket in words; what is not declared says so."""
    low, high = funder.ticket_min_eur, funder.ticket_max_eur
    if low and high:
        return _("%(low)s à %(high)s") % {"low": euros(low), "high": euros(high)}
    if low:
        return _("à partir de %(low)s") % {"low": euros(low)}
    if high:
        return _("jusqu’à %(high)s") % {"high": euros(high)}
    return _("ticket non renseigné")


@register.simple_tag
def natures(field: BoundField, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """The natures of funders that the other choices leave, most numerous first: value, label, count."""
    counted = [(str(value), label, counts.get(str(value), 0)) for value, label in field.field.choices]  # type: ignore[attr-defined]
    labelled = [(value, str(SEVERAL.get(value, label) if n > 1 else label), n) for value, label, n in counted]
    return sorted((one for one in labelled if one[2]), key=lambda one: -one[2])


@register.inclusion_tag("funders/ticket.html")
def ticket(funder: Funder, amount: int | None = None, fits: bool = True) -> dict[str, object]:
    """The bar of one funder, with the mark of the amount sought."""
    low, high = funder.ticket_min_eur or FROM, funder.ticket_max_eur or TO
    start, end = place(low), place(high)
    width = max(end - start, NARROWEST)
    start = min(start, 100 - width)
    words = ticket_words(funder)
    sentence = _("Ticket : %(words)s") % {"words": words}
    if amount:
        said = _("contient %(amount)s") if fits else _("ne contient pas %(amount)s")
        sentence = f"{sentence}, {said % {'amount': euros(amount)}}"
    return {
        "known": bool(funder.ticket_min_eur or funder.ticket_max_eur),
        "start": share(start),
        "width": share(width),
        "at_end": start > 65,
        "label_at": share(start + width if start > 65 else start),
        "mark": share(place(amount)) if amount else "",
        "fits": fits,
        "words": words,
        "sentence": sentence,
    }


@register.inclusion_tag("funders/axis.html")
def ticket_axis(amount: int | None = None) -> dict[str, object]:
    """The marks of the scale, above the bars."""
    marks = [FROM, 100_000, 1_000_000, TO]
    anchors = ["start", "middle", "middle", "end"]
    steps = [
        {"at": share(place(mark)), "label": euros(mark), "anchor": anchor}
        for mark, anchor in zip(marks, anchors, strict=True)
        if not amount or abs(place(mark) - place(amount)) > CROWDED
    ]
    return {"steps": steps, "mark": share(place(amount)) if amount else "", "label": euros(amount) if amount else ""}
