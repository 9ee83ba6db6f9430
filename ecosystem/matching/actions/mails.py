"""What is mailed about a proposal: each event once, to whom it concerns, in that person's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.matching.deadlines import leaves_at
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round, Sending
from funders.models import Funder
from mentors.models import Mentor

BATCH = 100
WAITING = (Mail.State.QUEUED, Mail.State.HELD)


def announce_round(round_id: int) -> int:
    """Write one mail to each person with all that one sending puts to her; told twice, it writes nothing new."""
    round_ = Round.objects.unannounced().filter(pk=round_id).first()
    if round_ is None:
        return 0
    written = sum(_announce(round_, sending) for sending in to_announce(round_))
    if not round_.sendings.left().filter(announced_at=None).exists():
        Round.objects.unannounced().filter(pk=round_id).update(announced_at=timezone.now())
    return written


def to_announce(round_: Round) -> list[Sending | None]:
    """The sendings that nobody was told of; None stands for what left before sendings were kept."""
    before = not round_.sendings.exists() or told_by(round_, None).exists()
    return [*([None] if before else []), *round_.sendings.left().filter(announced_at=None)]


def _announce(round_: Round, sending: Sending | None) -> int:
    """The mails of one sending, or of what left before sendings were kept: a batch, a transaction."""
    people = sorted(
        set(told_by(round_, sending).values_list("mentor_id", "funder_id")), key=lambda one: max(filter(None, one))
    )
    key = key_of(round_, sending)
    written = 0
    for start in range(0, len(people), BATCH):
        with transaction.atomic():
            written += _write_batch(round_, sending, people[start : start + BATCH], key)
    if sending is not None:
        Sending.objects.filter(pk=sending.pk).update(announced_at=timezone.now())
    return written


def _write_batch(
    round_: Round, sending: Sending | None, people: Sequence[tuple[int | None, int | None]], key: str
) -> int:
    """Under the sending's lock: what is taken back meanwhile is not told."""
    if sending is not None and not Sending.objects.left().select_for_update().filter(pk=sending.pk).exists():
        return 0
    side = "mentor" if round_.kind == Round.Kind.MENTORS else "funder"
    ids = [mentor or funder for mentor, funder in people]
    found = told_by(round_, sending).filter(**{f"{side}__in": ids}).with_parties()
    listed = sorted(found, key=lambda p: (p.person.pk, -p.score, p.pk))
    groups = [list(hers) for _, hers in groupby(listed, key=lambda p: p.person.pk)]
    return sum(_write_to_person(hers, round_, key=f"{key}:person:{hers[0].person.pk}") is not None for hers in groups)


def told_by(round_: Round, sending: Sending | None) -> ProposalQuerySet:
    """The pairs of the assignment that one sending has put to people, and that still await them."""
    return round_.proposals.chosen().sent().filter(sending=sending)


def key_of(round_: Round, sending: Sending | None) -> str:
    """The first sending of a round speaks for the round, a later one for itself: nobody is told twice of one."""
    first = round_.sendings.order_by("pk").first()
    return f"round:{round_.pk}" if sending is None or sending == first else f"sending:{sending.pk}"


def event(proposal: Proposal, what: str) -> str:
    """The key of what happens to a proposal; it happens anew after somebody thought again."""
    again = ":again" if proposal.reconsidered_at else ""
    return f"proposal:{proposal.pk}{again}:{what}"


def ask_alternate(proposal: Proposal, *, sending: Sending | None = None) -> None:
    """The next alternate is asked as everybody was; anew when an earlier sending was taken back."""
    _write_to_person([proposal], proposal.round, key=sent_event(proposal, "asked", sending))


def sent_event(proposal: Proposal, what: str, sending: Sending | None) -> str:
    """The key of what a sending brings to a proposal; it happens anew when a later sending brings it again."""
    told = event(proposal, what)
    later = sending is not None and key_of(proposal.round, sending).startswith("sending")
    return f"{told}:{sending.pk}" if sending and later else told


def tell_taken_back(sending: Sending, proposals: Iterable[Proposal]) -> None:
    """The team takes back what nobody has answered yet: a mail that waits is dropped, and whoever was sent hers learns
    that nothing is to be done."""
    key = key_of(sending.round, sending)
    Mail.objects.filter(key__startswith=f"{key}:startup:", state__in=WAITING).update(state=Mail.State.DROPPED)
    listed = sorted(proposals, key=lambda p: (p.person.pk, p.pk))
    for person, hers in groupby(listed, key=lambda p: p.person):
        taken = list(hers)
        asked = {f"{key}:person:{person.pk}"} | {sent_event(one, "asked", sending) for one in taken}
        written = Mail.objects.filter(key__in=asked)
        written.filter(state__in=WAITING).update(state=Mail.State.DROPPED)
        read = written.filter(state__in=[Mail.State.SENT, Mail.State.SENDING]).first()
        if read is not None:
            context = {"person": person, "proposals": taken}
            reader = Reader(called(person), read.to, read.language, account_of(person))
            _write(f"sending:{sending.pk}:back:{person.pk}", reader, "taken_back", context, taken[0])


