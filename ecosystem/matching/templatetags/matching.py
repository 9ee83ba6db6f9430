"""What the mails of the matching need: reasons in words, and links that open a page."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from ecosystem.matching.memory import Missed, missed_rounds
from ecosystem.matching.models import Proposal, Round, Sending
from ecosystem.matching.round_tabs import tabs_of
from ecosystem.matching.words import Names, Reason, reasons
from ecosystem.ui.typography import number
from startups.models import Need

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


@register.inclusion_tag("matching/send_timer.html", takes_context=True)
def send_timer(context: Context, round_: Round, sending: Sending) -> dict[str, Any]:
    """The while that is left to undo a sending, as text that holds without JavaScript."""
    seconds = sending.seconds_left()
    whole = max(1, int(sending.window.total_seconds()))
    return {
        "round": round_,
        "sending": sending,
        "seconds": seconds,
        "minutes": -(-seconds // 60),
        "clock": f"{seconds // 60}:{seconds % 60:02d}",
        "share": f"{100 * seconds / whole:.2f}",
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


@register.filter
def by_four(digest: str) -> str:
    """A digest in groups of four, to be compared by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


@register.filter
def kilobytes(size: int) -> str:
    """The weight of a file, one kilobyte at least."""
    return _("%(size)s ko") % {"size": number(max(1, round(size / 1000)))}


@register.simple_tag
def reasons_of(proposal: Proposal, side: str) -> list[Reason]:
    """The reasons of one proposal for one side."""
    return reasons(proposal, side, Names.of([proposal]))


@register.simple_tag
def priorities(need: Need) -> list[tuple[str, Missed]]:
    """By kind that the need wants, what the latest rounds left it without; nothing once it is not open."""
    if need.state != Need.State.OPEN:
        return []
    wanted = ((Round.Kind.MENTORS, need.mentors_wanted), (Round.Kind.FUNDERS, need.funders_wanted))
    found = [(str(kind.label), missed_rounds(kind, [need.pk]).get(need.pk)) for kind, count in wanted if count]
    return [(kind, missed) for kind, missed in found if missed is not None]
