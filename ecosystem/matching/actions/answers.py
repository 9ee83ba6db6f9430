"""The two answers to a proposal: places by a conditional update, the rest under the proposal's lock."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.engagements.actions import open_engagement, open_introduction
from ecosystem.matching.actions import mails, telling
from ecosystem.matching.actions.moving import refuse_while_leaving
from ecosystem.matching.actions.sendable import conflicting, kind_of, lock_asking, sendable, set_aside
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import AlreadyAnswered, NoLongerOpen, NotYourTurn, NowInConflict
from ecosystem.matching.models import Proposal, ProposalMove, Round
from ecosystem.matching.rules import OVER, awaits, may_see, met
from funders import actions as funders
from mentors import actions as mentors
from startups.actions import move_need
from startups.models import Need


@transaction.atomic
def accept_proposal(
    proposal: Proposal, *, side: str, by: User | None = None, reason: str = "", on: date | None = None
) -> Proposal:
    """Say yes on one side: the person's takes a place and gives the startup its days, the second opens what follows."""
    locked = _lock_for_answer(proposal, side, on)
    if conflicting(Proposal.objects.filter(pk=locked.pk), locked.round):
        raise NowInConflict
    now, today = timezone.now(), on or timezone.localdate()
    if side == Proposal.Side.PERSON:
        take_place(locked, today)
        locked.expires_on = max(locked.expires_on or today, answer_by(locked.round.answer_days, on=on))
        locked.reminded_at = locked.last_chance_at = None
        locked.person_answer, locked.person_answered_at = Proposal.Answer.YES, now
    else:
        locked.startup_answer, locked.startup_answered_at = Proposal.Answer.YES, now
    if locked.person_answer == locked.startup_answer == Proposal.Answer.YES:
        move_proposal(locked, Proposal.accept, by=by, side=side, reason=reason)
        _open_what_follows(locked, by)
        mails.tell_both_yes(locked)
    else:
        locked.save()
        same, why = locked.state, reason[:500] or "oui"
        ProposalMove.objects.create(
            proposal=locked, from_state=same, to_state=same, by=by, on_behalf_of=side, reason=why
        )
        mails.ask_startup(locked)
    return locked


@transaction.atomic
def decline_proposal(
    proposal: Proposal,
    *,
    side: str,
    reason: str,
    note: str = "",
    why: str = "",
    by: User | None = None,
    on: date | None = None,
) -> Proposal:
    """Say no on one side: the place taken is freed at once, and the next alternate is asked.

    why: how the team knows, when it answers for somebody.
    """
    lock_asking(kind_of(proposal))
    locked = _lock_for_answer(proposal, side, on)
    now = timezone.now()
    if side == Proposal.Side.PERSON:
        locked.person_answer, locked.person_answered_at = Proposal.Answer.NO, now
    else:
        locked.startup_answer, locked.startup_answered_at = Proposal.Answer.NO, now
        free_place(locked)
        mails.tell_person_declined(locked)
    locked.declined_by_side, locked.decline_reason, locked.decline_note = side, reason, note[:500]
    move_proposal(locked, Proposal.decline, by=by, side=side, reason=why)
    telling.tell_it_goes_on(locked, "declined", ask_next_alternate(locked, on=on))
    return locked


@transaction.atomic
def expire_proposal(proposal: Proposal, *, on: date) -> Proposal:
    """A proposal past its date ends: a place taken is freed, and the next alternate is asked."""
    lock_asking(kind_of(proposal))
    locked = Proposal.objects.held(proposal.pk)
    if locked.expires_on is None or locked.expires_on >= on:
        raise IllegalMove
    move_proposal(locked, Proposal.expire, by=None, side="")
    if locked.person_answer == Proposal.Answer.YES:
        free_place(locked)
        mails.tell_person_it_ended(locked)
    telling.tell_it_goes_on(locked, "silent", ask_next_alternate(locked, on=on))
    return locked


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User | None, reason: str = "") -> Proposal:
    """The team sets a proposal aside, or its need is over; a place that the person had given is freed at once."""
    locked = Proposal.objects.held(proposal.pk)
    if locked.state == Proposal.State.DRAFTED:
        refuse_while_leaving(locked.round_id)
    was_promised = locked.state == Proposal.State.SENT and locked.person_answer == Proposal.Answer.YES
    move_proposal(locked, Proposal.withdraw, by=by, side="", reason=reason)
    if was_promised:
        free_place(locked)
        mails.tell_person_it_ended(locked)
    return locked


