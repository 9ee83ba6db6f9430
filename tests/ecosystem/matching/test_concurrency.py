"""Many people at the same moment, each on a connection of its own, on a real PostgreSQL.

`at_once` lets everybody go together; the negative controls show that it would catch a guard that is not one.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from ecosystem.core.mail import send_mail
from ecosystem.core.models import Mail
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching import tasks
from ecosystem.matching.actions import answers, mails, rounds
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal, expire_proposal, withdraw_proposal
from ecosystem.matching.actions.computing import claim, compute_round
from ecosystem.matching.models import Proposal, ProposalMove, Round
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need
from tests.concurrency import at_once
from tests.ecosystem.core.smtp import queued_mail
from tests.ecosystem.matching.season import answer_url, computed, fresh, in_days, keys, season, started, stored
from tests.factories import (
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
PEOPLE = 24


# --- the last place ----------------------------------------------------------------------------------------------


def candidates(person: Mentor | Funder) -> list[Proposal]:
    """Proposals of different needs to the same person, all sent."""
    to_funder = isinstance(person, Funder)
    fields = {"funder": person} if to_funder else {"mentor": person}
    round_ = RoundFactory(published=True, funders=to_funder)
    return ProposalFactory.create_batch(PEOPLE, round=round_, to_funder=to_funder, sent=True, **fields)


def begin_again(proposals: list[Proposal], person: Mentor | Funder, places: int) -> None:
    capacity = {"files_per_month": places} if isinstance(person, Funder) else {"capacity": places}
    type(person).objects.filter(pk=person.pk).update(taken_count=0, **capacity)
    ids = [proposal.pk for proposal in proposals]
    Proposal.objects.filter(pk__in=ids).update(state=Proposal.State.SENT, person_answer="", person_answered_at=None)
    ProposalMove.objects.all().delete()


def accept_all(proposals: list[Proposal]) -> Counter[str]:
    return at_once(len(proposals), lambda number: accept_proposal(proposals[number], side=PERSON))


def promised() -> int:
    return Proposal.objects.filter(person_answer="yes").count()


KINDS = pytest.mark.parametrize(("factory", "refusal"), [(MentorFactory, "NoPlaceLeft"), (FunderFactory, "NoFileLeft")])


@KINDS
def test_exactly_the_capacity_is_taken(factory: Any, refusal: str) -> None:
    person = factory(published=True)
    proposals = candidates(person)
    for places in (1, 2, 3):
        begin_again(proposals, person, places)
        assert accept_all(proposals) == {"done": places, refusal: PEOPLE - places}
        assert (promised(), fresh(person).taken_count, ProposalMove.objects.count()) == (places, places, places)


def check_then_write(person: Mentor | Funder, **kwargs: Any) -> None:
    """What the guard must not be: look, then write what was seen plus one."""
    seen = type(person).objects.get(pk=person.pk)
    places = seen.files_per_month if isinstance(seen, Funder) else seen.capacity
    if seen.taken_count >= places:
        raise LookupError
    type(person).objects.filter(pk=person.pk).update(taken_count=seen.taken_count + 1)


@KINDS
def test_negative_control_a_check_before_the_write_overbooks(
    factory: Any, refusal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers.mentors, "take_place", check_then_write)
    monkeypatch.setattr(answers.funders, "take_file", check_then_write)
    person = factory(published=True)
    proposals = candidates(person)
    overbooked = 0
    for _ in range(5):
        begin_again(proposals, person, 1)
        accept_all(proposals)
        overbooked += promised() > 1
    assert overbooked >= 3, "these tests would not see a guard that is missing"


def test_the_first_file_of_a_month_opens_it_once() -> None:
    last_month = in_days(-40).replace(day=1)
    funder = FunderFactory(published=True, files_per_month=2, taken_count=2, month_on=last_month)
    assert accept_all(candidates(funder)) == {"done": 2, "NoFileLeft": PEOPLE - 2}
    assert (fresh(funder).taken_count, fresh(funder).month_on) == (2, timezone.localdate().replace(day=1))


def test_places_freed_and_taken_at_once_stay_exact() -> None:
    """Half the startups decline while other people's yeses come in."""
    mentor = MentorFactory(published=True, capacity=12)
    proposals = candidates(mentor)
    for proposal in proposals[:12]:
        accept_proposal(proposal, side=PERSON)

    def act(number: int) -> None:
        if number < 12:
            decline_proposal(proposals[number], side=STARTUP, reason="other")
        else:
            accept_proposal(proposals[number], side=PERSON)

    ends = at_once(PEOPLE, act)
    open_promises = Proposal.objects.filter(state=Proposal.State.SENT, person_answer="yes").count()
    assert fresh(mentor).taken_count == open_promises == ends["done"] - 12
    assert set(ends) <= {"done", "NoPlaceLeft"}


