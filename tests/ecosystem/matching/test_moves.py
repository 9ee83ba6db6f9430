"""Every move of a proposal from every state: what exists moves, everything else is refused in its own words."""

from collections.abc import Callable
from typing import Any

import pytest
from django_fsm import TransitionNotAllowed

from ecosystem.core.errors import IllegalMove, Refused
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal, expire_proposal, withdraw_proposal
from ecosystem.matching.actions.giving_back import give_back, pass_on, reconsider
from ecosystem.matching.errors import (
    AlreadyAnswered,
    AlreadyCommitted,
    NoLongerOpen,
    NothingToGiveBack,
    NothingToReconsider,
    NotYourTurn,
    NowInConflict,
)
from ecosystem.matching.models import Proposal
from tests.ecosystem.matching.season import fresh, in_days
from tests.factories import ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db
State, PERSON, STARTUP = Proposal.State, Proposal.Side.PERSON, Proposal.Side.STARTUP
EXISTS = {
    "send": {State.DRAFTED},
    "accept": {State.SENT},
    "decline": {State.SENT},
    "expire": {State.SENT},
    "withdraw": {State.DRAFTED, State.SENT},
    "give_back": {State.ACCEPTED},
    "reconsider": {State.DECLINED},
}
TO = {
    "send": State.SENT, "accept": State.ACCEPTED, "decline": State.DECLINED, "expire": State.EXPIRED,
    "withdraw": State.WITHDRAWN, "give_back": State.GIVEN_BACK, "reconsider": State.SENT,
}  # fmt: skip


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("move", EXISTS)
def test_a_state_moves_only_along_what_exists(state: str, move: str) -> None:
    proposal = Proposal(state=state)
    if state in EXISTS[move]:
        getattr(proposal, move)()
        assert proposal.state == TO[move]
        return
    with pytest.raises(TransitionNotAllowed):
        getattr(proposal, move)()
    assert proposal.state == state


ACTS: dict[str, Callable[[Proposal], Any]] = {
    "yes of the person": lambda one: accept_proposal(one, side=PERSON),
    "yes of the startup": lambda one: accept_proposal(one, side=STARTUP),
    "no of the person": lambda one: decline_proposal(one, side=PERSON, reason="other"),
    "no of the startup": lambda one: decline_proposal(one, side=STARTUP, reason="other"),
    "expiry": lambda one: expire_proposal(one, on=in_days(0)),
    "withdrawal": lambda one: withdraw_proposal(one, by=None),
    "giving back": lambda one: give_back(one, side=STARTUP, by=None),
    "passing on": lambda one: pass_on(one, by=UserFactory()),
    "thinking again": lambda one: reconsider(one, side=STARTUP, by=None),
}
REFUSED: dict[str, type[Refused]] = {
    "yes of the person": NoLongerOpen,
    "yes of the startup": NoLongerOpen,
    "no of the person": NoLongerOpen,
    "no of the startup": NoLongerOpen,
    "expiry": IllegalMove,
    "withdrawal": IllegalMove,
    "giving back": NothingToGiveBack,
    "passing on": NothingToGiveBack,
    "thinking again": NothingToReconsider,
}
OVER = (State.EXPIRED, State.WITHDRAWN)


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_what_has_ended_and_its_own_refusal_says_so(state: str, act: str) -> None:
    proposal = ProposalFactory(sent=True, state=state, expires_on=in_days(-1))
    before = Proposal.objects.filter(pk=proposal.pk).values().get()
    with pytest.raises(Refused) as refused:
        ACTS[act](proposal)
    assert refused.type is REFUSED[act]
    assert Proposal.objects.filter(pk=proposal.pk).values().get() == before
    assert not proposal.moves.exists()


@pytest.mark.parametrize("act", ["yes of the person", "yes of the startup", "no of the person", "no of the startup"])
def test_what_was_given_back_has_its_answers_already(act: str) -> None:
    proposal = ProposalFactory(promised=True)
    accept_proposal(proposal, side=STARTUP)
    give_back(proposal, side=PERSON, by=None)
    with pytest.raises(AlreadyAnswered):
        ACTS[act](proposal)
    assert fresh(proposal).state == State.GIVEN_BACK


def test_each_refusal_has_words_of_its_own() -> None:
    named = [
        AlreadyAnswered, NoLongerOpen, NotYourTurn, NowInConflict, NothingToGiveBack, AlreadyCommitted,
        NothingToReconsider, IllegalMove,
    ]  # fmt: skip
    assert len({str(one()) for one in named}) == len(named)