def ask_startup(proposal: Proposal) -> None:
    """The person has said yes: the startup is asked."""
    for reader in readers_of(proposal):
        _ask_reader(proposal, reader, event(proposal, f"startup:{reader.key}"))


def tell_both_yes(proposal: Proposal) -> None:
    """Two yeses: each side receives the other's contact details."""
    startup, person = proposal.need.startup, proposal.person
    admins = admins_of(proposal)
    shared = "" if startup.contact_email in {admin.email for admin in admins} else startup.contact_email
    contacts = {"startup": startup, "startup_email": shared, "admins": admins, "person": person_contact(person)}
    for reader in readers_of(proposal):
        url = answer_link(proposal, Proposal.Side.STARTUP, user_id=reader.user_id).url(reader.language)
        context = {"proposal": proposal, "side": Proposal.Side.STARTUP, "contacts": contacts, "url": url}
        _write(event(proposal, f"both:{reader.key}"), reader, "introduction", context, proposal)
    reader_ = person_reader(person)
    if reader_ is not None:
        url = answer_link(proposal, Proposal.Side.PERSON, user_id=reader_.user_id).url(reader_.language)
        context = {"proposal": proposal, "side": Proposal.Side.PERSON, "contacts": contacts, "url": url}
        _write(event(proposal, "both:person"), reader_, "introduction", context, proposal)


def tell_person_declined(proposal: Proposal) -> None:
    """The startup has said no after the person's yes: she is told, without the reason."""
    _tell_person(proposal, "startup-declined", "declined_by_startup")


def tell_person_it_ended(proposal: Proposal) -> None:
    """The startup stayed silent, or the team took the proposal back, after the person's yes: she is told."""
    _tell_person(proposal, "ended", "ended")


def _tell_person(proposal: Proposal, what: str, template: str) -> None:
    reader = person_reader(proposal.person)
    if reader is not None:
        link = answer_link(proposal, Proposal.Side.PERSON, user_id=reader.user_id)
        context = {"proposal": proposal, "url": link.url(reader.language)}
        _write(event(proposal, what), reader, template, context, proposal)


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


def person_reader(person: Mentor | Funder) -> Reader | None:
    """Who reads for a mentor or a funder; nobody when no address is known."""
    address, language = address_of(person)
    return Reader(called(person), address, language, account_of(person)) if address else None


def called(person: Mentor | Funder) -> str:
    """How a person is greeted: her first name, or the name of the fund that nobody has signed in for."""
    if person.user is not None and person.user.is_active and person.user.full_name:
        return person.user.get_short_name()
    return person.name.split(" ")[0] if isinstance(person, Mentor) else person.name


def _ask_reader(proposal: Proposal, reader: Reader, key: str) -> None:
    url = answer_link(proposal, Proposal.Side.STARTUP, user_id=reader.user_id).url(reader.language)
    context = {"proposal": proposal, "side": Proposal.Side.STARTUP, "url": url}
    _write(key, reader, "startup_asked", context, proposal)


def _write_to_person(proposals: Iterable[Proposal], round_: Round, key: str = "") -> Mail | None:
    hers = list(proposals)
    person, reader = hers[0].person, person_reader(hers[0].person)
    if reader is None:
        return None
    listed = [
        {"proposal": p, "url": answer_link(p, Proposal.Side.PERSON, user_id=reader.user_id).url(reader.language)}
        for p in hers
    ]
    context = {**listed[0], "side": Proposal.Side.PERSON, "listed": listed, "round": round_}
    name = key or f"round:{round_.pk}:person:{person.pk}"
    template = "proposals" if len(hers) == 1 else "proposals_together"
    return _write(name, reader, template, context, hers[0], leaves_at())


def _write(
    key: str,
    reader: Reader,
    name: str,
    context: dict[str, Any],
    proposal: Proposal,
    not_before: datetime | None = None,
) -> Mail:
    """About one proposal, whose page her messages open."""
    return write_mail(
        key=key,
        to=reader.address,
        template=f"matching/mails/{name}",
        context={**context, "reader": reader},
        language=reader.language,
        reader=reader.user_id,
        about=f"matching.proposal:{proposal.pk}",
        url=reverse("matching:proposal", args=[proposal.pk]) if reader.user_id else "",
        not_before=not_before,
    )
