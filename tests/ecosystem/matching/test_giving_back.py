"""A yes taken back, a no thought over, a need closed: places follow at once, and everybody is told once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.engagements.actions import close_engagement, move_introduction
from ecosystem.engagements.models import Engagement
from ecosystem.matching.actions import giving_back
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.giving_back import decline_and_rest, give_back, pass_on, reconsider
from ecosystem.matching.errors import AlreadyCommitted, NothingToGiveBack, NothingToReconsider
from ecosystem.matching.models import Proposal
from ecosystem.matching.rules import can_give_back, can_reconsider, contacts_are_open
from mentors.errors import CapacityBelowTaken
from startups.actions import move_need
from startups.models import Need
from tests.ecosystem.matching.season import fresh, in_days, keys, mail
from tests.factories import MemberFactory, MentorFactory, ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
State = Proposal.State
SIDES = pytest.mark.parametrize("side", Proposal.Side.values)
TO = pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])


def agreed(alternates: int = 0, **fields: Any) -> Proposal:
    """Two yeses, what followed them, and the alternates of its need."""
    proposal = ProposalFactory(promised=True, **fields)
    MemberFactory(startup=proposal.need.startup)
    for rank in range(1, alternates + 1):
        ProposalFactory(round=proposal.round, need=proposal.need, rank=rank, to_funder=proposal.funder is not None)
    return fresh(accept_proposal(proposal, side=STARTUP))


def taken(proposal: Proposal) -> int:
    return fresh(proposal.person).taken_count


@SIDES
@TO
def test_giving_a_match_back_frees_its_place_opens_the_need_and_asks_the_next(side: str, to_funder: bool) -> None:
    proposal, curator = agreed(1, to_funder=to_funder), UserFactory()
    assert (taken(proposal), fresh(proposal.need).state) == (1, Need.State.SERVED)
    give_back(proposal, side=side, by=curator, reason="Nous partons à l’étranger")
    now = fresh(proposal)
    assert (now.state, now.given_back_by_side, taken(proposal)) == (State.GIVEN_BACK, side, 0)
    assert not contacts_are_open(now)
    assert fresh(proposal.need).state == Need.State.OPEN
    assert [one.state for one in now.round.proposals.alternates()] == [State.SENT]
    move = now.moves.last()
    assert (move.to_state, move.by, move.on_behalf_of, move.reason) == (
        State.GIVEN_BACK, curator, side, "Nous partons à l’étranger",
    )  # fmt: skip


@SIDES
def test_the_other_side_is_told_once_and_without_the_reason(side: str) -> None:
    proposal = agreed()
    give_back(proposal, side=side, by=None, reason="Trop loin de nous")
    admin = proposal.need.startup.members.get().user
    key = f"proposal:{proposal.pk}:given-back:" + ("person" if side == STARTUP else str(admin.pk))
    told = mail(key)
    assert told.to == (proposal.mentor.user.email if side == STARTUP else admin.email)
    assert "Trop loin" not in told.subject + told.text + told.html
    assert len([one for one in keys() if ":given-back:" in one]) == 1


def test_what_was_given_back_is_not_given_back_again() -> None:
    proposal = agreed()
    give_back(proposal, side=PERSON, by=None)
    for side in (PERSON, STARTUP):
        with pytest.raises(NothingToGiveBack):
            give_back(proposal, side=side, by=None)
    assert taken(proposal) == 0


@pytest.mark.parametrize("state", [State.DRAFTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN])
@SIDES
def test_only_a_yes_that_stands_is_given_back(state: str, side: str) -> None:
    proposal = ProposalFactory(promised=True, state=state)
    with pytest.raises(NothingToGiveBack):
        give_back(proposal, side=side, by=None)
    assert not can_give_back(side, proposal)


def test_an_engagement_that_ended_is_not_given_back() -> None:
    proposal = agreed()
    close_engagement(Engagement.objects.get(), by=None)
    with pytest.raises(NothingToGiveBack):
        give_back(proposal, side=PERSON, by=None)
    assert not can_give_back(PERSON, fresh(proposal))
    assert taken(proposal) == 0


def test_a_funder_that_committed_money_does_not_give_it_back() -> None:
    proposal = agreed(to_funder=True)
    for verb in ("show_interest", "meet", "commit"):
        move_introduction(proposal.introduction, verb, by=None)
    with pytest.raises(AlreadyCommitted):
        give_back(proposal, side=PERSON, by=None)
    assert (fresh(proposal).state, taken(proposal)) == (State.ACCEPTED, 1)


def test_a_need_past_its_deadline_stays_as_it_is() -> None:
    proposal = agreed()
    Need.objects.update(deadline_on=in_days(-1))
    give_back(proposal, side=PERSON, by=None)
    assert fresh(proposal.need).state == Need.State.SERVED


def test_giving_back_that_fails_in_the_middle_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = agreed()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(giving_back, "ask_next_alternate", broken)
    with pytest.raises(OSError):
        give_back(proposal, side=PERSON, by=None)
    assert (fresh(proposal).state, taken(proposal)) == (State.ACCEPTED, 1)
    assert Engagement.objects.get().state == Engagement.State.ACTIVE


@TO
def test_a_person_takes_back_a_yes_that_nobody_answered_yet(to_funder: bool) -> None:
    proposal = ProposalFactory(promised=True, to_funder=to_funder)
    MemberFactory(startup=proposal.need.startup)
    other = ProposalFactory(round=proposal.round, need=proposal.need, rank=1, to_funder=to_funder)
    give_back(proposal, side=PERSON, by=None, reason="Je pars")
    now = fresh(proposal)
    assert (now.state, now.person_answer, now.declined_by_side, taken(proposal)) == (State.DECLINED, "no", PERSON, 0)
    assert fresh(other).state == State.SENT
    admin = proposal.need.startup.members.get().user
    assert f"proposal:{proposal.pk}:over:given_back:{admin.pk}" in keys()


def test_a_startup_does_not_take_back_the_yes_of_a_person() -> None:
    proposal = ProposalFactory(promised=True)
    with pytest.raises(NothingToGiveBack):
        give_back(proposal, side=STARTUP, by=None)


# --- thinking again ----------------------------------------------------------------------------------------------


def declined(side: str = PERSON, **fields: Any) -> Proposal:
    proposal = ProposalFactory(**{"sent": True, **fields}) if side == PERSON else ProposalFactory(promised=True)
    MemberFactory(startup=proposal.need.startup)
    return decline_proposal(proposal, side=side, reason="no_time")


def test_a_person_who_thinks_again_in_time_is_asked_anew() -> None:
    proposal = declined()
    now = fresh(reconsider(proposal, side=PERSON, by=proposal.mentor.user))
    assert (now.state, now.person_answer, now.decline_reason) == (State.SENT, "", "")
    accept_proposal(now, side=PERSON)
    accept_proposal(now, side=STARTUP)
    assert (fresh(now).state, taken(proposal)) == (State.ACCEPTED, 1)
    assert [key for key in keys() if ":again:both:" in key]


def test_a_startup_that_thinks_again_asks_the_person_anew() -> None:
    proposal = declined(STARTUP)
    now = fresh(reconsider(proposal, side=STARTUP, by=None))
    assert (now.state, now.person_answer, taken(proposal)) == (State.SENT, "", 0)
    assert mail(f"proposal:{proposal.pk}:again:asked").to == proposal.mentor.user.email


def test_too_late_the_refusal_alone_is_lifted() -> None:
    """Somebody else is asked already: a later round may propose the pair."""
    first = ProposalFactory(sent=True)
    ProposalFactory(round=first.round, need=first.need, rank=1)
    decline_proposal(first, side=PERSON, reason="no_time")
    assert first in Proposal.objects.refusing()
    now = fresh(reconsider(first, side=PERSON, by=None))
    assert now.state == State.DECLINED
    assert first not in Proposal.objects.refusing()
    with pytest.raises(NothingToReconsider):
        reconsider(first, side=PERSON, by=None)


@pytest.mark.parametrize("state", [State.DRAFTED, State.SENT, State.EXPIRED, State.WITHDRAWN])
def test_only_a_no_is_thought_over(state: str) -> None:
    proposal = ProposalFactory(sent=True, state=state)
    with pytest.raises(NothingToReconsider):
        reconsider(proposal, side=PERSON, by=None)


def test_nobody_thinks_again_for_the_other_side() -> None:
    proposal = declined()
    assert (can_reconsider(PERSON, proposal), can_reconsider(STARTUP, proposal)) == (True, False)
    with pytest.raises(NothingToReconsider):
        reconsider(proposal, side=STARTUP, by=None)


# --- a no with a rest --------------------------------------------------------------------------------------------


def test_a_no_with_a_pause_moves_what_else_waits_for_her() -> None:
    proposal = ProposalFactory(sent=True)
    other = ProposalFactory(sent=True, mentor=proposal.mentor)
    until = timezone.localdate() + timedelta(days=30)
    decline_and_rest(proposal, reason="no_time", paused_until=until)
    assert fresh(proposal.mentor).paused_until == until
    assert fresh(other).expires_on > until


def test_a_no_with_one_place_less() -> None:
    proposal = ProposalFactory(sent=True, mentor=MentorFactory(published=True, capacity=3))
    decline_and_rest(proposal, reason="no_time", one_less=True)
    assert fresh(proposal.mentor).capacity == 2


def test_a_place_that_is_taken_is_not_given_up_and_nothing_is_written() -> None:
    mentor = MentorFactory(published=True, capacity=2, taken_count=2)
    proposal = ProposalFactory(sent=True, mentor=mentor)
    with pytest.raises(CapacityBelowTaken):
        decline_and_rest(proposal, reason="no_time", one_less=True)
    assert (fresh(proposal).state, fresh(mentor).capacity) == (State.SENT, 2)


# --- the team, and the startup -----------------------------------------------------------------------------------


def test_the_team_passes_on_to_the_next_and_the_startup_is_told() -> None:
    first, curator = ProposalFactory(promised=True), UserFactory()
    MemberFactory(startup=first.need.startup)
    other = ProposalFactory(round=first.round, need=first.need, rank=1)
    assert pass_on(first, by=curator, reason="Injoignable") == other
    assert (fresh(first).state, fresh(other).state, taken(first)) == (State.WITHDRAWN, State.SENT, 0)
    assert {key.rpartition(":")[0] for key in keys()} >= {f"proposal:{first.pk}:over:passed_on"}


def test_passing_on_twice_asks_once() -> None:
    first, curator = ProposalFactory(sent=True), UserFactory()
    others = [ProposalFactory(round=first.round, need=first.need, rank=rank) for rank in (1, 2)]
    pass_on(first, by=curator)
    with pytest.raises(NothingToGiveBack):
        pass_on(first, by=curator)
    assert [fresh(one).state for one in others] == [State.SENT, State.DRAFTED]


def test_closing_a_need_frees_its_places_in_the_same_transaction() -> None:
    promised = ProposalFactory(promised=True)
    asked = ProposalFactory(sent=True, need=promised.need)
    move_need(promised.need, "close", by=None)
    assert [fresh(one).state for one in (promised, asked)] == [State.WITHDRAWN, State.WITHDRAWN]
    assert taken(promised) == 0
    assert keys() == [f"proposal:{promised.pk}:ended"]


def test_a_need_that_is_not_closed_frees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    promised = ProposalFactory(promised=True)
    Need.objects.update(state=Need.State.CLOSED)
    with pytest.raises(IllegalMove):
        move_need(promised.need, "close", by=None)
    assert (fresh(promised).state, taken(promised)) == (State.SENT, 1)