# --- an alternate of many ----------------------------------------------------------------------------------------


def one_alternate_of_many(needs: int) -> tuple[list[Proposal], list[Proposal]]:
    """Proposals of as many needs, in two rounds, whose only alternate is one mentor with one place."""
    mentor = MentorFactory(published=True, capacity=1)
    rounds_ = RoundFactory.create_batch(2, published=True)
    firsts = [ProposalFactory(round=rounds_[row % 2], sent=True) for row in range(needs)]
    waiting = [ProposalFactory(round=one.round, need=one.need, mentor=mentor, rank=1) for one in firsts]
    return firsts, waiting


def all_decline(firsts: list[Proposal]) -> Counter[str]:
    return at_once(len(firsts), lambda number: decline_proposal(firsts[number], side=PERSON, reason="no_time"))


def test_many_refusals_at_once_ask_an_alternate_within_her_places() -> None:
    for _ in range(3):
        firsts, waiting = one_alternate_of_many(8)
        assert all_decline(firsts) == {"done": 8}
        assert Counter(fresh(one).state for one in waiting) == {"sent": 1, "drafted": 7}


def test_negative_control_without_its_turn_an_alternate_is_asked_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "lock_asking", lambda _: None)
    asked = 0
    for _ in range(5):
        firsts, waiting = one_alternate_of_many(8)
        all_decline(firsts)
        asked = max(asked, sum(fresh(one).state == "sent" for one in waiting))
        if asked > 1:
            break
    assert asked > 1


def test_refusals_in_two_rounds_call_the_alternate_that_they_share_once() -> None:
    for _ in range(3):
        need, mentor = NeedFactory(opened=True, mentors_wanted=2), MentorFactory(published=True, capacity=3)
        firsts = [ProposalFactory(need=need, sent=True) for _round in range(2)]
        waiting = [ProposalFactory(round=one.round, need=need, mentor=mentor, rank=1) for one in firsts]
        assert all_decline(firsts) == {"done": 2}
        assert Counter(fresh(one).state for one in waiting) == {"sent": 1, "drafted": 1}


def test_two_rounds_published_at_once_ask_for_one_person_once() -> None:
    for _ in range(3):
        need = NeedFactory(opened=True, mentors_wanted=1)
        pairs = ProposalFactory.create_batch(2, need=need)
        for pair in pairs:
            ProposalFactory(round=pair.round)
        ends = at_once(2, lambda number, rows=pairs: rounds.publish_round(rows[number].round, by=None))
        assert ends == {"done": 2}
        assert Counter(fresh(pair).state for pair in pairs) == {"sent": 1, "withdrawn": 1}


def test_a_pair_set_aside_while_its_round_is_published_has_one_end() -> None:
    curator = UserFactory()
    for _ in range(5):
        pair = ProposalFactory()
        ProposalFactory.create_batch(20, round=pair.round)

        def act(number: int, pair: Proposal = pair) -> None:
            if number:
                rounds.publish_round(pair.round, by=curator)
            else:
                withdraw_proposal(pair, by=curator)

        assert at_once(2, act)["done"] == 2
        told = [(move.from_state, move.to_state) for move in pair.moves.all()]
        assert told in ([("drafted", "withdrawn")], [("drafted", "sent"), ("sent", "withdrawn")])
        assert fresh(pair).state == "withdrawn"


# --- the same answer, many times ---------------------------------------------------------------------------------


def test_the_same_yes_twenty_times_is_one_yes() -> None:
    proposal = ProposalFactory(sent=True)
    MemberFactory(startup=proposal.need.startup)
    ends = at_once(20, lambda _: accept_proposal(proposal, side=PERSON))
    assert ends == {"done": 1, "AlreadyAnswered": 19}
    assert (fresh(proposal.mentor).taken_count, proposal.moves.count(), len(keys())) == (1, 1, 1)


@pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])
def test_the_second_yes_twenty_times_opens_one_thing(to_funder: bool) -> None:
    proposal = ProposalFactory(promised=True, to_funder=to_funder)
    MemberFactory(startup=proposal.need.startup)
    ends = at_once(20, lambda _: accept_proposal(proposal, side=STARTUP))
    assert ends == {"done": 1, "AlreadyAnswered": 19}
    assert Engagement.objects.count() + Introduction.objects.count() == 1
    assert (proposal.moves.count(), proposal.need.moves.count(), len(keys())) == (1, 1, 2)


def test_the_same_page_posted_twenty_times_is_one_answer() -> None:
    proposal = ProposalFactory(sent=True)
    path = "/" + answer_url(proposal, PERSON, "fr").split("/", 3)[3]
    codes: list[int] = []
    ends = at_once(20, lambda _: codes.append(Client().post(path, {"answer": "accept"}).status_code))
    assert ends == {"done": 20}
    assert max(codes) < 500
    assert (fresh(proposal).person_answer, fresh(proposal.mentor).taken_count) == ("yes", 1)
    assert proposal.moves.count() == 1


