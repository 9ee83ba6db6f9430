"""The mails of a sending as their readers will get them, before anything is written to the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ecosystem.core.mail_letters import letter
from ecosystem.matching.actions.mails import Reader, person_reader, readers_of
from ecosystem.matching.models import Proposal, Round

NO_LINK = "…"


@dataclass(frozen=True)
class Preview:
    """The words of one mail, and to whom it goes; `to` is empty where nobody can be written to."""

    to: str
    language: str
    subject: str
    text: str


def previews(round_: Round, proposals: Sequence[Proposal], until: date, *, to_startup: bool) -> Preview:
    """The mail that asks a person for all that is put to her, or the one that tells a startup of all its needs.

    The personal link is left out; `until` is the last day of an answer.
    """
    first = proposals[0]
    for proposal in proposals:
        proposal.expires_on = proposal.expires_on or until
    if to_startup:
        reader = next(iter(readers_of(first)), None)
        template = "requester_asked"
        needs = [{"need": need, "count": len(list(hers)), "until": until} for need, hers in _by_need(proposals)]
        context: dict[str, Any] = {"needs": needs, "without": [], "round": round_, "need_url": ""}
    else:
        reader = person_reader(first.person)
        template = "proposals" if len(proposals) == 1 else "proposals_together"
        listed = [{"proposal": one, "url": NO_LINK} for one in proposals]
        context = {**listed[0], "side": Proposal.Side.PERSON, "listed": listed, "round": round_}
    known = reader or Reader(first.need.startup.name if to_startup else first.person.name, "", first.person.language)
    drawn = letter(f"matching/mails/{template}", {**context, "reader": known}, known.language)
    return Preview(known.address, known.language, drawn.subject, drawn.text)


def _by_need(proposals: Sequence[Proposal]) -> Any:
    return groupby(sorted(proposals, key=lambda one: one.need_id), key=lambda one: one.need)
