"""Who may compute a round, and the watch over rounds that fell silent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.matching import tasks
from ecosystem.matching.actions import answers, computing
from ecosystem.matching.actions.computing import MAX_ATTEMPTS, claim, compute_round
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT
from tests.ecosystem.matching.season import computed, fresh, in_days, season, started, stored
from tests.factories import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db
State = Round.State


def age(round_: Round) -> None:
    """The worker has been silent for longer than workers ever are."""
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now() - HEARTBEAT_TIMEOUT - timedelta(seconds=1))


def waiting(**fields: Any) -> Round:
    return RoundFactory(computing=True, **fields)


def test_a_round_that_waits_is_claimed_by_one() -> None:
    round_ = waiting()
    assert claim(round_.pk, "first").lease == "first"
    assert claim(round_.pk, "second") is None
    assert (fresh(round_).lease, fresh(round_).attempt_count) == ("first", 1)


def test_the_same_delivery_may_claim_again_at_once() -> None:
    round_ = waiting(lease="first", attempt_count=1)
    assert claim(round_.pk, "first") is not None


def test_a_silent_round_is_taken_over() -> None:
    round_ = waiting(lease="first")
    age(round_)
    assert claim(round_.pk, "second").lease == "second"
    assert fresh(round_).heartbeat_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize("state", [state for state in State.values if state != State.COMPUTING])
def test_a_round_that_is_not_computing_is_claimed_by_nobody(state: str) -> None:
    round_ = RoundFactory(state=state, published_at=timezone.now())
    assert claim(round_.pk, "worker") is None
    assert not compute_round(round_.pk, "worker")
    assert fresh(round_).attempt_count == 0


def test_a_task_delivered_for_ever_does_not_compute_for_ever() -> None:
    """A computation that kills its process is delivered again and again, always by the same name."""
    round_ = waiting()
    for _ in range(MAX_ATTEMPTS):
        assert claim(round_.pk, "same") is not None
    assert claim(round_.pk, "same") is None
    age(round_)
    tasks.watch_rounds()
    assert fresh(round_).state == State.FAILED


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """The tasks that were sent instead of run."""
    calls: list[tuple[str, Any]] = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, *args: calls.append((name.rpartition(".")[2], *args)))
    return calls


def test_a_silent_round_is_sent_again_and_a_living_one_is_left_alone(sent: list[Any]) -> None:
    silent, living = waiting(attempt_count=1), waiting(attempt_count=1)
    age(silent)
    assert tasks.watch_rounds() == 1
    assert sent == [("compute_round", silent.pk)]
    assert (fresh(silent).state, fresh(living).state) == (State.COMPUTING, State.COMPUTING)


def test_a_round_interrupted_three_times_fails_out_loud(sent: list[Any]) -> None:
    round_ = waiting(attempt_count=MAX_ATTEMPTS)
    age(round_)
    assert tasks.watch_rounds() == 0
    assert sent == []
    assert (fresh(round_).state, fresh(round_).failure) == (
        State.FAILED,
        "Le calcul s’est interrompu trois fois. Rien n’a été envoyé.",
    )


def test_the_watch_brings_a_silent_round_to_its_end(django_capture_on_commit_callbacks: Any) -> None:
    season(needs=2, mentors=2)
    round_ = started()
    claim(round_.pk, "dead worker")
    age(round_)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.watch_rounds()
    assert (fresh(round_).state, fresh(round_).attempt_count) == (State.READY, 2)
    assert stored(round_) == stored(computed())


def test_the_watch_finishes_announcing_what_was_published(sent: list[Any]) -> None:
    published = RoundFactory(published=True)
    RoundFactory(published=True, announced_at=timezone.now()), RoundFactory(ready=True)
    tasks.watch_rounds()
    assert sent == [("announce_round", published.pk)]


def test_a_round_that_came_back_to_life_meanwhile_is_not_failed() -> None:
    round_ = waiting(attempt_count=MAX_ATTEMPTS)
    age(round_)
    seen = Round.objects.silent().get()
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now())
    assert not computing.give_up_or_retry(seen)
    assert fresh(round_).state == State.COMPUTING


def test_a_proposal_that_cannot_expire_does_not_hold_the_others(
    sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, answered, late = ProposalFactory.create_batch(3, sent=True, expires_on=in_days(-1))
    expire = answers.expire_proposal

    def fail_at_first(proposal: Proposal, **kwargs: Any) -> Any:
        if proposal.pk == broken.pk:
            raise OSError("disque plein")
        if proposal.pk == answered.pk:
            raise IllegalMove
        return expire(proposal, **kwargs)

    monkeypatch.setattr(answers, "expire_proposal", fail_at_first)
    with pytest.raises(OSError, match="disque plein"):
        tasks.expire_overdue_proposals()
    assert (fresh(late).state, fresh(broken).state) == (Proposal.State.EXPIRED, Proposal.State.SENT)
    assert sent == [("deliver_queued_mails",)], "those that ended are told"
