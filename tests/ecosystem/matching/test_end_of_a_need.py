"""A need that is over: those who were asked are let go, and those who had said yes are told."""

import pytest
from django.utils import timezone

from ecosystem.home.spaces import waiting_for_person, waiting_for_startup
from ecosystem.matching import tasks
from ecosystem.matching.models import Proposal
from startups.models import Need
from tests.ecosystem.matching.season import fresh, keys
from tests.factories import NeedFactory, ProposalFactory

pytestmark = pytest.mark.django_db
State = Proposal.State


def test_the_end_of_a_need_frees_those_who_were_asked_and_tells_those_who_had_said_yes() -> None:
    need = NeedFactory(opened=True, mentors_wanted=3)
    silent, promised, elsewhere = (
        ProposalFactory(need=need, sent=True),
        ProposalFactory(need=need, promised=True),
        ProposalFactory(sent=True),
    )
    need.close(), need.save()
    assert tasks.end_pointless_proposals() == 2
    assert [fresh(one).state for one in (silent, promised, elsewhere)] == [State.WITHDRAWN] * 2 + [State.SENT]
    assert fresh(promised.mentor).taken_count == 0
    assert keys() == [f"proposal:{promised.pk}:ended"]
    assert tasks.end_pointless_proposals() == 0


def test_a_need_that_expired_leaves_the_startup_its_days_to_answer_a_yes() -> None:
    need = NeedFactory(opened=True, mentors_wanted=2, state=Need.State.EXPIRED)
    silent, promised = ProposalFactory(need=need, sent=True), ProposalFactory(need=need, promised=True)
    tasks.end_pointless_proposals()
    assert (fresh(silent).state, fresh(promised).state) == (State.WITHDRAWN, State.SENT)


def test_nobody_reads_among_what_waits_a_need_that_is_over() -> None:
    """Also in the minutes before the beat takes it back."""
    need = NeedFactory(opened=True, mentors_wanted=2)
    silent, promised = ProposalFactory(need=need, sent=True), ProposalFactory(need=need, promised=True)
    today = timezone.localdate()
    assert list(waiting_for_person(silent.mentor.user, today)) == [silent]
    assert list(waiting_for_startup(need.startup, today)) == [promised]
    Need.objects.update(state=Need.State.CLOSED)
    assert not waiting_for_person(silent.mentor.user, today)
    assert not waiting_for_startup(need.startup, today)