def test_an_end_that_comes_from_everywhere_calls_one_alternate() -> None:
    first = ProposalFactory(promised=True, expires_on=in_days(-1))
    others = [ProposalFactory(round=first.round, need=first.need, rank=rank) for rank in (1, 2, 3)]

    def act(number: int) -> None:
        if number % 2:
            expire_proposal(first, on=in_days(0))
        else:
            decline_proposal(first, side=STARTUP, reason="other", on=in_days(-1))

    ends = at_once(12, act)
    assert ends["done"] == 1
    assert set(ends) <= {"done", "IllegalMove", "AlreadyAnswered", "NoLongerOpen"}
    assert [fresh(other).state for other in others] == ["sent", "drafted", "drafted"]
    assert fresh(first.mentor).taken_count == 0
    assert len([key for key in keys() if key.endswith(":asked")]) == 1


def test_the_last_yeses_of_a_need_see_each_other() -> None:
    for _ in range(3):
        need = NeedFactory(opened=True, mentors_wanted=4)
        proposals = ProposalFactory.create_batch(4, need=need, promised=True)
        assert at_once(4, lambda number, rows=proposals: accept_proposal(rows[number], side=STARTUP)) == {"done": 4}
        assert (fresh(need).state, need.moves.count()) == (Need.State.SERVED, 1)


# --- rounds ------------------------------------------------------------------------------------------------------


def test_a_round_started_many_times_at_once_starts_once() -> None:
    NeedFactory(opened=True)
    round_ = RoundFactory()
    assert at_once(8, lambda _: rounds.start_round(round_, by=None)) == {"done": 1, "IllegalMove": 7}
    assert round_.moves.count() == 1


@pytest.mark.parametrize("lease", [lambda number: f"worker {number}", lambda _: "the same delivery"])
def test_a_round_delivered_many_times_at_once_is_stored_once(lease: Callable[[int], str]) -> None:
    season(needs=3, mentors=3)
    round_ = started()
    assert at_once(4, lambda number: compute_round(round_.pk, lease(number))) == {"done": 4}
    assert fresh(round_).state == Round.State.READY
    assert [move.to_state for move in round_.moves.all()] == ["computing", "ready"]
    assert stored(round_) == stored(computed())


def test_a_round_cancelled_while_workers_come_is_either_cancelled_or_taken() -> None:
    for _ in range(12):
        round_ = RoundFactory(computing=True)
        taken: list[int] = []

        def act(number: int, round_: Round = round_, taken: list[int] = taken) -> None:
            if number % 2:
                rounds.ask_to_cancel(round_, by=None)
            elif claim(round_.pk, f"worker-{number}"):
                taken.append(number)

        assert at_once(6, act) == {"done": 6}
        now, said = fresh(round_), [move.to_state for move in round_.moves.all()]
        assert now.cancel_requested
        assert (len(taken), now.state, said) in [(0, "cancelled", ["cancelled"]), (1, "computing", ["computing"])]


def test_publishing_many_times_at_once_is_one_set_of_moves_and_mails() -> None:
    round_ = RoundFactory(ready=True)
    ProposalFactory.create_batch(3, round=round_)
    ProposalFactory(round=round_, mentor__paused_until=in_days(9))

    def publish(_: int) -> None:
        rounds.publish_round(round_, by=None)
        mails.announce_round(round_.pk)

    assert at_once(8, publish) == {"done": 1, "IllegalMove": 7}
    assert Counter(ProposalMove.objects.values_list("to_state", flat=True)) == {"sent": 3, "withdrawn": 1}
    assert (round_.moves.count(), len(keys())) == (1, 3)


def test_announcing_many_times_at_once_writes_each_mail_once() -> None:
    round_ = RoundFactory(published=True)
    ProposalFactory.create_batch(4, round=round_, sent=True)
    assert at_once(8, lambda _: tasks.announce_round.apply(args=[round_.pk], throw=True)) == {"done": 8}
    assert Mail.objects.count() == len(sent.outbox) == 8, "four people, and four startups"


def test_one_mail_claimed_by_many_leaves_once() -> None:
    mail = queued_mail("one")
    assert at_once(12, lambda _: send_mail(mail.pk)) == {"done": 12}
    assert (len(sent.outbox), Mail.objects.get().attempt_count) == (1, 1)


def test_many_watches_at_once_fail_a_round_once() -> None:
    round_ = RoundFactory(computing=True, heartbeat_at="2026-01-01T00:00Z", attempt_count=3)
    assert at_once(8, lambda _: tasks.watch_rounds.apply(throw=True)) == {"done": 8}
    assert (fresh(round_).state, round_.moves.count()) == (Round.State.FAILED, 1)
