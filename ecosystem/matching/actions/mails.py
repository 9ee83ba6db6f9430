"""What is mailed about a proposal: each event once, to whom it concerns, in that person's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal, Round
from funders.models import Funder
from mentors.models import Mentor

BATCH = 100


def announce_round(round_id: int) -> int:
    """Write one mail to each person with all her proposals of a published round; told twice, it writes nothing new."""
    round_ = Round.objects.unannounced().filter(pk=round_id).first()
    if round_ is None:
        return 0
    sent = round_.proposals.chosen().sent().with_parties().order_by("mentor_id", "funder_id", "-score", "pk")
    written = 0
    people = [list(group) for _, group in groupby(sent, key=lambda p: (p.mentor_id, p.funder_id))]
    for start in range(0, len(people), BATCH):
        with transaction.atomic():
            written += sum(
                _write_to_person(proposals, round_) is not None for proposals in people[start : start + BATCH]
            )
    Round.objects.filter(pk=round_id).update(announced_at=timezone.now())
    return written


def event(proposal: Proposal, what: str) -> str:
    """The key of what happens to a proposal; it happens anew after somebody thought again."""
    again = ":again" if proposal.reconsidered_at else ""
    return f"proposal:{proposal.pk}{again}:{what}"


def ask_alternate(proposal: Proposal) -> None:
    """The next alternate is asked as everybody was."""
    _write_to_person([proposal], proposal.round, key=event(proposal, "asked"))


def ask_startup(proposal: Proposal) -> None:
    """The person has said yes: the startup is asked."""
    for reader in readers_of(proposal):
        _ask_reader(proposal, reader, event(proposal, f"startup:{reader.key}"))


def tell_both_yes(proposal: Proposal) -> None:
    """Two yeses: each side receives the other's contact details."""
    startup, person = proposal.need.startup, proposal.person
    for reader in readers_of(proposal):
        url = answer_link(proposal, Proposal.Side.STARTUP, user_id=reader.user_id).url(reader.language)
        context = {"proposal": proposal, "to_startup": True, "contact": person_contact(person), "url": url}
        _write(event(proposal, f"both:{reader.key}"), reader.address, "introduction", context, reader.language)
    address, language = address_of(person)
    if address:
        url = answer_link(proposal, Proposal.Side.PERSON, user_id=account_of(person)).url(language)
        contact = {"name": startup.name, "people": admins_of(proposal), "email": startup.contact_email}
        context = {"proposal": proposal, "to_startup": False, "contact": contact, "url": url}
        _write(event(proposal, "both:person"), address, "introduction", context, language)


def tell_person_declined(proposal: Proposal) -> None:
    """The startup has said no after the person's yes: she is told, without the reason."""
    _tell_person(proposal, "startup-declined", "declined_by_startup")


def tell_person_it_ended(proposal: Proposal) -> None:
    """The startup stayed silent, or the team took the proposal back, after the person's yes: she is told."""
    _tell_person(proposal, "ended", "ended")


def _tell_person(proposal: Proposal, what: str, template: str) -> None:
    address, language = address_of(proposal.person)
    if address:
        link = answer_link(proposal, Proposal.Side.PERSON, user_id=account_of(proposal.person))
        context = {"proposal": proposal, "url": link.url(language)}
        _write(event(proposal, what), address, template, context, language)


def resend_link(proposal: Proposal, side: str) -> None:
    """An expired link is sent again to the address of the record, once a day at most."""
    today = timezone.localdate().isoformat()
    if side == Proposal.Side.PERSON:
        _write_to_person([proposal], proposal.round, key=f"proposal:{proposal.pk}:again:{today}")
        return
    for reader in readers_of(proposal):
        _ask_reader(proposal, reader, f"proposal:{proposal.pk}:again:{reader.key}:{today}")


def address_of(person: Mentor | Funder) -> tuple[str, str]:
    """Where and in which language the person is written to; an empty address when nobody gave one."""
    if person.user is not None and person.user.is_active:
        return person.user.email, person.user.language
    return person.contact_email, person.language


def account_of(person: Mentor | Funder) -> int | None:
    """The account that `address_of` belongs to, if it is one."""
    return person.user.pk if person.user is not None and person.user.is_active else None


def person_contact(person: Mentor | Funder) -> dict[str, Any]:
    """What a startup learns of the person after two yeses."""
    name = person.user.get_full_name() if person.user is not None else person.name
    return {"name": name, "email": address_of(person)[0], "phone": person.contact_phone}


def admins_of(proposal: Proposal) -> list[Any]:
    """The accounts that decide for the startup."""
    admins = proposal.need.startup.members.filter(role="admin", user__is_active=True).select_related("user")
    return [member.user for member in admins]


@dataclass(frozen=True)
class Reader:
    """Somebody who reads for a startup: an admin of its team, or whoever reads its address."""

    name: str
    address: str
    language: str
    user_id: int | None = None

    @property
    def key(self) -> str:
        return str(self.user_id or "address")


def readers_of(proposal: Proposal) -> list[Reader]:
    """Who is written to for the startup: its admins, else the address of its listing; nobody where there is neither."""
    admins = [Reader(user.get_short_name(), user.email, user.language, user.pk) for user in admins_of(proposal)]
    startup = proposal.need.startup
    if admins or not startup.contact_email:
        return admins
    return [Reader(startup.name, startup.contact_email, startup.language)]


def _ask_reader(proposal: Proposal, reader: Reader, key: str) -> None:
    url = answer_link(proposal, Proposal.Side.STARTUP, user_id=reader.user_id).url(reader.language)
    context = {"proposal": proposal, "reader": reader, "url": url}
    _write(key, reader.address, "startup_asked", context, reader.language)


def _write_to_person(proposals: Iterable[Proposal], round_: Round, key: str = "") -> Mail | None:
    hers = list(proposals)
    person = hers[0].person
    address, language = address_of(person)
    if not address:
        return None
    account = account_of(person)
    listed = [{"proposal": p, "url": answer_link(p, Proposal.Side.PERSON, user_id=account).url(language)} for p in hers]
    context = {"person": person, "listed": listed, "round": round_}
    return _write(key or f"round:{round_.pk}:person:{person.pk}", address, "proposals", context, language)


def _write(key: str, to: str, name: str, context: dict[str, Any], language: str) -> Mail:
    return write_mail(key=key, to=to, template=f"matching/mails/{name}", context=context, language=language)
