"""What the mails of the matching need: reasons in words, and links that open a page."""

from collections.abc import Sequence
from typing import Any

from django import template

from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.round_tabs import tabs_of
from ecosystem.matching.words import Names, Reason, reasons

register = template.Library()


@register.simple_tag
def with_reasons(listed: Sequence[dict[str, Any]], side: str) -> list[dict[str, Any]]:
    """Each listed proposal with its reasons for one side; two queries for all of them."""
    names = Names.of([item["proposal"] for item in listed])
    return [{**item, "reasons": reasons(item["proposal"], side, names)} for item in listed]


@register.inclusion_tag("matching/round_tabs.html")
def round_tabs(round_: Round, current: str) -> dict[str, Any]:
    """The tabs of a computed round; `current` is the URL name of the page."""
    return {"items": tabs_of(round_, current), "round": round_}


@register.simple_tag
def reasons_of(proposal: Proposal, side: str) -> list[Reason]:
    """The reasons of one proposal for one side."""
    return reasons(proposal, side, Names.of([proposal]))
