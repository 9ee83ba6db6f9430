"""The mails of a sending as their readers will get them, before anything is written to the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ecosystem.matching.actions.mails import address_of, readers_of
from ecosystem.matching.models import Proposal, Round


@dataclass(frozen=True)
class Preview:
    """The words of one mail, and to whom it goes."""

    to: str
    language: str
    subject: str
    text: str


def previews(round_: Round, proposals: Sequence[Proposal], until: date, *, to_startup: bool) -> Preview:
    """The mail that asks a person for all that is put to her, or the one that tells a startup of all its needs.

    The personal link is left out; `until` is the last day of an answer.
    """
    first = proposals[0]
    address, language = address_of(first.person)
    template = "matching/mails/proposals"
    listed = [{"proposal": copy_until(one, until), "url": "…"} for one in proposals]
    context: dict[str, Any] = {"person": first.person, "round": round_, "listed": listed}
    if to_startup:
        reader = next(iter(readers_of(first)), None)
        address, language = (reader.address, reader.language) if reader else ("", language)
        template = "matching/mails/requester_asked"
        needs = [{"need": need, "count": len(list(hers)), "until": until} for need, hers in _by_need(proposals)]
        context = {"needs": needs, "without": [], "round": round_, "reader": reader or first.need.startup}
    with translation.override(language):
        full = {**context, "site_url": settings.SITE_URL, "language": language}
        subject = " ".join(render_to_string(f"{template}.subject.txt", full).split())
        return Preview(address, language, subject, render_to_string(f"{template}.txt", full))


def copy_until(proposal: Proposal, until: date) -> Proposal:
    """The proposal as it will be once it has left; nothing is saved."""
    proposal.expires_on = proposal.expires_on or until
    return proposal


def _by_need(proposals: Sequence[Proposal]) -> Any:
    return groupby(sorted(proposals, key=lambda one: one.need_id), key=lambda one: one.need)