@transaction.atomic
def write_team_word(proposal: Proposal, *, word: str, by: User) -> Proposal:
    """The team's word is added while nobody has seen the proposal."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != Proposal.State.DRAFTED:
        raise IllegalMove
    refuse_while_leaving(locked.round_id)
    locked.team_word = word
    locked.save(update_fields=["team_word"])
    return locked


def ask_next_alternate(ended: Proposal, *, on: date | None = None) -> Proposal | None:
    """Send the best-ranked alternate who can still take it, once; None when there is none, or the round is closed.

    The caller holds `lock_asking`.
    """
    today = on or timezone.localdate()
    if ended.round.state != Round.State.PUBLISHED:
        return None
    waiting = ended.round.proposals.alternates().filter(need=ended.need, state=Proposal.State.DRAFTED)
    barred = conflicting(waiting, ended.round)
    for alternate in waiting.select_for_update(of=("self",)).with_parties().order_by("rank"):
        alone = Proposal.objects.filter(pk=alternate.pk)
        if alternate.pk in barred:
            move_proposal(alternate, Proposal.withdraw, by=None, side="", reason=set_aside(barred)[alternate.pk])
        elif sendable(alone, on=today, after_refusals=not ended.round.rule_refused_before):
            alternate.expires_on = answer_by(ended.round.answer_days, on=on)
            move_proposal(alternate, Proposal.send, by=None, side="", reason="remplaçant")
            mails.ask_alternate(alternate)
            return alternate
    return None


def take_place(proposal: Proposal, on: date) -> None:
    """One place of the mentor, or one file of the funder's month; NoPlaceLeft or NoFileLeft when there is none."""
    if proposal.mentor is not None:
        mentors.take_place(proposal.mentor)
    elif proposal.funder is not None:
        funders.take_file(proposal.funder, on=on)


def free_place(proposal: Proposal) -> None:
    """Give back the place, or the file of its month, that the person's yes took."""
    if proposal.mentor is not None:
        mentors.release_place(proposal.mentor)
    elif proposal.funder is not None and proposal.person_answered_at is not None:
        funders.release_file(proposal.funder, taken_on=timezone.localdate(proposal.person_answered_at))


def _lock_for_answer(proposal: Proposal, side: str, on: date | None) -> Proposal:
    locked = Proposal.objects.held(proposal.pk)
    if awaits(side, locked, on or timezone.localdate()):
        return locked
    if locked.answer_of(side):
        raise AlreadyAnswered
    if locked.state == Proposal.State.SENT and not may_see(side, locked):
        raise NotYourTurn
    raise NoLongerOpen


def _open_what_follows(proposal: Proposal, by: User | None) -> None:
    """Under the need's lock, so that the last two yeses see each other and one of them serves it."""
    need = Need.objects.select_for_update().get(pk=proposal.need_id)
    if need.state in OVER:
        raise NoLongerOpen
    if proposal.mentor is not None:
        proposal.engagement = open_engagement(need, proposal.mentor, by=by)
    elif proposal.funder is not None:
        proposal.introduction = open_introduction(need, proposal.funder, by=by)
    proposal.save(update_fields=["engagement", "introduction"])
    _serve_when_complete(need, by)


def _serve_when_complete(need: Need, by: User | None) -> None:
    """A need is served when as many people as it wanted are at work."""
    mentors_found = need.engagements.active().count()
    funders_found = met(need.introductions.all()).count()
    if need.state == Need.State.OPEN and (
        mentors_found >= need.mentors_wanted and funders_found >= need.funders_wanted
    ):
        move_need(need, "serve", by=by)


def move_proposal(
    proposal: Proposal, transition: Callable[[Proposal], None], *, by: User | None, side: str, reason: str = ""
) -> None:
    """Move a locked proposal, and sign it; IllegalMove when its state does not allow it."""
    before = proposal.state
    try:
        transition(proposal)
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    proposal.save()
    ProposalMove.objects.create(
        proposal=proposal, from_state=before, to_state=proposal.state, by=by, on_behalf_of=side, reason=reason[:500]
    )
