"""A computed round maximises the value: who was left out comes first among equals, and who is likelier to say yes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.matching.models import Proposal, Round
from startups.models import Need
from tests.ecosystem.matching.season import computed
from tests.factories import (
    MentorFactory,
    MentorSkillFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    SkillFactory,
    UnservedNeedFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
State = Proposal.State


def twins(needs: int, mentors: int) -> tuple[list[Need], list[Any]]:
    """Needs and mentors that nothing tells apart; a mentor takes one startup."""
    topic = SkillFactory()
    listed = [NeedFactory(opened=True, topic=topic) for _ in range(needs)]
    people = [MentorFactory(published=True, capacity=1) for _ in range(mentors)]
    for mentor in people:
        MentorSkillFactory(mentor=mentor, skill=topic)
    return listed, people


def left_out(need: Need) -> None:
    past = RoundFactory(published=True, published_at=timezone.now() - timedelta(weeks=3))
    UnservedNeedFactory(round=past, need=need)


def chosen(round_: Round) -> list[Proposal]:
    assert round_.gap == 0
    pairs = list(round_.proposals.chosen())
    assert sum(one.value for one in pairs) == round_.objective
    return pairs


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("unserved", range(3))
def test_with_equal_scores_the_unserved_wins_whatever_the_seed(unserved: int, seed: int) -> None:
    needs, _ = twins(3, 1)
    left_out(needs[unserved])
    (pair,) = chosen(computed(seed=seed))
    assert (pair.need_id, pair.priority) == (needs[unserved].pk, 200)
    assert pair.value == pair.score + 200


def test_without_memory_the_seed_alone_decides() -> None:
    needs, _ = twins(3, 1)
    left_out(needs[0])
    winners = {chosen(computed(seed=seed, fairness_memory=False))[0].need_id for seed in range(12)}
    assert len(winners) > 1


def answered(mentor: Any, *, yes: bool) -> None:
    """Four answers of hers to needs that are over."""
    state, answer = (State.WITHDRAWN, "yes") if yes else (State.DECLINED, "no")
    side = "" if yes else "person"
    for _ in range(4):
        need = NeedFactory(state=Need.State.CLOSED)
        ProposalFactory(mentor=mentor, need=need, sent=True, state=state, person_answer=answer, declined_by_side=side)


@pytest.mark.parametrize("seed", range(4))
def test_of_two_equals_the_likelier_is_proposed_and_the_other_comes_next(seed: int) -> None:
    (need,), (busy, eager) = twins(1, 2)
    answered(busy, yes=False), answered(eager, yes=True)
    round_ = computed(seed=seed, expected_acceptance=True)
    (pair,) = chosen(round_)
    (other,) = round_.proposals.alternates()
    assert (pair.need_id, pair.mentor_id, other.mentor_id) == (need.pk, eager.pk, busy.pk)
    assert other.score == pair.score
    assert other.value < pair.value < pair.score
