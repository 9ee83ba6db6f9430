"""The page of one proposal, for the side that reads it: where the answers stand, why, and what comes next."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from ecosystem.matching import rules
from ecosystem.matching.actions.mails import admins_of, person_contact
from ecosystem.matching.links import AnswerLink
from ecosystem.matching.models import Proposal, ProposalQuerySet
from ecosystem.matching.words import Names, reasons, stack
from funders.models import Funder
from mentors.models import Mentor

SPACES = {"mentor": "mentor", "funder": "funder", Proposal.Side.STARTUP: "founder"}
Address = Callable[[Proposal], str]


def situation(proposal: Proposal, side: str, on: date) -> str:
    """Where the proposal stands, as one side may know it."""
    if rules.awaits(side, proposal, on):
        return "awaits"
    if proposal.state == Proposal.State.ACCEPTED:
        return "both"
    if rules.need_is_over(side, proposal) and proposal.state in {Proposal.State.SENT, Proposal.State.WITHDRAWN}:
        return "need_over"
    if proposal.state == Proposal.State.GIVEN_BACK:
        return "gave_back" if proposal.given_back_by_side == side else "given_back"
    if proposal.state == Proposal.State.DECLINED:
        return "said_no" if proposal.declined_by_side == side else "other_no"
    if proposal.state == Proposal.State.SENT and proposal.answer_of(side):
        return "said_yes"
    return "withdrawn" if proposal.state == Proposal.State.WITHDRAWN else "expired"


def context(proposal: Proposal, side: str, *, address: Address) -> dict[str, Any]:
    """Everything that the page shows to that side; contact details only after two yeses."""
    is_person = side == Proposal.Side.PERSON
    here = address(proposal)
    return {
        "proposal": proposal,
        "need": proposal.need,
        "startup": proposal.need.startup,
        "person": proposal.person,
        "side": side,
        "is_person": is_person,
        "situation": situation(proposal, side, timezone.localdate()),
        "reasons": reasons(proposal, side, Names.of([proposal])),
        "stack": stack(proposal),
        "contacts": contacts(proposal, side) if rules.contacts_are_open(proposal) else None,
        "paused": proposal.person.paused_until is not None and proposal.person.paused_until >= timezone.localdate(),
        "pending": pending(proposal, address) if is_person else [],
        "here": here,
        "decline_url": f"{here}decliner/",
        "can_give_back": rules.can_give_back(side, proposal),
        "can_reconsider": rules.can_reconsider(side, proposal),
        "refusal": None,
        "visited_by_link": here != page_address(proposal),
    }


def space(proposal: Proposal, side: str) -> str:
    """The rail of the side that reads."""
    return SPACES[side] if side == Proposal.Side.STARTUP else SPACES["mentor" if proposal.mentor_id else "funder"]


def contacts(proposal: Proposal, side: str) -> dict[str, Any]:
    """The other side's contact details."""
    if side == Proposal.Side.STARTUP:
        return {**person_contact(proposal.person), "people": []}
    startup = proposal.need.startup
    return {
        "name": startup.name,
        "email": startup.contact_email,
        "phone": startup.contact_phone,
        "people": admins_of(proposal),
    }


def pending(proposal: Proposal, address: Address) -> list[dict[str, Any]]:
    """The proposals that wait for the same person, this one included, when there are several."""
    waiting: ProposalQuerySet = Proposal.objects.awaited().filter(person_answer="", mentor=proposal.mentor_id)
    waiting = waiting.filter(funder=proposal.funder_id, expires_on__gte=timezone.localdate())
    listed = list(waiting.select_related("need__startup").order_by("expires_on", "-score", "pk")[:20])
    if not [one for one in listed if one.pk != proposal.pk]:
        return []
    return [{"proposal": one, "url": address(one), "current": one.pk == proposal.pk} for one in listed]


def page_address(proposal: Proposal) -> str:
    """The page of a signed-in person."""
    return reverse("matching:proposal", args=[proposal.pk])


def link_address(link: AnswerLink, host: str) -> Address:
    """Pages of a person who came by a mail's link: each proposal has its own token, of the same age."""
    return lambda proposal: link.of(proposal).url(get_language() or "fr").removeprefix(host)


def profile(person: Mentor | Funder) -> list[Any]:
    """The subjects that a mentor masters, for the startup that decides."""
    return list(person.skills.select_related("skill")) if isinstance(person, Mentor) else []
