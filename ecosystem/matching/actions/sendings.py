"""Sending proposals: validated, confirmed, undone, gone at its hour, or taken back before anyone answered."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove, Refused
from ecosystem.matching.actions import mails, telling
from ecosystem.matching.actions.moving import locked_round, move_round, refuse_while_leaving
from ecosystem.matching.actions.scenarios import check_kept
from ecosystem.matching.actions.sendable import conflicting, leaving, lock_asking, risk_of, sendable, set_aside
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import AlreadyLeft, NothingToSend, NothingValidated, SomebodyAnswered
from ecosystem.matching.models import Proposal, ProposalMove, ProposalQuerySet, Round, RoundMove, Sending

READING = (Round.State.READY, Round.State.PUBLISHED)
"""The states in which there may be proposals to validate, and to send."""


@transaction.atomic
def validate_proposal(proposal: Proposal, *, by: User | None, yes: bool = True) -> Proposal:
    """Say that one proposal may leave, or that it waits; said again, it stays signed by the first."""
    round_ = locked_round(proposal.round_id, *READING)
    refuse_while_leaving(round_.pk)
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != Proposal.State.DRAFTED or locked.rank:
        raise IllegalMove
    if yes != (locked.reviewed_at is not None):
        locked.reviewed_at, locked.reviewed_by = (timezone.now(), by) if yes else (None, None)
        locked.save(update_fields=["reviewed_at", "reviewed_by"])
    return locked


@transaction.atomic
def validate_all(round_: Round, *, by: User | None) -> int:
    """Say that everything in review may leave; how many this changed."""
    locked = locked_round(round_.pk, *READING)
    refuse_while_leaving(locked.pk)
    waiting = locked.proposals.in_review().filter(reviewed_at=None)
    return waiting.update(reviewed_at=timezone.now(), reviewed_by=by)


@transaction.atomic
def confirm_sending(round_: Round, *, by: User | None, minutes: int | None = None, on: date | None = None) -> Sending:
    """What is validated leaves in some minutes, unless it is undone; the rest stays in review. Confirmed again, the
    same sending answers.

    Nothing is published yet. Of several scenarios that are ready, only the one that was kept is sent.
    """
    lock_asking(round_.kind)
    locked = locked_round(round_.pk, *READING)
    under_way = locked.sendings.open().first()
    if under_way is not None:
        return under_way
    if locked.state == Round.State.READY:
        check_kept(locked)
    validated = locked.proposals.validated()
    if not validated.exists():
        raise NothingValidated if locked.proposals.in_review().exists() else NothingToSend
    if not going(locked, with_alternates(locked, validated), on=on)[0]:
        raise NothingToSend
    wait = timedelta(minutes=settings.SENDING_WINDOW_MINUTES if minutes is None else minutes)
    now = timezone.now()
    sending = Sending.objects.create(round=locked, by=by, confirmed_at=now, leaves_at=now + wait)
    validated.update(sending=sending)
    return sending


@transaction.atomic
def cancel_sending(sending: Sending, *, by: User | None) -> Sending:
    """Everything is in review again, validated as it was; undone twice, it stays undone. Raises AlreadyLeft."""
    locked_round(sending.round_id, *READING)
    locked = Sending.objects.select_for_update().get(pk=sending.pk)
    if locked.left_at is not None:
        raise AlreadyLeft
    return locked if locked.cancelled_at else _undo(locked, by=by)


@transaction.atomic
def depart(sending_id: int, *, on: date | None = None) -> Sending | None:
    """A sending whose hour has come leaves, once: what has become impossible since is withdrawn, not sent.

    A round that takes a risk of too many yeses also asks the best alternates, as long as the risk allows; the yeses
    beyond what a need wants end as those of any need that is served meanwhile. Where nothing can leave any more, or
    another scenario was kept or sent, the sending is undone and says why. None when there is nothing to do.
    """
    known = Sending.objects.select_related("round").filter(pk=sending_id).first()
    if known is None:
        return None
    lock_asking(known.round.kind)
    sending = Sending.objects.select_for_update(of=("self",)).due().filter(pk=sending_id).first()
    if sending is None:
        return None
    try:
        _leave(sending, on or timezone.localdate())
    except Refused as refusal:
        return _undo(sending, by=None, failure=str(refusal))
    sending.left_at = timezone.now()
    sending.save(update_fields=["left_at"])
    return sending


@transaction.atomic
def take_back(sending: Sending, *, by: User | None) -> Sending:
    """As if it had not left: its proposals are in review again. Raises SomebodyAnswered once anybody has.

    Whoever has already read her mail is told that there is nothing to do.
    """
    lock_asking(sending.round.kind)
    round_ = locked_round(sending.round_id, Round.State.PUBLISHED)
    refuse_while_leaving(round_.pk)
    locked = Sending.objects.select_for_update(of=("self",)).left().filter(pk=sending.pk).first()
    if locked is None:
        raise IllegalMove
    hers = locked.proposals.select_for_update(of=("self",)).with_parties().order_by("pk")
    out = [one for one in hers if one.state != Proposal.State.WITHDRAWN]
    if any(one.state != Proposal.State.SENT or one.person_answer or one.startup_answer for one in out):
        raise SomebodyAnswered
    mails.tell_taken_back(locked, out)
    telling.tell_startups_taken_back(locked, out)
    ids = [one.pk for one in out]
    round_.proposals.filter(pk__in=ids).update(
        state=Proposal.State.DRAFTED,
        sent_at=None,
        expires_on=None,
        reminded_at=None,
        last_chance_at=None,
        sending=None,
    )
    _record(ids, Proposal.State.SENT, Proposal.State.DRAFTED, by, dict.fromkeys(ids, "envoi dépublié"))
    locked.cancelled_at, locked.cancelled_by = timezone.now(), by
    locked.save(update_fields=["cancelled_at", "cancelled_by"])
    if not round_.proposals.seen().exists():
        move_round(round_, Round.unpublish, by=by, reason="dépubliée avant toute réponse")
    return locked


def going(
    round_: Round, drafted: ProposalQuerySet, *, on: date | None = None
) -> tuple[list[int], dict[int, str], set[int]]:
    """Which of these drafts would leave now; why some are set aside, by proposal; and those in conflict."""
    barred = conflicting(drafted, round_)
    day, after_refusals = on or timezone.localdate(), not round_.rule_refused_before
    sent = sendable(drafted, on=day, after_refusals=after_refusals, barred=barred, risk=risk_of(round_))
    return sent, set_aside(barred), set(barred)


def with_alternates(round_: Round, chosen: ProposalQuerySet) -> ProposalQuerySet:
    """These drafts and, where the round may ask more people at once, the alternates of their needs."""
    if not risk_of(round_):
        return chosen
    needs = chosen.values("need")
    return leaving(round_).filter(pk__in=chosen.values("pk")) | leaving(round_).alternates().filter(need__in=needs)


def _leave(sending: Sending, today: date) -> None:
    """The proposals and the round, inside the caller's transaction."""
    round_ = locked_round(sending.round_id, *READING)
    if round_.state == Round.State.READY:
        check_kept(round_)
    drafted = with_alternates(round_, sending.proposals.in_review())
    found = list(drafted.select_for_update(of=("self",)).order_by("pk").values_list("pk", "rank"))
    sent, reasons, barred = going(round_, drafted, on=today)
    if not sent:
        raise NothingToSend
    kept, expiry = set(sent), answer_by(round_.answer_days, on=today)
    stale = [pk for pk, rank in found if pk not in kept and (not rank or pk in barred)]
    more = [pk for pk, rank in found if pk in kept and rank]
    round_.proposals.filter(pk__in=stale).update(state=Proposal.State.WITHDRAWN)
    leave = {"state": Proposal.State.SENT, "sent_at": timezone.now(), "expires_on": expiry, "sending": sending}
    round_.proposals.filter(pk__in=sent).update(**leave)
    _record(stale, Proposal.State.DRAFTED, Proposal.State.WITHDRAWN, sending.by, reasons)
    _record(sent, Proposal.State.DRAFTED, Proposal.State.SENT, sending.by)
    if round_.state == Round.State.READY:
        move_round(round_, Round.publish, by=sending.by, held=False)
    else:
        Round.objects.filter(pk=round_.pk).update(announced_at=None)
        same = round_.state
        RoundMove.objects.create(round=round_, from_state=same, to_state=same, by=sending.by, reason="envoi suivant")
    for alternate in round_.proposals.filter(pk__in=more).with_parties():
        mails.ask_alternate(alternate, sending=sending)


def _undo(sending: Sending, *, by: User | None, failure: str = "") -> Sending:
    sending.cancelled_at, sending.cancelled_by, sending.failure = timezone.now(), by, failure[:500]
    sending.save(update_fields=["cancelled_at", "cancelled_by", "failure"])
    sending.proposals.update(sending=None)
    return sending


def _record(ids: list[int], before: str, after: str, by: User | None, why: Mapping[int, str] | None = None) -> None:
    why = why or {}
    moves = [
        ProposalMove(proposal_id=pk, from_state=before, to_state=after, by=by, reason=why.get(pk, "")[:500])
        for pk in ids
    ]
    ProposalMove.objects.bulk_create(moves, batch_size=500)
