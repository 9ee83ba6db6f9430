"""A large round shared between workers ends as one computed alone, whoever dies, comes twice or stops it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching import tasks
from ecosystem.matching.actions import computing, sharing
from ecosystem.matching.actions.rounds import ask_to_cancel, fail_round, reopen_round
from ecosystem.matching.actions.sharing import MAX_ATTEMPTS, MOST_CHUNKS, compute_chunk, ranges, take_unsent
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.figures import percent_done
from ecosystem.matching.models import Round, RoundChunk
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT
from tests.ecosystem.matching.engine.builders import problem, quick
from tests.ecosystem.matching.season import computed, fresh, season, started, stored
from tests.factories import RoundChunkFactory, RoundFactory

pytestmark = pytest.mark.django_db
State = Round.State
OLD = HEARTBEAT_TIMEOUT + timedelta(seconds=1)


@pytest.fixture
def small_chunks(settings: Any) -> None:
    """Every round is large, and a chunk holds two needs."""
    settings.ROUND_SHARED_FROM_PAIRS, settings.ROUND_CHUNK_PAIRS = 1, 8


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The tasks that were sent instead of run."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, pk: calls.append((name.rpartition(".")[2], pk)))
    return calls


def alone(settings: Any, **fields: Any) -> list[dict[str, Any]]:
    """What one worker stores for the same season."""
    before, settings.ROUND_SHARED_FROM_PAIRS = settings.ROUND_SHARED_FROM_PAIRS, 0
    done = stored(computed(**fields))
    settings.ROUND_SHARED_FROM_PAIRS = before
    return done


def handed_out(needs: int = 6, people: int = 4) -> tuple[Round, list[int]]:
    """A round whose chunks wait, and their numbers."""
    season(needs=needs, mentors=people)
    round_ = started()
    assert not computing.compute_round(round_.pk, "planner")
    return fresh(round_), take_unsent()


@quick
@given(needs=st.integers(1, 300), people=st.integers(0, 9), pairs=st.integers(1, 4_000))
def test_chunks_cover_all_needs_once_and_are_not_many(needs: int, people: int, pairs: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing.settings, "ROUND_CHUNK_PAIRS", pairs, raising=False)
        found = ranges(problem(Kind.MENTORS, needs, people))
    assert [row for start, stop in found for row in range(start, stop)] == list(range(needs))
    assert len(found) <= MOST_CHUNKS


@pytest.mark.parametrize("kind", Round.Kind.values)
@pytest.mark.parametrize("pairs", [1, 8, 12, 1_000])
def test_any_size_of_chunk_stores_what_one_worker_stores(
    kind: str, pairs: int, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    season(needs=7, mentors=5, funders=5)
    undisturbed = alone(settings, kind=kind)
    settings.ROUND_SHARED_FROM_PAIRS, settings.ROUND_CHUNK_PAIRS = 1, pairs
    round_ = started(kind)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.compute_round.delay(round_.pk)
    assert fresh(round_).state == State.READY
    assert stored(round_) == undisturbed
    assert not RoundChunk.objects.exists()
    assert tasks.replay_round(round_.pk)


def test_a_small_round_is_computed_by_one(settings: Any, sent: list[Any]) -> None:
    settings.ROUND_SHARED_FROM_PAIRS = 17
    season(needs=4, mentors=4)
    round_ = started()
    assert tasks.compute_round(round_.pk)
    assert (sent, RoundChunk.objects.count()) == ([], 0)


def test_a_large_round_is_handed_out_and_let_go(small_chunks: None, sent: list[Any]) -> None:
    season(needs=6, mentors=4)
    round_ = started()
    assert not tasks.compute_round(round_.pk)
    chunks = list(round_.chunks.all())
    assert [(chunk.start, chunk.stop) for chunk in chunks] == [(0, 2), (2, 4), (4, 6)]
    assert sent == [("compute_chunk", chunk.pk) for chunk in chunks]
    row = fresh(round_)
    assert (row.state, row.lease, row.attempt_count, row.step) == (State.COMPUTING, "", 0, Round.Step.SCORES)
    assert row.is_under_way
    assert take_unsent() == []


def test_few_chunks_are_on_their_way_and_each_one_sends_the_next(
    small_chunks: None, settings: Any, sent: list[Any]
) -> None:
    settings.ROUND_CHUNKS_AT_ONCE = 2
    round_, first = handed_out(needs=10)
    chunks = list(round_.chunks.values_list("pk", flat=True))
    assert (len(chunks), first) == (5, chunks[:2])
    assert take_unsent() == []
    for number, pk in enumerate(chunks):
        tasks.compute_chunk(pk)
        told = [("compute_chunk", following) for following in chunks[2 : 3 + number]]
        assert sent == (told if number < 4 else [*told, ("compute_round", round_.pk)])


def test_progress_counts_the_needs_whose_chunk_is_done(small_chunks: None) -> None:
    round_, (first, second, third) = handed_out()
    before = percent_done(round_)
    assert compute_chunk(second, "a") is None
    middle = fresh(round_)
    assert (middle.done_count, middle.total_count) == (2, 6)
    assert compute_chunk(first, "a") is None
    assert compute_chunk(third, "b") == round_.pk
    after = fresh(round_)
    assert (after.done_count, after.total_count) == (6, 6)
    assert before < percent_done(middle) < percent_done(after)
    assert computing.compute_round(round_.pk, "last")


def test_a_chunk_is_found_once_and_its_end_is_told_to_who_comes_again(
    small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, chunks = handed_out(needs=2)
    assert compute_chunk(chunks[0], "first") == round_.pk
    monkeypatch.setattr(sharing, "scan", None)
    assert compute_chunk(chunks[0], "second") == round_.pk
    assert RoundChunk.objects.get().lease == "first"


def test_a_chunk_in_living_hands_is_left_alone(small_chunks: None) -> None:
    _round, chunks = handed_out()
    RoundChunk.objects.filter(pk=chunks[0]).update(lease="alive", heartbeat_at=timezone.now())
    assert compute_chunk(chunks[0], "second") is None
    assert RoundChunk.objects.get(pk=chunks[0]).done_at is None
    assert RoundChunk.objects.get(pk=chunks[0]).attempt_count == 0


def test_a_worker_whose_chunk_was_taken_over_does_not_write(
    small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _round, chunks = handed_out()
    scan = sharing.scan

    def slow(*args: Any, **kwargs: Any) -> Any:
        RoundChunk.objects.filter(pk=chunks[0]).update(lease="another")
        return scan(*args, on_progress=None)

    monkeypatch.setattr(sharing, "scan", lambda *args, **kwargs: slow(*args))
    assert compute_chunk(chunks[0], "slow") is None
    assert RoundChunk.objects.get(pk=chunks[0]).done_at is None


def test_the_watch_sends_a_silent_chunk_again_and_leaves_the_others(small_chunks: None, sent: list[Any]) -> None:
    round_, (silent, living, waiting) = handed_out()
    for pk, since in ((silent, OLD), (living, timedelta(0))):
        RoundChunk.objects.filter(pk=pk).update(lease="w", heartbeat_at=timezone.now() - since, attempt_count=1)
    assert tasks.watch_rounds() == 0
    assert sent == [("compute_chunk", silent)]
    assert RoundChunk.objects.get(pk=waiting).sent_at is not None
    assert compute_chunk(silent, "new") is None
    assert fresh(round_).state == State.COMPUTING


def test_a_round_whose_messages_were_lost_sends_its_chunks_again(
    small_chunks: None, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    round_, chunks = handed_out()
    compute_chunk(chunks[0], "w")
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now() - OLD)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.watch_rounds() == 1
    assert fresh(round_).state == State.READY
    assert stored(round_) == alone(settings)


def test_a_round_whose_last_word_was_lost_is_finished_by_the_watch(
    small_chunks: None, django_capture_on_commit_callbacks: Any
) -> None:
    round_, chunks = handed_out()
    for pk in chunks:
        compute_chunk(pk, "w")
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now() - OLD)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.watch_rounds()
    assert fresh(round_).state == State.READY


def test_a_chunk_that_kills_its_worker_three_times_fails_the_round_out_loud(
    small_chunks: None, sent: list[Any]
) -> None:
    round_, chunks = handed_out()
    for attempt in range(MAX_ATTEMPTS):
        free = RoundChunk.objects.free_for(f"{attempt}").filter(pk=chunks[0])
        assert free.update(lease=f"{attempt}", attempt_count=attempt + 1, heartbeat_at=timezone.now() - OLD)
    assert compute_chunk(chunks[0], "fourth") is None
    tasks.watch_rounds()
    row = fresh(round_)
    assert (row.state, row.failure) == (State.FAILED, "Le calcul s’est interrompu trois fois. Rien n’a été envoyé.")
    sharing.give_up_or_resend()
    assert sent == []


def test_an_error_in_a_chunk_fails_the_round_with_its_cause(
    small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, chunks = handed_out()

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise EngineError("trop de lignes")

    monkeypatch.setattr(sharing, "scan", refuse)
    assert compute_chunk(chunks[0], "w") is None
    assert (fresh(round_).state, fresh(round_).failure) == (State.FAILED, "trop de lignes")
    assert compute_chunk(chunks[1], "w") is None
    reopened = reopen_round(fresh(round_), by=None)
    assert (reopened.state, RoundChunk.objects.count()) == (State.DRAFT, 0)


def test_what_nobody_expected_fails_the_round_and_is_raised(
    small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, chunks = handed_out()

    def break_down(*args: Any, **kwargs: Any) -> Any:
        raise OSError("disque plein")

    monkeypatch.setattr(sharing, "scan", break_down)
    with pytest.raises(OSError, match="disque plein"):
        compute_chunk(chunks[0], "w")
    assert fresh(round_).failure == "Erreur inattendue : OSError: disque plein"
    assert compute_chunk(chunks[1], "w") is None


def test_a_shared_round_is_cancelled_at_once_and_its_workers_stop(small_chunks: None) -> None:
    round_, chunks = handed_out()
    compute_chunk(chunks[0], "w")
    assert ask_to_cancel(round_, by=None)
    assert fresh(round_).state == State.CANCELLED
    assert compute_chunk(chunks[1], "w") is None
    assert RoundChunk.objects.get(pk=chunks[1]).done_at is None
    assert take_unsent() == []


def test_a_cancel_asked_while_the_chunks_are_made_is_obeyed(
    small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    season(needs=4, mentors=4)
    round_ = started()
    ranges_of = sharing.is_shared

    def ask_then_tell(given: Any) -> bool:
        ask_to_cancel(round_, by=None)
        return ranges_of(given)

    monkeypatch.setattr(sharing, "is_shared", ask_then_tell)
    assert not computing.compute_round(round_.pk, "planner")
    assert fresh(round_).state == State.CANCELLED
    assert not RoundChunk.objects.exists()


def test_a_planner_that_lost_its_round_hands_nothing_out(small_chunks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=4, mentors=4)
    round_ = started()
    ranges_of = sharing.is_shared

    def lose_then_tell(given: Any) -> bool:
        Round.objects.filter(pk=round_.pk).update(lease="another")
        return ranges_of(given)

    monkeypatch.setattr(sharing, "is_shared", lose_then_tell)
    assert not computing.compute_round(round_.pk, "planner")
    assert not RoundChunk.objects.exists()


def test_chunks_of_a_round_that_ended_are_sent_to_nobody() -> None:
    chunk = RoundChunkFactory(round=RoundFactory(computing=True))
    fail_round(chunk.round, "panne")
    assert take_unsent() == []
    assert compute_chunk(chunk.pk, "w") is None
    assert compute_chunk(0, "w") is None
