"""The life of a round: each move once, signed, and nothing said before it is published."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.core.models import Mail
from ecosystem.directory.models import Listing
from ecosystem.matching.actions import rounds
from ecosystem.matching.actions.sendable import sendable
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import NothingToMatch, NothingToSend, WeightsDoNotSum
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT
from startups.models import Need
from tests.ecosystem.matching.season import fresh, in_days
from tests.factories import MentorFactory, NeedFactory, ProposalFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Round.State


def in_state(state: str, **fields: Any) -> Round:
    dated = {"published_at": "2026-11-02T09:00Z"} if state in {State.PUBLISHED, State.CLOSED} else {}
    return RoundFactory(state=state, **dated, **fields)


def moves(row: Any) -> list[tuple[str, str, str | None]]:
    return [(move.from_state, move.to_state, move.by and move.by.email) for move in row.moves.all()]


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_a_new_round_is_a_draft_with_the_weights_of_its_kind(kind: str) -> None:
    round_ = rounds.create_round(title="Automne", kind=kind, by=UserFactory())
    assert round_.state == State.DRAFT
    assert round_.weights == {part.value: weight for part, weight in DEFAULT_WEIGHTS[kind].items()}
    assert sum(round_.weights.values()) == 100


def test_a_scenario_takes_the_settings_and_nothing_else() -> None:
    source = in_state(
        State.PUBLISHED, weight_expertise=45, weight_sector=5, seed=7, rule_stage=True, min_score=40, answer_days=3
    )
    ProposalFactory(round=source)
    copy = rounds.clone_round(source, title="Et si", by=UserFactory())
    assert (copy.state, copy.published_at, copy.proposals.count()) == (State.DRAFT, None, 0)
    assert copy.weights == source.weights
    assert (copy.seed, copy.rule_stage, copy.min_score, copy.answer_days) == (7, True, 40, 3)


def test_settings_change_in_a_draft() -> None:
    round_ = rounds.change_settings(RoundFactory(), by=None, weight_expertise=40, weight_sector=10, seed=9)
    assert (fresh(round_).weight_expertise, fresh(round_).seed) == (40, 9)


@pytest.mark.parametrize("state", [state for state in State.values if state != State.DRAFT])
def test_settings_change_only_in_a_draft(state: str) -> None:
    round_ = in_state(state)
    with pytest.raises(IllegalMove):
        rounds.change_settings(round_, by=None, seed=9)
    assert fresh(round_).seed == 1


@pytest.mark.parametrize("weight", [34, 36, 0, 100])
def test_weights_that_do_not_make_100_are_refused(weight: int) -> None:
    round_ = RoundFactory()
    with pytest.raises(WeightsDoNotSum):
        rounds.change_settings(round_, by=None, weight_expertise=weight)
    assert fresh(round_).weight_expertise == 35


def test_the_database_refuses_weights_that_do_not_make_100() -> None:
    round_ = RoundFactory()
    with pytest.raises(IntegrityError, match="round_weights_sum_to_100"), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(weight_expertise=34)


@pytest.mark.parametrize(("kind", "foreign"), [("mentors", "weight_ticket"), ("funders", "weight_market")])
def test_the_database_refuses_a_weight_of_the_other_kind(kind: str, foreign: str) -> None:
    round_ = RoundFactory(kind=kind)
    with pytest.raises(IntegrityError, match="round_"), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(weight_sector=0, **{foreign: round_.weight_sector})


def test_a_round_without_any_open_need_is_not_started() -> None:
    NeedFactory(opened=True, mentors_wanted=0, funders_wanted=1)
    NeedFactory()
    round_ = RoundFactory()
    with pytest.raises(NothingToMatch):
        rounds.start_round(round_, by=None)
    assert fresh(round_).state == State.DRAFT


def test_starting_is_signed_and_starting_twice_is_refused() -> None:
    NeedFactory(opened=True)
    round_, curator = RoundFactory(), UserFactory()
    rounds.start_round(round_, by=curator)
    with pytest.raises(IllegalMove):
        rounds.start_round(round_, by=curator)
    assert fresh(round_).state == State.COMPUTING
    assert moves(round_) == [("draft", "computing", curator.email)]


def test_starting_again_forgets_the_former_failure() -> None:
    NeedFactory(opened=True)
    round_ = RoundFactory(failure="Cassé", cancel_requested=True, attempt_count=3, lease="old", done_count=4)
    again = rounds.start_round(round_, by=None)
    assert (again.failure, again.cancel_requested, again.attempt_count, again.lease) == ("", False, 0, "")
    assert (again.step, again.done_count) == (Round.Step.QUEUED, 0)


def test_asking_the_worker_to_cancel_is_signed_once() -> None:
    round_, curator = RoundFactory(computing=True, lease="worker"), UserFactory()
    assert rounds.ask_to_cancel(round_, by=curator)
    assert rounds.ask_to_cancel(round_, by=UserFactory()), "asked again, the answer is the same"
    assert fresh(round_).cancel_requested
    assert fresh(round_).state == State.COMPUTING
    assert moves(round_) == [("computing", "computing", curator.email)]


def test_a_round_that_no_worker_has_taken_is_cancelled_at_once() -> None:
    round_, curator = RoundFactory(computing=True), UserFactory()
    assert rounds.ask_to_cancel(round_, by=curator)
    assert fresh(round_).state == State.CANCELLED
    assert moves(round_) == [("computing", "cancelled", curator.email)]


@pytest.mark.parametrize("cancel_requested", [False, True])
def test_a_round_whose_worker_fell_silent_is_cancelled_at_once(cancel_requested: bool) -> None:
    """Also when the worker had been asked to stop, and died before it did."""
    long_ago = timezone.now() - HEARTBEAT_TIMEOUT - timedelta(seconds=1)
    round_ = RoundFactory(computing=True, lease="dead", heartbeat_at=long_ago, cancel_requested=cancel_requested)
    assert rounds.ask_to_cancel(round_, by=None)
    assert fresh(round_).state == State.CANCELLED


@pytest.mark.parametrize("state", [state for state in State.values if state != State.COMPUTING])
def test_only_a_computing_round_can_be_asked_to_cancel(state: str) -> None:
    round_ = in_state(state)
    assert not rounds.ask_to_cancel(round_, by=None)
    assert not fresh(round_).cancel_requested
    assert moves(round_) == []


def test_a_failure_says_why() -> None:
    failed = rounds.fail_round(RoundFactory(computing=True), "Le solveur s’est tu. " * 40)
    assert failed.state == State.FAILED
    assert failed.failure.startswith("Le solveur s’est tu.")
    assert len(failed.failure) <= 500
    assert [move.reason for move in failed.moves.all()] == [failed.failure]


@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.CANCELLED])
def test_reopening_throws_the_drafts_away(state: str) -> None:
    round_, curator = in_state(state), UserFactory()
    ProposalFactory(round=round_), ProposalFactory(round=round_, rank=1)
    ProposalFactory(round=round_, state=Proposal.State.WITHDRAWN)
    round_.unserved.create(need=NeedFactory(), reason="rules")
    reopened = rounds.reopen_round(round_, by=curator)
    assert (reopened.state, reopened.proposals.count(), reopened.unserved.count()) == (State.DRAFT, 0, 0)
    assert moves(round_) == [(state, "draft", curator.email)]


def test_reopening_leaves_other_rounds_alone() -> None:
    other = ProposalFactory()
    rounds.reopen_round(RoundFactory(ready=True), by=None)
    assert fresh(other).state == Proposal.State.DRAFTED


LEGAL = {
    rounds.start_round: {State.DRAFT},
    rounds.reopen_round: {State.READY, State.FAILED, State.CANCELLED},
    rounds.publish_round: {State.READY},
    rounds.close_round: {State.PUBLISHED},
}
ILLEGAL = [(move, state) for move, legal in LEGAL.items() for state in State.values if state not in legal]


@pytest.mark.parametrize(("move", "state"), ILLEGAL, ids=lambda value: getattr(value, "__name__", value))
def test_a_move_that_does_not_exist_is_refused(move: Callable[..., Round], state: str) -> None:
    round_ = in_state(state)
    pair = ProposalFactory(round=round_)
    with pytest.raises(IllegalMove):
        move(round_, by=None)
    assert fresh(round_).state == state
    assert fresh(pair).state == Proposal.State.DRAFTED
    assert moves(round_) == []


@pytest.mark.parametrize("state", [state for state in State.values if state != State.COMPUTING])
def test_only_a_computing_round_fails(state: str) -> None:
    with pytest.raises(IllegalMove):
        rounds.fail_round(in_state(state), "non")


def test_publishing_sends_the_chosen_and_keeps_the_alternates() -> None:
    round_, curator = RoundFactory(ready=True, answer_days=5), UserFactory()
    chosen, alternate = ProposalFactory(round=round_), ProposalFactory(round=round_, rank=1)
    aside = ProposalFactory(round=round_, state=Proposal.State.WITHDRAWN)
    published = rounds.publish_round(round_, by=curator)
    sent = fresh(chosen)
    assert (sent.state, sent.expires_on) == (Proposal.State.SENT, answer_by(5))
    assert sent.sent_at is not None
    assert moves(chosen) == [("drafted", "sent", curator.email)]
    assert (fresh(alternate).state, fresh(alternate).expires_on) == (Proposal.State.DRAFTED, None)
    assert fresh(aside).state == Proposal.State.WITHDRAWN
    assert (published.state, moves(round_)) == (State.PUBLISHED, [("ready", "published", curator.email)])
    assert published.published_at is not None
    assert Mail.objects.count() == 0, "mails are the task's work, not the page's"


def close_need(pair: Proposal) -> None:
    pair.need.state = Need.State.CLOSED
    pair.need.save()


def let_the_need_expire(pair: Proposal) -> None:
    pair.need.deadline_on = in_days(-1)
    pair.need.save()


def hide_the_startup(pair: Proposal) -> None:
    pair.need.startup.state = Listing.State.HIDDEN
    pair.need.startup.save()


def hide_the_person(pair: Proposal) -> None:
    pair.person.state = Listing.State.HIDDEN
    pair.person.save()


def pause(pair: Proposal) -> None:
    pair.person.paused_until = in_days(0)
    pair.person.save()


def open_the_pair_elsewhere(pair: Proposal) -> None:
    ProposalFactory(need=pair.need, mentor=pair.mentor, funder=pair.funder, sent=True)


STALE = [close_need, let_the_need_expire, hide_the_startup, hide_the_person, pause, open_the_pair_elsewhere]


@pytest.mark.parametrize("change", STALE, ids=lambda change: change.__name__)
@pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])
def test_what_has_become_impossible_is_withdrawn_and_not_sent(change: Callable[..., None], to_funder: bool) -> None:
    stale = ProposalFactory(to_funder=to_funder)
    healthy = ProposalFactory(to_funder=to_funder, round=stale.round)
    change(stale)
    rounds.publish_round(stale.round, by=None)
    assert fresh(healthy).state == Proposal.State.SENT
    assert (fresh(stale).state, fresh(stale).sent_at) == (Proposal.State.WITHDRAWN, None)
    assert moves(stale) == [("drafted", "withdrawn", None)]


def refuse_this_startup_elsewhere(pair: Proposal) -> None:
    ProposalFactory(need=NeedFactory(startup=pair.need.startup), mentor=pair.mentor, funder=pair.funder, declined=True)


def take_the_last_place(pair: Proposal) -> None:
    person = pair.person
    if pair.mentor is not None:
        person.capacity = person.taken_count = 1
    else:
        person.files_per_month = person.taken_count = 1
        person.month_on = in_days(0).replace(day=1)
    person.save()


def promise_the_last_place(pair: Proposal) -> None:
    person = pair.person
    setattr(person, "capacity" if pair.mentor is not None else "files_per_month", 1)
    person.save()
    ProposalFactory(mentor=pair.mentor, funder=pair.funder, to_funder=pair.funder is not None, sent=True)


def ask_somebody_else(pair: Proposal) -> None:
    ProposalFactory(need=pair.need, to_funder=pair.funder is not None, sent=True)


SINCE = [refuse_this_startup_elsewhere, take_the_last_place, promise_the_last_place, ask_somebody_else]


@pytest.mark.parametrize("change", SINCE, ids=lambda change: change.__name__)
@pytest.mark.parametrize("to_funder", [False, True], ids=["mentor", "funder"])
def test_what_others_did_since_the_computation_withdraws_too(change: Callable[..., None], to_funder: bool) -> None:
    test_what_has_become_impossible_is_withdrawn_and_not_sent(change, to_funder)


def test_a_refusal_withdraws_nothing_where_the_rule_is_off() -> None:
    pair = ProposalFactory(round=RoundFactory(ready=True, rule_refused_before=False))
    refuse_this_startup_elsewhere(pair)
    rounds.publish_round(pair.round, by=None)
    assert fresh(pair).state == Proposal.State.SENT


def test_two_rounds_do_not_ask_twice_what_a_need_wants_once() -> None:
    need = NeedFactory(opened=True, mentors_wanted=1)
    first, second = ProposalFactory(need=need), ProposalFactory(need=need)
    ProposalFactory(round=second.round)
    for pair in (first, second):
        rounds.publish_round(pair.round, by=None)
    assert (fresh(first).state, fresh(second).state) == (Proposal.State.SENT, Proposal.State.WITHDRAWN)


def test_the_best_scores_are_sent_where_a_person_has_not_places_for_all() -> None:
    mentor = MentorFactory(published=True, capacity=2)
    round_ = RoundFactory(ready=True)
    pairs = [
        ProposalFactory(round=round_, mentor=mentor, score=score, points_sector=score - 1_500)
        for score in (5_000, 9_000, 7_000)
    ]
    rounds.publish_round(round_, by=None)
    assert [fresh(pair).state for pair in pairs] == ["withdrawn", "sent", "sent"]


def test_looking_at_a_hundred_drafts_costs_what_looking_at_one_does() -> None:
    round_ = RoundFactory(ready=True)
    counts = []
    for more in (1, 9):
        ProposalFactory.create_batch(more, round=round_)
        with CaptureQueriesContext(connection) as queries:
            sendable(round_.proposals.all(), on=in_days(0), after_refusals=False)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_pause_that_has_ended_and_a_deadline_of_today_do_not_withdraw() -> None:
    pair = ProposalFactory()
    pair.mentor.paused_until, pair.need.deadline_on = in_days(-1), in_days(0)
    pair.mentor.save(), pair.need.save()
    rounds.publish_round(pair.round, by=None)
    assert fresh(pair).state == Proposal.State.SENT


@pytest.mark.parametrize("change", [close_need, pause])
def test_a_round_with_nothing_left_to_send_stays_as_it_was(change: Callable[..., None]) -> None:
    pair = ProposalFactory()
    change(pair)
    with pytest.raises(NothingToSend):
        rounds.publish_round(pair.round, by=None)
    assert fresh(pair.round).state == State.READY
    assert fresh(pair).state == Proposal.State.DRAFTED
    assert moves(pair) == []


def test_a_round_of_alternates_alone_sends_nothing() -> None:
    with pytest.raises(NothingToSend):
        rounds.publish_round(ProposalFactory(rank=1).round, by=None)


def test_a_closed_round_keeps_the_answers_that_are_awaited() -> None:
    pair, curator = ProposalFactory(sent=True), UserFactory()
    closed = rounds.close_round(pair.round, by=curator)
    assert (closed.state, fresh(pair).state) == (State.CLOSED, Proposal.State.SENT)
    assert closed.closed_at is not None
    assert moves(closed) == [("published", "closed", curator.email)]


def test_the_database_refuses_a_published_round_without_a_date() -> None:
    with pytest.raises(IntegrityError, match="round_published_has_a_date"), transaction.atomic():
        RoundFactory(state=State.PUBLISHED)


def test_moves_are_in_the_order_of_their_dates() -> None:
    NeedFactory(opened=True)
    round_ = RoundFactory()
    rounds.start_round(round_, by=None)
    rounds.fail_round(round_, "non")
    rounds.reopen_round(round_, by=None)
    told = list(round_.moves.all())
    assert [move.to_state for move in told] == ["computing", "failed", "draft"]
    assert told[0].at <= told[1].at <= told[2].at <= told[0].at + timedelta(minutes=10)
