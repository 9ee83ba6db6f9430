"""What is mailed about a proposal: each event once, to whom it concerns, in that person's language."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.matching.links import answer_url
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


def ask_alternate(proposal: Proposal) -> None:
    """The next alternate is asked as everybody was."""
    _write_to_person([proposal], proposal.round, key=f"proposal:{proposal.pk}:asked")


def ask_startup(proposal: Proposal) -> None:
    """The person has said yes: the startup's admins are asked."""
    for user in admins_of(proposal):
        context = {
            "proposal": proposal,
            "user": user,
            "url": answer_url(proposal, Proposal.Side.STARTUP, user.language),
        }
        _write(f"proposal:{proposal.pk}:startup:{user.pk}", user.email, "startup_asked", context, user.language)


def tell_both_yes(proposal: Proposal) -> None:
    """Two yeses: each side receives the other's contact details."""
    startup, person = proposal.need.startup, proposal.person
    team = admins_of(proposal)
    for user in team:
        context = {"proposal": proposal, "user": user, "to_startup": True, "contact": person_contact(person)}
        _write(f"proposal:{proposal.pk}:both:{user.pk}", user.email, "introduction", context, user.language)
    address, language = address_of(person)
    if address:
        contact = {"name": startup.name, "people": team, "email": startup.contact_email}
        context = {"proposal": proposal, "user": person.user, "to_startup": False, "contact": contact}
        _write(f"proposal:{proposal.pk}:both:person", address, "introduction", context, language)


def tell_person_declined(proposal: Proposal) -> None:
    """The startup has said no after the person's yes: she is told, without the reason."""
    _tell_person(proposal, "startup-declined", "declined_by_startup")


def tell_person_it_ended(proposal: Proposal) -> None:
    """The startup stayed silent, or the team took the proposal back, after the person's yes: she is told."""
    _tell_person(proposal, "ended", "ended")


def _tell_person(proposal: Proposal, event: str, template: str) -> None:
    address, language = address_of(proposal.person)
    if address:
        context = {"proposal": proposal, "user": proposal.person.user}
        _write(f"proposal:{proposal.pk}:{event}", address, template, context, language)


def resend_link(proposal: Proposal, side: str) -> None:
    """An expired link is sent again to the address of the record, once a day at most."""
    today = timezone.localdate().isoformat()
    if side == Proposal.Side.PERSON:
        _write_to_person([proposal], proposal.round, key=f"proposal:{proposal.pk}:again:{today}")
        return
    for user in admins_of(proposal):
        context = {"proposal": proposal, "user": user, "url": answer_url(proposal, side, user.language)}
        _write(f"proposal:{proposal.pk}:again:{user.pk}:{today}", user.email, "startup_asked", context, user.language)


def address_of(person: Mentor | Funder) -> tuple[str, str]:
    """Where and in which language the person is written to; an empty address when nobody gave one."""
    if person.user is not None and person.user.is_active:
        return person.user.email, person.user.language
    return person.contact_email, person.language


def person_contact(person: Mentor | Funder) -> dict[str, Any]:
    """What a startup learns of the person after two yeses."""
    name = person.user.get_full_name() if person.user is not None else person.name
    return {"name": name, "email": address_of(person)[0], "phone": person.contact_phone}


def admins_of(proposal: Proposal) -> list[Any]:
    """The accounts that decide for the startup."""
    admins = proposal.need.startup.members.filter(role="admin", user__is_active=True).select_related("user")
    return [member.user for member in admins]


def _write_to_person(proposals: Iterable[Proposal], round_: Round, key: str = "") -> Mail | None:
    hers = list(proposals)
    person = hers[0].person
    address, language = address_of(person)
    if not address:
        return None
    listed = [{"proposal": p, "url": answer_url(p, Proposal.Side.PERSON, language)} for p in hers]
    context = {"person": person, "listed": listed, "round": round_}
    return _write(key or f"round:{round_.pk}:person:{person.pk}", address, "proposals", context, language)


def _write(key: str, to: str, name: str, context: dict[str, Any], language: str) -> Mail:
    return write_mail(key=key, to=to, template=f"matching/mails/{name}", context=context, language=language)
