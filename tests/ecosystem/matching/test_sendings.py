"""A sending: confirmed, undone, gone at its hour, gone in parts, and taken back before anyone answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.core.models import Mail
from ecosystem.matching.actions import answers, mails, rounds, scenarios, sendings, telling, wishes
from ecosystem.matching.errors import (
    AlreadyLeft,
    AnotherScenario,
    NothingToSend,
    NothingValidated,
    SendingUnderWay,
    SomebodyAnswered,
)
from ecosystem.matching.mail_words import truth
from ecosystem.matching.models import Proposal, Round, Sending
from ecosystem.matching.tasks import watch_sendings
from startups.models import Need
from tests.ecosystem.matching.season import fresh, keys
from tests.factories import ProposalFactory, RoundFactory, SendingFactory, UserFactory

pytestmark = pytest.mark.django_db
SENT, DRAFTED, WITHDRAWN = Proposal.State.SENT, Proposal.State.DRAFTED, Proposal.State.WITHDRAWN


def validated(count: int = 1, **fields: Any) -> tuple[Round, list[Proposal]]:
    """A round that is ready, with so many proposals that may leave."""
    round_ = fields.pop("round", None) or RoundFactory(ready=True)
    pairs = [ProposalFactory(round=round_, reviewed_at=timezone.now(), **fields) for _row in range(count)]
    return round_, pairs


def gone(sending: Sending) -> Sending | None:
    """Its hour has come."""
    Sending.objects.filter(pk=sending.pk).update(leaves_at=sending.confirmed_at)
    return sendings.depart(sending.pk)


def states(pairs: list[Proposal]) -> list[str]:
    return [fresh(pair).state for pair in pairs]


# --- validated, pair by pair ---------------------------------------------------------------------------------------


def test_a_proposal_is_validated_by_the_first_who_says_so_and_can_be_put_back() -> None:
    pair, first = ProposalFactory(), UserFactory()
    sendings.validate_proposal(pair, by=first)
    again = sendings.validate_proposal(pair, by=UserFactory())
    assert (again.reviewed_by, again.reviewed_at is not None) == (first, True)
    back = sendings.validate_proposal(pair, by=first, yes=False)
    assert (back.reviewed_by, back.reviewed_at) == (None, None)


@pytest.mark.parametrize("fields", [{"rank": 1}, {"sent": True}, {"declined": True}, {"state": "withdrawn"}])
def test_only_a_pair_of_the_assignment_in_review_is_validated(fields: dict[str, Any]) -> None:
    with pytest.raises(IllegalMove):
        sendings.validate_proposal(ProposalFactory(**fields), by=None)


def test_everything_is_validated_at_once_and_what_was_signed_stays_signed() -> None:
    first, curator = UserFactory(), UserFactory()
    round_, pairs = validated(1, reviewed_by=first)
    other, alternate = ProposalFactory(round=round_), ProposalFactory(round=round_, rank=1)
    assert sendings.validate_all(round_, by=curator) == 1
    assert sendings.validate_all(round_, by=curator) == 0
    assert [fresh(one).reviewed_by for one in (pairs[0], other, alternate)] == [first, curator, None]


# --- confirmed -----------------------------------------------------------------------------------------------------


def test_confirming_publishes_nothing_and_writes_no_mail() -> None:
    round_, pairs = validated(2)
    curator = UserFactory()
    sending = sendings.confirm_sending(round_, by=curator)
    assert fresh(round_).state == Round.State.READY
    assert states(pairs) == [DRAFTED, DRAFTED]
    assert sending.window == timedelta(minutes=10)
    assert {fresh(pair).sending for pair in pairs} == {sending}
    assert (sending.by, Mail.objects.count()) == (curator, 0)
    assert sendings.depart(sending.pk) is None, "its hour has not come"
    assert watch_sendings() == 0


def test_confirming_twice_is_one_sending() -> None:
    round_, _pairs = validated()
    first, second = (sendings.confirm_sending(round_, by=None) for _time in range(2))
    assert first == second


def test_what_nobody_validated_is_not_confirmed() -> None:
    with pytest.raises(NothingValidated):
        sendings.confirm_sending(ProposalFactory().round, by=None)
    with pytest.raises(NothingToSend):
        sendings.confirm_sending(RoundFactory(ready=True), by=None)


@pytest.mark.parametrize("state", ["draft", "computing", "failed", "cancelled", "closed"])
def test_only_a_round_in_review_or_partly_sent_is_confirmed(state: str) -> None:
    round_, _pairs = validated(round=RoundFactory(state=state))
    with pytest.raises(IllegalMove):
        sendings.confirm_sending(round_, by=None)


def test_of_two_scenarios_only_the_one_that_was_kept_is_confirmed() -> None:
    round_, _pairs = validated()
    ProposalFactory(round=RoundFactory(ready=True, source=round_))
    with pytest.raises(AnotherScenario):
        sendings.confirm_sending(round_, by=None)


def test_the_database_holds_one_open_sending_a_round() -> None:
    sending = SendingFactory()
    SendingFactory(round=sending.round, left=True)
    with pytest.raises(IntegrityError, match=r"sending_one_open_in_a_round|round_id"), transaction.atomic():
        SendingFactory(round=sending.round)


# --- while it can be undone ----------------------------------------------------------------------------------------


def test_undone_everything_is_as_before_it_was_confirmed() -> None:
    round_, pairs = validated(2)
    sending, curator = sendings.confirm_sending(round_, by=None), UserFactory()
    for _time in range(2):
        undone = sendings.cancel_sending(sending, by=curator)
    assert (undone.cancelled_by, undone.left_at) == (curator, None)
    assert gone(sending) is None, "late, it finds nothing"
    assert states(pairs) == [DRAFTED, DRAFTED]
    assert {(fresh(pair).sending, fresh(pair).reviewed_at is not None) for pair in pairs} == {(None, True)}
    assert sendings.confirm_sending(round_, by=None) != sending


def test_what_has_left_is_not_undone() -> None:
    round_, _pairs = validated()
    sending = sendings.confirm_sending(round_, by=None)
    gone(sending)
    with pytest.raises(AlreadyLeft):
        sendings.cancel_sending(sending, by=None)


def test_while_it_can_be_undone_the_round_is_held_as_it_is() -> None:
    round_, [pair] = validated()
    waits = ProposalFactory(round=round_)
    sendings.confirm_sending(round_, by=None)
    edits = [
        lambda: rounds.reopen_round(round_, by=None),
        lambda: rounds.publish_round(round_, by=None),
        lambda: scenarios.adopt_scenario(round_, by=None),
        lambda: answers.withdraw_proposal(pair, by=None),
        lambda: answers.write_team_word(pair, word="Non.", by=UserFactory()),
        lambda: sendings.validate_proposal(waits, by=None),
        lambda: sendings.validate_all(round_, by=None),
        lambda: wishes.impose_pair(round_, pair.need, pair.mentor, by=None, reason="Salon."),
        lambda: wishes.set_pair_aside(round_, pair.need, pair.mentor, by=None, reason="Salon."),
    ]
    for edit in edits:
        with pytest.raises(SendingUnderWay):
            edit()
    assert fresh(round_).state == Round.State.READY


# --- gone ----------------------------------------------------------------------------------------------------------


def test_at_its_hour_what_is_validated_leaves_and_the_rest_stays_in_review() -> None:
    round_, pairs = validated(2)
    curator, waits, alternate = UserFactory(), ProposalFactory(round=round_), ProposalFactory(round=round_, rank=1)
    sending = gone(sendings.confirm_sending(round_, by=curator))
    assert sending is not None
    assert sending.left_at is not None
    assert states([*pairs, waits, alternate]) == [SENT, SENT, DRAFTED, DRAFTED]
    assert [(move.to_state, move.by) for move in round_.moves.all()] == [("published", curator)]
    assert [(move.to_state, move.by) for move in pairs[0].moves.all()] == [("sent", curator)]
    mails.announce_round(round_.pk)
    assert len(keys()) == 2
    assert fresh(sending).announced_at is not None


def test_it_leaves_once_however_often_it_is_called() -> None:
    round_, [pair] = validated()
    sending = sendings.confirm_sending(round_, by=None)
    assert [gone(sending) is not None for _time in range(3)] == [True, False, False]
    assert pair.moves.count() == 1
    assert sendings.depart(10**6) is None


def test_the_rest_leaves_in_a_later_sending_with_mails_of_its_own() -> None:
    round_, [first] = validated()
    later = ProposalFactory(round=round_, mentor=first.mentor)
    gone(sendings.confirm_sending(round_, by=None))
    mails.announce_round(round_.pk)
    sendings.validate_proposal(later, by=None)
    sending = gone(sendings.confirm_sending(round_, by=None))
    assert sending is not None
    assert (fresh(later).state, fresh(round_).announced_at) == (SENT, None)
    mails.announce_round(round_.pk)
    assert keys() == [f"round:{round_.pk}:person:{first.mentor_id}", f"sending:{sending.pk}:person:{first.mentor_id}"]
    assert later.need.startup.name in Mail.objects.get(key__startswith="sending").text
    assert first.need.startup.name not in Mail.objects.get(key__startswith="sending").text
    assert fresh(round_).announced_at is not None


def test_what_became_impossible_in_the_meantime_is_set_aside_at_departure() -> None:
    round_, [stale, healthy] = validated(2)
    sending = sendings.confirm_sending(round_, by=None)
    Need.objects.filter(pk=stale.need_id).update(state=Need.State.CLOSED)
    gone(sending)
    assert states([stale, healthy]) == [WITHDRAWN, SENT]


def test_a_sending_that_nothing_is_left_of_is_undone_and_says_why() -> None:
    round_, [pair] = validated()
    sending = sendings.confirm_sending(round_, by=None)
    Need.objects.filter(pk=pair.need_id).update(state=Need.State.CLOSED)
    undone = gone(sending)
    assert undone is not None
    assert (undone.left_at, undone.cancelled_at is not None) == (None, True)
    assert undone.failure == "Il n’y a aucune proposition à envoyer."
    assert (fresh(round_).state, fresh(pair).state, fresh(pair).sending) == (Round.State.READY, DRAFTED, None)


def test_the_watch_lets_leave_what_is_due_and_one_that_fails_holds_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = [sendings.confirm_sending(validated()[0], by=None) for _row in range(2)]
    Sending.objects.update(leaves_at=timezone.now() - timedelta(minutes=1), confirmed_at="2026-01-01T00:00Z")
    depart = sendings.depart

    def once(pk: int) -> Any:
        if pk == ready[0].pk:
            raise ValueError("broken")
        return depart(pk)

    monkeypatch.setattr(sendings, "depart", once)
    with pytest.raises(ValueError, match="broken"):
        watch_sendings()
    assert [fresh(one).left_at is not None for one in ready] == [False, True]


def test_at_the_same_time_alternates_are_asked_for_the_needs_that_leave_alone() -> None:
    round_ = RoundFactory(ready=True, expected_acceptance=True, over_acceptance_risk=50)
    _round, [chosen] = validated(1, round=round_, chance=1_000)
    more = ProposalFactory(round=round_, need=chosen.need, rank=1, chance=1_000)
    waits = ProposalFactory(round=round_, chance=1_000)
    elsewhere = ProposalFactory(round=round_, need=waits.need, rank=1, chance=1_000)
    gone(sendings.confirm_sending(round_, by=None))
    assert states([chosen, more, waits, elsewhere]) == [SENT, SENT, DRAFTED, DRAFTED]


# --- taken back ----------------------------------------------------------------------------------------------------


def left() -> tuple[Round, list[Proposal], Sending]:
    round_, pairs = validated(2)
    sending = gone(sendings.confirm_sending(round_, by=None))
    assert sending is not None
    mails.announce_round(round_.pk)
    return round_, pairs, sending


def test_before_anyone_answered_everything_is_in_review_again() -> None:
    round_, pairs, sending = left()
    curator = UserFactory()
    sendings.take_back(sending, by=curator)
    assert states(pairs) == [DRAFTED, DRAFTED]
    row = fresh(pairs[0])
    assert (row.sent_at, row.expires_on, row.sending, row.reviewed_at is not None) == (None, None, None, True)
    assert (fresh(round_).state, fresh(round_).published_at) == (Round.State.READY, None)
    assert [move.reason for move in pairs[0].moves.all()][-1] == "envoi dépublié"
    assert fresh(sending).was_taken_back
    with pytest.raises(IllegalMove):
        sendings.take_back(sending, by=curator)


def test_a_mail_that_waits_is_dropped_and_whoever_has_read_hers_is_told_once() -> None:
    _round, pairs, sending = left()
    read = Mail.objects.get(key__endswith=f":{pairs[0].mentor_id}")
    Mail.objects.filter(pk=read.pk).update(state=Mail.State.SENT, sent_at=timezone.now())
    sendings.take_back(sending, by=None)
    assert [mail.state for mail in Mail.objects.order_by("pk")] == ["sent", "dropped", "queued"]
    told = Mail.objects.latest("pk")
    assert (told.to, told.key) == (read.to, f"sending:{sending.pk}:back:{pairs[0].mentor_id}")
    assert "Il n’y a rien à répondre" in told.text


def test_a_startup_that_read_of_a_sending_learns_that_it_is_taken_back_and_the_others_hear_nothing() -> None:
    round_, pairs = validated(2)
    sending = gone(sendings.confirm_sending(round_, by=None))
    assert sending is not None
    telling.tell_startups_asked(round_.pk)
    read, waits = (Mail.objects.get(key__contains=f":startup:{pair.need.startup_id}:") for pair in pairs)
    Mail.objects.filter(pk=read.pk).update(state=Mail.State.SENT, sent_at=timezone.now())
    sendings.take_back(sending, by=None)
    told = Mail.objects.get(key__startswith=f"sending:{sending.pk}:need:")
    assert (told.to, pairs[0].need.title in told.subject) == (read.to, True)
    assert not truth.sending_holds(sending.pk, waits.template)
    assert waits.about == f"matching.sending:{sending.pk}"


def test_sent_again_after_it_was_taken_back_everyone_is_written_to_again() -> None:
    round_, pairs, sending = left()
    sendings.take_back(sending, by=None)
    again = gone(sendings.confirm_sending(round_, by=None))
    assert again is not None
    mails.announce_round(round_.pk)
    assert states(pairs) == [SENT, SENT]
    waiting = Mail.objects.filter(state=Mail.State.QUEUED).values_list("key", flat=True)
    assert set(waiting) == {f"sending:{again.pk}:person:{pair.mentor_id}" for pair in pairs}


def test_sent_again_after_a_reminder_everyone_is_reminded_again() -> None:
    round_, pairs, sending = left()
    telling.remind(fresh(pairs[0]), Proposal.Side.PERSON, last=False)
    telling.remind(fresh(pairs[0]), Proposal.Side.PERSON, last=False)
    sendings.take_back(sending, by=None)
    again = gone(sendings.confirm_sending(round_, by=None))
    assert again is not None
    telling.remind(fresh(pairs[0]), Proposal.Side.PERSON, last=False)
    told = [key for key in keys() if "reminder" in key]
    assert told == [f"proposal:{pairs[0].pk}:reminder:person", f"proposal:{pairs[0].pk}:reminder:person:{again.pk}"]


@pytest.mark.parametrize("answer", ["yes", "no", "expired"])
def test_once_somebody_has_answered_nothing_is_taken_back_with_the_rest(answer: str) -> None:
    round_, pairs, sending = left()
    if answer == "yes":
        answers.accept_proposal(pairs[0], side="person")
    elif answer == "no":
        answers.decline_proposal(pairs[0], side="person", reason="no_time")
    else:
        answers.expire_proposal(pairs[0], on=timezone.localdate() + timedelta(days=60))
    with pytest.raises(SomebodyAnswered):
        sendings.take_back(sending, by=None)
    assert fresh(round_).state == Round.State.PUBLISHED
    assert fresh(pairs[1]).state == SENT


def test_taking_one_of_two_sendings_back_leaves_the_round_published() -> None:
    round_, pairs, _first = left()
    later = ProposalFactory(round=round_, reviewed_at=timezone.now())
    second = gone(sendings.confirm_sending(round_, by=None))
    assert second is not None
    sendings.take_back(second, by=None)
    assert states([*pairs, later]) == [SENT, SENT, DRAFTED]
    assert fresh(round_).state == Round.State.PUBLISHED


def test_a_round_that_is_closed_takes_nothing_back() -> None:
    round_, _pairs, sending = left()
    rounds.close_round(round_, by=None)
    with pytest.raises(IllegalMove):
        sendings.take_back(sending, by=None)


def test_a_mail_whose_sending_was_taken_back_meanwhile_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The announcement stood between two batches."""
    round_, _pairs = validated(2)
    sending = gone(sendings.confirm_sending(round_, by=None))
    assert sending is not None
    monkeypatch.setattr(mails, "BATCH", 1)
    write = mails._write

    def then_taken_back(*args: Any, **more: Any) -> Any:
        made = write(*args, **more)
        sendings.take_back(sending, by=None)
        return made

    monkeypatch.setattr(mails, "_write", then_taken_back)
    mails.announce_round(round_.pk)
    assert len(keys()) == 1
