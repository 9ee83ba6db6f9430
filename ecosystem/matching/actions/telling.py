"""What a startup is told while others answer, and what whoever does not answer is reminded of: each event once."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.matching.actions.mails import (
    BATCH,
    Reader,
    account_of,
    address_of,
    called,
    event,
    key_of,
    readers_of,
    sent_event,
    to_announce,
    told_by,
)
from ecosystem.matching.deadlines import leaves_at, rungs
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal, Round, Sending, UnservedNeed
from startups.models import Need

Context = dict[str, Any]


def tell_startups_asked(round_id: int) -> int:
    """A round has left: each startup learns which of its needs somebody was asked for, and which nobody was found for.

    Once per startup and reader, whatever the number of deliveries.
    """
    round_ = Round.objects.unannounced().filter(pk=round_id).first()
    if round_ is None:
        return 0
    return sum(_tell_startups(round_, sending) for sending in to_announce(round_))


def _tell_startups(round_: Round, sending: Sending | None) -> int:
    """One sending; the needs without anyone are told with the first one."""
    asked = told_by(round_, sending).with_parties().order_by("need__startup_id", "need_id", "pk")
    key = key_of(round_, sending)
    alone: dict[int, list[UnservedNeed]] = {}
    without = round_.unserved.filter(need__state=Need.State.OPEN).select_related("need__startup", "need__topic")
    for row in without.order_by("need_id") if key.startswith("round") else ():
        alone.setdefault(row.need.startup_id, []).append(row)
    heard: dict[int, list[Proposal]] = {
        startup: list(group) for startup, group in groupby(asked, key=lambda one: one.need.startup_id)
    }
    startups = sorted({*heard, *alone})
    written = 0
    for start in range(0, len(startups), BATCH):
        with transaction.atomic():
            for startup in startups[start : start + BATCH]:
                written += _tell_startup(round_, sending, heard.get(startup, []), alone.get(startup, []))
    return written


def _tell_startup(round_: Round, sending: Sending | None, asked: list[Proposal], alone: list[UnservedNeed]) -> int:
    """One mail with all its needs; a need that somebody was asked for is not among those without anyone."""
    served = {one.need_id for one in asked}
    without = [row.need for row in alone if row.need_id not in served]
    needs = [(need, list(group)) for need, group in groupby(asked, key=lambda one: one.need)]
    if not needs and not without:
        return 0
    one = needs[0][0] if needs else without[0]
    context = {
        "needs": [{"need": need, "count": len(group), "until": group[0].expires_on} for need, group in needs],
        "without": without,
        "round": round_,
    }
    name = "requester_asked" if needs else "requester_without"
    readers = readers_of_need(one)
    about = f"matching.sending:{sending.pk}" if sending else f"matching.round:{round_.pk}"
    for reader in readers:
        key = f"{key_of(round_, sending)}:startup:{one.startup_id}:{reader.key}"
        _tell(key, reader, name, context, about=about, need=one)
    return len(readers)


def tell_startups_taken_back(sending: Sending, proposals: Iterable[Proposal]) -> None:
    """The team takes back what nobody has answered: a startup that read of it learns so; what waits is dropped."""
    key = key_of(sending.round, sending)
    needs = {one.need_id: one.need for one in proposals}
    for need in sorted(needs.values(), key=lambda need: need.pk):
        for reader in readers_of_need(need):
            asked = f"{key}:startup:{need.startup_id}:{reader.key}"
            if Mail.objects.filter(key=asked, state__in=[Mail.State.SENT, Mail.State.SENDING]).exists():
                told = f"sending:{sending.pk}:need:{need.pk}:back:{reader.key}"
                _tell(told, reader, "requester_taken_back", {"need": need}, need=need)


def tell_it_goes_on(ended: Proposal, cause: str, following: Proposal | None) -> None:
    """Somebody answered no, did not answer, or gave the match back: what happens now, the honest end included.

    cause: "declined", "silent", "passed_on" or "given_back". Nothing is told of a need that is over.
    """
    need = Need.objects.get(pk=ended.need_id)
    if need.state != Need.State.OPEN:
        return
    pending = Proposal.objects.awaited().filter(need=need)
    count = pending.count()
    name = "requester_moved" if count else "requester_end"
    side = ended.given_back_by_side or ended.declined_by_side
    context = {
        "proposal": ended,
        "need": need,
        "cause": cause,
        "was_her_no": side == Proposal.Side.STARTUP,
        "following": following,
        "pending": count,
        "round": ended.round,
    }
    key = event(ended, f"over:{cause}" if count else "end")
    for reader in readers_of(ended):
        _tell(f"{key}:{reader.key}", reader, name, context, about=f"startups.need:{need.pk}", need=need)


def tell_need_expired(need: Need) -> None:
    """The deadline of a need passed and nobody is at work on it: the honest end."""
    asked = Proposal.objects.seen().filter(need=need)
    if asked.filter(state=Proposal.State.ACCEPTED).exists():
        return
    context = {"need": need, "cause": "expired", "asked": asked.count()}
    for reader in readers_of_need(need):
        _tell(f"need:{need.pk}:expired:{reader.key}", reader, "requester_end", context, need=need)


def remind(proposal: Proposal, side: str, *, last: bool) -> None:
    """Whoever is awaited is reminded, with the same buttons; the last time says the date once more."""
    name = "last_chance" if last else "reminder"
    others = proposal.round.proposals.alternates().filter(need=proposal.need_id, state=Proposal.State.DRAFTED)
    context = {"proposal": proposal, "side": side, "rungs": rungs(proposal), "last": last, "has_next": others.exists()}
    if side == Proposal.Side.STARTUP:
        for reader in readers_of(proposal):
            url = answer_link(proposal, side, user_id=reader.user_id).url(reader.language)
            key = sent_event(proposal, f"{name}:startup:{reader.key}", proposal.sending)
            _tell(key, reader, f"{name}_to_startup", {**context, "url": url}, about=_about(proposal))
        return
    address, language = address_of(proposal.person)
    if address:
        account = account_of(proposal.person)
        reader = Reader(called(proposal.person), address, language, account)
        url = answer_link(proposal, side, user_id=account).url(language)
        pause = {"url": url, "quiet_url": f"{url}decliner/"}
        key = sent_event(proposal, f"{name}:person", proposal.sending)
        _tell(key, reader, name, {**context, **pause}, about=_about(proposal))


def tell_nobody_answered_yet(proposal: Proposal) -> None:
    """The person is reminded for the last time: her silence is told to the startup that waits."""
    context = {"proposal": proposal, "need": proposal.need}
    for reader in readers_of(proposal):
        key = sent_event(proposal, f"waiting:{reader.key}", proposal.sending)
        _tell(key, reader, "requester_waiting", context, about=_about(proposal), need=proposal.need)


def tell_given_back(proposal: Proposal, *, side: str) -> None:
    """One of the two ended what both had agreed to, or took back a yes: the other is told, without the reason."""
    if side == Proposal.Side.STARTUP:
        address, language = address_of(proposal.person)
        if address:
            reader = Reader(called(proposal.person), address, language, account_of(proposal.person))
            _given_back(proposal, reader, Proposal.Side.PERSON, event(proposal, "given-back:person"))
        return
    for reader in readers_of(proposal):
        _given_back(proposal, reader, Proposal.Side.STARTUP, event(proposal, f"given-back:{reader.key}"))


def _given_back(proposal: Proposal, reader: Reader, side: str, key: str) -> None:
    url = answer_link(proposal, side, user_id=reader.user_id).url(reader.language)
    context = {"proposal": proposal, "to_startup": side == Proposal.Side.STARTUP, "url": url}
    _tell(key, reader, "given_back", context, about=_about(proposal))


def readers_of_need(need: Need) -> list[Reader]:
    """Who is written to for the startup of a need."""
    return readers_of(Proposal(need=need))


def _about(proposal: Proposal) -> str:
    return f"matching.proposal:{proposal.pk}"


def _tell(key: str, reader: Reader, name: str, context: Context, *, about: str = "", need: Need | None = None) -> None:
    """Nothing that only informs leaves at night or at a week-end."""
    need_url = reverse("startups:need", args=[need.pk]) if need is not None and reader.user_id else ""
    url = need_url
    if reader.user_id and need is None:
        url = reverse("matching:proposal", args=[context["proposal"].pk])
    write_mail(
        key=key,
        to=reader.address,
        template=f"matching/mails/{name}",
        context={**context, "reader": reader, "need_url": need_url},
        language=reader.language,
        reader=reader.user_id,
        about=about or (f"startups.need:{need.pk}" if need is not None else ""),
        url=url,
        not_before=leaves_at(),
    )
