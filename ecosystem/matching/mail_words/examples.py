"""Real recipients for the preview of a text: their names and their needs, and links that lead to the home page."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings

from ecosystem.core.mail_kinds import Example
from ecosystem.matching.actions.mails import Reader, admins_of, called, person_contact, person_reader, readers_of
from ecosystem.matching.deadlines import rungs
from ecosystem.matching.models import Proposal

MOST = 20
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP


def of_people() -> list[Example]:
    """The mentors and funders who were asked last."""
    return _of_each(_latest(), lambda one: one.person.name, _person_context)


def of_people_together() -> list[Example]:
    """Those who were asked for several needs in one round."""
    asked = Proposal.objects.seen().with_parties().order_by("-round_id", "mentor_id", "funder_id", "-score")[:200]
    groups = [list(found) for _key, found in groupby(asked, lambda one: (one.round_id, one.mentor_id, one.funder_id))]
    several = [group for group in groups if len(group) > 1][:MOST]
    return [
        Example(str(group[0].pk), group[0].person.name, _language(group[0]), partial(_together, group))
        for group in several
    ]


def of_startups() -> list[Example]:
    """The startups that were asked last."""
    return _of_each(_latest(), lambda one: one.need.startup.name, _startup_context)


def of_requesters() -> list[Example]:
    """The startups whose need was asked for last, as if the first person had declined."""
    return _of_each(_latest(), lambda one: one.need.startup.name, _requester_context)


def of_introductions() -> list[Example]:
    """The last two yeses; their contact details are not shown in a preview."""
    found = _latest().filter(state=Proposal.State.ACCEPTED)
    return _of_each(found, lambda one: f"{one.need.startup.name}, {one.person.name}", _introduction_context)


def _latest() -> Any:
    return Proposal.objects.seen().with_parties().order_by("-sent_at", "-pk")


def _of_each(
    found: Any, name: Callable[[Proposal], str], context: Callable[[Proposal], dict[str, Any]]
) -> list[Example]:
    """Each person or startup once."""
    by_name: dict[str, Proposal] = {}
    for proposal in found[: 5 * MOST]:
        by_name.setdefault(name(proposal), proposal)
    rows: Iterable[tuple[str, Proposal]] = list(by_name.items())[:MOST]
    return [Example(str(one.pk), said, _language(one), partial(context, one)) for said, one in rows]


def _language(proposal: Proposal) -> str:
    reader = person_reader(proposal.person)
    return reader.language if reader is not None else proposal.person.language


def _person_context(proposal: Proposal) -> dict[str, Any]:
    reader = Reader(called(proposal.person), "", _language(proposal))
    more = {"quiet_url": settings.SITE_URL, "proposals": [proposal]}
    return {**_asked(proposal), "side": PERSON, "reader": reader, **more}


def _together(proposals: list[Proposal]) -> dict[str, Any]:
    listed = [{"proposal": one, "url": settings.SITE_URL} for one in proposals]
    return {**_person_context(proposals[0]), "listed": listed}


def _startup_context(proposal: Proposal) -> dict[str, Any]:
    readers = readers_of(proposal) or [Reader(proposal.need.startup.name, "", "fr")]
    return {**_asked(proposal), "side": STARTUP, "reader": readers[0]}


def _requester_context(proposal: Proposal) -> dict[str, Any]:
    need = proposal.need
    told = {"need": need, "need_url": "/", "cause": "declined", "following": proposal, "pending": 1}
    needs = [{"need": need, "count": 1, "until": proposal.expires_on}]
    return {**_startup_context(proposal), **told, "needs": needs, "without": [need]}


def _introduction_context(proposal: Proposal) -> dict[str, Any]:
    hidden = {**person_contact(proposal.person), "email": "…", "phone": ""}
    people = [_Hidden(admin.get_full_name()) for admin in admins_of(proposal)]
    contacts = {"startup": proposal.need.startup, "startup_email": "", "admins": people, "person": hidden}
    return {**_startup_context(proposal), "contacts": contacts}


class _Hidden:
    """An account of which a preview shows the name alone."""

    email = "…"

    def __init__(self, name: str) -> None:
        self.get_full_name = name


def _asked(proposal: Proposal) -> dict[str, Any]:
    steps = rungs(proposal)
    return {"proposal": proposal, "rungs": steps, "last": False, "has_next": True, "url": settings.SITE_URL}
