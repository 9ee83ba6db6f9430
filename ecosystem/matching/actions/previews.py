"""The mails of a sending as their readers will get them, before anything is written to the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def previews(round_: Round, proposals: Sequence[Proposal], *, to_startup: bool) -> Preview:
    """The mail that asks a person, or the one that asks a startup after her yes; its own link is left out."""
    first = proposals[0]
    address, language = address_of(first.person)
    context = {"person": first.person, "round": round_, "listed": [{"proposal": one, "url": "…"} for one in proposals]}
    template = "matching/mails/proposals"
    if to_startup:
        reader = next(iter(readers_of(first)), None)
        address, language = (reader.address, reader.language) if reader else ("", language)
        context = {"proposal": first, "reader": reader, "url": "…"}
        template = "matching/mails/startup_asked"
    with translation.override(language):
        full = {**context, "site_url": settings.SITE_URL, "language": language}
        subject = " ".join(render_to_string(f"{template}.subject.txt", full).split())
        return Preview(address, language, subject, render_to_string(f"{template}.txt", full))
