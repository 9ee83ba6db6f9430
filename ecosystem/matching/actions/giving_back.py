"""Yeses that are taken back, and noes that are thought over: places follow in the same transaction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.engagements.actions import close_engagement, move_introduction
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.actions import mails, telling
from ecosystem.matching.actions.answers import ask_next_alternate, decline_proposal, free_place, move_proposal
from ecosystem.matching.actions.sendable import conflicting, kind_of, lock_asking, sendable
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import AlreadyCommitted, NothingToGiveBack, NothingToReconsider
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.rules import met
from funders.actions import pause_funder
from mentors.actions import pause_mentor, set_capacity
from mentors.models import Mentor
from startups.actions import move_need
from startups.models import Need


@transaction.atomic
def give_back(proposal: Proposal, *, side: str, by: User | None, reason: str = "", on: date | None = None) -> Proposal:
    """End what both agreed to, or take back a yes that waits: its place is free at once, somebody else is asked.

    A need that it had served is open again, unless its deadline has passed. The other side is told, without the reason.
    """
    lock_asking(kind_of(proposal))
    locked = Proposal.objects.held(proposal.pk)
    if locked.state == Proposal.State.SENT and side == Proposal.Side.PERSON and locked.person_answer == "yes":
        return _take_back_yes(locked, by=by, reason=reason, on=on)
    if locked.state != Proposal.State.ACCEPTED:
        raise NothingToGiveBack
    _end_what_followed(locked, by=by, reason=reason)
    locked.given_back_by_side = side
    move_proposal(locked, Proposal.give_back, by=by, side=side, reason=reason)
    _open_again(locked, by=by, on=on or timezone.localdate())
    telling.tell_given_back(locked, side=side)
    telling.tell_it_goes_on(locked, "given_back", ask_next_alternate(locked, on=on))
    return locked


@transaction.atomic
def decline_and_rest(
    proposal: Proposal,
    *,
    reason: str,
    note: str = "",
    paused_until: date | None = None,
    one_less: bool = False,
    by: User | None = None,
) -> Proposal:
    """A person's no, and with it a pause or one place less: all of it, or nothing.

    Whoever changes a pause locks the listing first, then what waits: so does a no that brings one.
    """
    if paused_until is not None:
        Listing.objects.select_for_update(no_key=True).get(pk=proposal.person.pk)
    declined = decline_proposal(proposal, side=Proposal.Side.PERSON, reason=reason, note=note, by=by)
    person = declined.person
    if paused_until is not None:
        if isinstance(person, Mentor):
            pause_mentor(person, until=paused_until)
        else:
            pause_funder(person, until=paused_until)
    if one_less and isinstance(person, Mentor):
        person.refresh_from_db(fields=["capacity"])
        set_capacity(person, max(1, person.capacity - 1))
    return declined


@transaction.atomic
def pass_on(proposal: Proposal, *, by: User, reason: str = "", on: date | None = None) -> Proposal | None:
    """The team waits no longer for an answer: the proposal is withdrawn, and the next alternate is asked."""
    lock_asking(kind_of(proposal))
    locked = Proposal.objects.held(proposal.pk)
    promised = locked.state == Proposal.State.SENT and locked.person_answer == Proposal.Answer.YES
    if locked.state != Proposal.State.SENT:
        raise NothingToGiveBack
    move_proposal(locked, Proposal.withdraw, by=by, side="", reason=reason)
    if promised:
        free_place(locked)
        mails.tell_person_it_ended(locked)
    following = ask_next_alternate(locked, on=on)
    telling.tell_it_goes_on(locked, "passed_on", following)
    return following


@transaction.atomic
def reconsider(proposal: Proposal, *, side: str, by: User | None, on: date | None = None) -> Proposal:
    """Whoever said no thinks again, once: both are asked anew when it is still possible.

    Otherwise the refusal alone is lifted, so that a later round may propose the pair; the state stays "declined".
    """
    lock_asking(kind_of(proposal))
    locked = Proposal.objects.held(proposal.pk)
    said_no = locked.state == Proposal.State.DECLINED and locked.declined_by_side == side
    if not said_no or locked.reconsidered_at is not None:
        raise NothingToReconsider
    alone = Proposal.objects.filter(pk=locked.pk)
    possible = locked.round.state == Round.State.PUBLISHED and not conflicting(alone, locked.round)
    if possible and sendable(alone, on=on or timezone.localdate(), after_refusals=True):
        locked.expires_on = answer_by(locked.round.answer_days, on=on)
        move_proposal(locked, Proposal.reconsider, by=by, side=side, reason="réponse reprise")
        if side == Proposal.Side.STARTUP:
            mails.ask_alternate(locked)
        return locked
    locked.reconsidered_at = timezone.now()
    locked.save(update_fields=["reconsidered_at"])
    return locked


def _take_back_yes(proposal: Proposal, *, by: User | None, reason: str, on: date | None) -> Proposal:
    """The person's yes is not answered yet: it becomes a no, and the startup, which was asked, is told."""
    free_place(proposal)
    proposal.person_answer, proposal.declined_by_side = Proposal.Answer.NO, Proposal.Side.PERSON
    proposal.decline_reason, proposal.decline_note = Proposal.DeclineReason.OTHER, reason[:500]
    move_proposal(proposal, Proposal.decline, by=by, side=Proposal.Side.PERSON, reason="oui repris")
    telling.tell_it_goes_on(proposal, "given_back", ask_next_alternate(proposal, on=on))
    return proposal


def _end_what_followed(proposal: Proposal, *, by: User | None, reason: str) -> None:
    """The engagement ends and frees its place, or the introduction ends and frees the file of its month."""
    if proposal.engagement is not None:
        if proposal.engagement.state != Engagement.State.ACTIVE:
            raise NothingToGiveBack
        close_engagement(proposal.engagement, by=by, reason=reason)
        return
    introduction = proposal.introduction
    if introduction is None or introduction.state == Introduction.State.PASSED:
        raise NothingToGiveBack
    if introduction.state == Introduction.State.COMMITTED:
        raise AlreadyCommitted
    move_introduction(introduction, "drop", by=by, reason=reason)
    free_place(proposal)


def _open_again(proposal: Proposal, *, by: User | None, on: date) -> None:
    """A need that was served wants somebody again, as long as its deadline lets it."""
    need = Need.objects.select_for_update().get(pk=proposal.need_id)
    if need.state != Need.State.SERVED or (need.deadline_on is not None and need.deadline_on < on):
        return
    lacks_mentor = need.engagements.active().count() < need.mentors_wanted
    if lacks_mentor or met(need.introductions.all()).count() < need.funders_wanted:
        move_need(need, "reopen", by=by, reason="mise en relation rendue")
