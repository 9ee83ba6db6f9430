"""A no or an expiry calls the next alternate: once, in order, within her places, and only while it makes sense."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.directory.models import Listing
from ecosystem.engagements.models import Engagement
from ecosystem.matching import tasks
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal, expire_proposal, withdraw_proposal
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.models import Proposal
from startups.models import Need
from tests.ecosystem.matching.season import fresh, in_days, keys, mail
from tests.factories import (
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
State = Proposal.State


def asked(count: int = 2, **fields: Any) -> tuple[Proposal, list[Proposal]]:
    """A proposal that was sent, and the alternates of its need."""
    first = ProposalFactory(**{"sent": True, **fields})
    MemberFactory(startup=first.need.startup)
    to_funder = first.funder is not None
    others = [
        ProposalFactory(round=first.round, need=first.need, rank=rank, to_funder=to_funder)
        for rank in range(1, count + 1)
    ]
    return first, others


def decline(proposal: Proposal, side: str = PERSON) -> None:
    decline_proposal(proposal, side=side, reason=Proposal.DeclineReason.NO_TIME)


def states(proposals: list[Proposal]) -> list[str]:
    return [fresh(proposal).state for proposal in proposals]


def person_declines(first: Proposal) -> None:
    decline(first)


def startup_declines(first: Proposal) -> None:
    accept_proposal(first, side=PERSON)
    decline(first, STARTUP)


def nobody_answers(first: Proposal) -> None:
    Proposal.objects.filter(pk=first.pk).update(expires_on=in_days(-1))
    assert tasks.expire_overdue_proposals() == 1


ENDS = [person_declines, startup_declines, nobody_answers]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])
def test_the_first_alternate_is_asked_as_everybody_was(end: Callable[..., None], to_funder: bool) -> None:
    first, others = asked(to_funder=to_funder)
    end(first)
    assert states(others) == [State.SENT, State.DRAFTED]
    next_one = fresh(others[0])
    assert next_one.expires_on == answer_by(first.round.answer_days)
    assert (next_one.sent_at is not None, next_one.rank) == (True, 1)
    assert [(move.from_state, move.to_state) for move in next_one.moves.all()] == [("drafted", "sent")]
    told = mail(f"proposal:{next_one.pk}:asked")
    assert (told.to, told.template) == (next_one.person.user.email, "matching/mails/proposals")


def test_each_end_calls_one_until_there_is_none_left() -> None:
    first, others = asked(2)
    decline(first)
    decline(others[0])
    assert states([first, *others]) == [State.DECLINED, State.DECLINED, State.SENT]
    decline(others[1])
    assert states(others) == [State.DECLINED, State.DECLINED]
    assert [key for key in keys() if key.endswith(":asked")] == sorted(f"proposal:{one.pk}:asked" for one in others)


def test_a_withdrawal_calls_nobody() -> None:
    first, others = asked(1)
    withdraw_proposal(first, by=UserFactory())
    assert states(others) == [State.DRAFTED]


def test_alternates_of_other_needs_and_other_rounds_are_left_alone() -> None:
    first, _others = asked(0)
    strangers = [ProposalFactory(round=first.round, rank=1), ProposalFactory(need=first.need, rank=1)]
    decline(first)
    assert states(strangers) == [State.DRAFTED, State.DRAFTED]


def hidden(alternate: Proposal) -> None:
    alternate.mentor.state = Listing.State.HIDDEN
    alternate.mentor.save()


def paused(alternate: Proposal) -> None:
    alternate.mentor.paused_until = in_days(0)
    alternate.mentor.save()


def full(alternate: Proposal) -> None:
    alternate.mentor.taken_count = alternate.mentor.capacity
    alternate.mentor.save()


def promised_elsewhere(alternate: Proposal) -> None:
    ProposalFactory.create_batch(alternate.mentor.capacity, mentor=alternate.mentor, sent=True)


def asked_in_another_round(alternate: Proposal) -> None:
    alternate.need.mentors_wanted = 2
    alternate.need.save()
    ProposalFactory(need=alternate.need, mentor=alternate.mentor, sent=True)


def refused_this_startup_since(alternate: Proposal) -> None:
    ProposalFactory(need=NeedFactory(startup=alternate.need.startup), mentor=alternate.mentor, declined=True)


UNABLE = [hidden, paused, full, promised_elsewhere, asked_in_another_round, refused_this_startup_since]


@pytest.mark.parametrize("happened", UNABLE, ids=lambda happened: happened.__name__)
def test_who_cannot_take_it_any_more_is_passed_over(happened: Callable[..., None]) -> None:
    first, others = asked(2)
    happened(others[0])
    decline(first)
    assert states(others) == [State.DRAFTED, State.SENT]


def test_a_refusal_bars_nobody_where_the_rule_is_off() -> None:
    first, others = asked(1)
    first.round.rule_refused_before = False
    first.round.save()
    refused_this_startup_since(others[0])
    decline(first)
    assert states(others) == [State.SENT]


def test_a_funder_whose_month_is_full_is_passed_over_and_a_past_month_is_not() -> None:
    first, others = asked(2, to_funder=True)
    month = timezone.localdate().replace(day=1)
    for alternate, on in zip(others, (month, month - timedelta(days=1)), strict=True):
        alternate.funder.month_on, alternate.funder.taken_count = on, alternate.funder.files_per_month
        alternate.funder.save()
    decline(first)
    assert states(others) == [State.DRAFTED, State.SENT]


def served(need: Need) -> None:
    need.state = Need.State.SERVED
    need.save()


def somebody_else_asked(need: Need) -> None:
    ProposalFactory(need=need, sent=True)


def overdue(need: Need) -> None:
    need.deadline_on = in_days(-1)
    need.save()


def startup_hidden(need: Need) -> None:
    need.startup.state = Listing.State.HIDDEN
    need.startup.save()


ENOUGH = [served, somebody_else_asked, overdue, startup_hidden]


@pytest.mark.parametrize("happened", ENOUGH, ids=lambda happened: happened.__name__)
def test_nobody_is_asked_for_a_need_that_waits_for_nobody_more(happened: Callable[..., None]) -> None:
    first, others = asked(1)
    happened(first.need)
    expire_proposal_now(first)
    assert states(others) == [State.DRAFTED]


def test_a_mentor_who_is_the_alternate_of_two_needs_is_asked_within_her_places() -> None:
    mentor = MentorFactory(published=True, capacity=1)
    firsts = [asked(0)[0] for _ in range(2)]
    waiting = [ProposalFactory(round=one.round, need=one.need, mentor=mentor, rank=1) for one in firsts]
    for one in firsts:
        decline(one)
    assert states(waiting) == [State.SENT, State.DRAFTED]


def test_a_closed_round_calls_nobody_any_more() -> None:
    first, others = asked(1)
    first.round.state = "closed"
    first.round.save()
    decline(first)
    assert states(others) == [State.DRAFTED]


def test_an_alternate_without_an_address_is_asked_on_the_site_alone() -> None:
    first, others = asked(0)
    silent = MentorFactory(published=True, user=None, contact_email="")
    others = [ProposalFactory(round=first.round, need=first.need, mentor=silent, rank=1)]
    decline(first)
    admin = first.need.startup.members.get().user
    assert (states(others), keys()) == ([State.SENT], [f"proposal:{first.pk}:over:declined:{admin.pk}"])


def test_an_alternate_who_says_yes_serves_the_need() -> None:
    first, others = asked(1)
    expire_proposal_now(first)
    accept_proposal(others[0], side=PERSON)
    accept_proposal(others[0], side=STARTUP)
    assert fresh(first.need).state == Need.State.SERVED
    assert Engagement.objects.get().mentor == others[0].mentor


def expire_proposal_now(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(expires_on=in_days(-1))
    expire_proposal(proposal, on=in_days(0))


def test_funders_are_called_among_funders() -> None:
    round_ = RoundFactory(published=True, funders=True)
    need = NeedFactory(opened=True, funding=True)
    first = ProposalFactory(round=round_, need=need, to_funder=True, sent=True)
    other = ProposalFactory(round=round_, need=need, to_funder=True, funder=FunderFactory(published=True), rank=1)
    decline(first)
    assert states([other]) == [State.SENT]
