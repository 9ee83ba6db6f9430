"""Many workers at the same chunks of a round, each on a connection of its own, on a real PostgreSQL."""

from collections import Counter
from typing import Any

import pytest

from ecosystem.matching.actions import computing, sharing
from ecosystem.matching.actions.sharing import compute_chunk, take_unsent
from ecosystem.matching.models import Round, RoundChunk
from tests.concurrency import at_once
from tests.ecosystem.matching.season import computed, fresh, season, started, stored
from tests.factories import RoundChunkFactory, RoundFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORKERS = 12
TIMES = 5


def claims(free: Any) -> int:
    """How many of the workers get a chunk that waits, when they ask together."""
    chunk = RoundChunkFactory(round=RoundFactory(computing=True))
    got: list[int] = []
    at_once(WORKERS, lambda number: got.append(free(f"{number}").filter(pk=chunk.pk).update(lease=f"{number}")))
    return sum(got)


def test_a_chunk_is_taken_by_one() -> None:
    assert [claims(RoundChunk.objects.free_for) for _ in range(TIMES)] == [1] * TIMES


def test_a_condition_that_joins_the_round_would_let_several_in() -> None:
    """The negative control: such a condition is read before the row is locked; one crowd in a hundred is enough."""
    assert any(claims(RoundChunk.objects.of_computing_rounds().free_for) > 1 for _ in range(100))


def test_each_chunk_is_sent_by_one(settings: Any) -> None:
    settings.ROUND_CHUNKS_AT_ONCE = 99
    round_ = RoundFactory(computing=True)
    RoundChunk.objects.bulk_create(RoundChunk(round=round_, start=row, stop=row + 1) for row in range(30))
    sent: list[int] = []
    at_once(WORKERS, lambda _number: sent.extend(take_unsent()))
    assert Counter(sent) == Counter(RoundChunk.objects.values_list("pk", flat=True))


def test_workers_that_come_together_store_what_one_stores(settings: Any) -> None:
    season(needs=8, mentors=4)
    settings.ROUND_SHARED_FROM_PAIRS = 0
    undisturbed = stored(computed())
    settings.ROUND_SHARED_FROM_PAIRS, settings.ROUND_CHUNK_PAIRS = 1, 8
    round_ = started()
    computing.compute_round(round_.pk, "planner")
    chunks = take_unsent()
    assert len(chunks) == 4
    told: list[int | None] = []
    at_once(WORKERS, lambda number: told.append(compute_chunk(chunks[number % 4], f"{number}")))
    assert round_.pk in told
    assert set(RoundChunk.objects.values_list("attempt_count", flat=True)) == {1}
    at_once(4, lambda number: computing.compute_round(round_.pk, f"last {number}"))
    assert fresh(round_).state == Round.State.READY
    assert stored(round_) == undisturbed
    assert sharing.take_unsent() == []
