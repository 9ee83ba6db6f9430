"""Priority and chance change the value of a pair, within their limits, and never its score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.instance import FULL_SCORE, Instance
from ecosystem.matching.engine.terms import (
    CERTAIN,
    MOST_PRIORITY,
    MOST_VALUE,
    Terms,
    expected,
    priorities,
    valued,
    values,
)


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    needs, people = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    pairs = draw(st.lists(st.tuples(st.integers(0, needs - 1), st.integers(0, people - 1)), min_size=1, unique=True))
    rows, indices = np.array(sorted(pairs), dtype=np.int64).T
    scores = np.array(draw(st.lists(st.integers(0, FULL_SCORE), min_size=rows.size, max_size=rows.size)))
    priority = np.array(draw(st.lists(st.integers(0, MOST_PRIORITY), min_size=needs, max_size=needs)))
    chance = np.array(draw(st.lists(st.integers(0, CERTAIN), min_size=people, max_size=people)))
    return scores, rows, indices, priority, chance


@given(markets())
def test_the_value_is_what_the_terms_add_up_to(market: tuple[np.ndarray, ...]) -> None:
    scores, rows, indices, priority, chance = market
    found = values(scores, rows, indices, priority, chance)
    for value, score, need, person in zip(found, scores, rows, indices, strict=True):
        exact = int(score) * int(chance[person]) / CERTAIN
        assert abs(value - priority[need] - exact) <= 0.5
    assert found.dtype == np.int64
    assert found.min() >= 0
    assert found.max() <= MOST_VALUE


@given(markets())
def test_with_both_off_the_value_is_the_score(market: tuple[np.ndarray, ...]) -> None:
    scores, rows, indices, _, _ = market
    assert values(scores, rows, indices).tolist() == scores.tolist()
    certain = np.full(indices.max() + 1, CERTAIN)
    nobody = np.zeros(rows.max() + 1, dtype=np.int64)
    assert values(scores, rows, indices, nobody, certain).tolist() == scores.tolist()


def test_half_a_hundredth_is_rounded_up() -> None:
    assert expected(np.array([1, 3]), np.array([0, 0]), np.array([5_000])).tolist() == [1, 2]


def test_priority_rises_with_each_missed_round_and_stops_at_its_cap() -> None:
    assert priorities(np.array([0, 1, 2, 3, 4, 50, 2**40])).tolist() == [0, 200, 400, 500, 500, 500, 500]


def one_person(scores: list[int]) -> Instance:
    """As many needs as scores, and one person with one place: somebody gets nobody."""
    size = len(scores)
    return Instance(np.arange(size + 1), np.zeros(size, np.int64), np.array(scores), np.ones(size), np.array([1]))


def winner(scores: list[int], missed: list[int]) -> int:
    return int(assign(valued(one_person(scores), priorities(np.array(missed)), None)).need[0])


@pytest.mark.parametrize("unserved", [0, 1, 2])
def test_with_equal_scores_the_unserved_wins(unserved: int) -> None:
    assert winner([6_000] * 3, [int(need == unserved) for need in range(3)]) == unserved


def test_who_was_left_out_longer_wins() -> None:
    assert winner([6_000, 6_000, 6_000], [1, 2, 0]) == 1


def test_the_cap_holds_whatever_was_missed() -> None:
    assert winner([6_000, 6_000 + MOST_PRIORITY - 1], [100, 0]) == 0
    assert winner([6_000, 6_000 + MOST_PRIORITY + 1], [100, 0]) == 1


@pytest.mark.parametrize(
    ("priority", "chance", "said"),
    [
        ([0, MOST_PRIORITY + 1], None, "priority: row 1 is 501"),
        ([-1, 0], None, "priority: row 0"),
        ([0], None, "priority: 1 rows, expected 2"),
        (None, [CERTAIN + 1] * 3, "chance: row 0 is 10001"),
        (None, [0.5] * 3, "chance: row 0 is 0.5"),
        (None, [np.nan] * 3, "chance: row 0 is nan"),
    ],
)
def test_bad_terms_are_refused_with_their_row(priority: list[int] | None, chance: list[int] | None, said: str) -> None:
    with pytest.raises(BadProblem, match=said):
        Terms.checked(2, 3, priority and np.array(priority), chance and np.array(chance))


def test_terms_that_are_off_stay_off() -> None:
    found = Terms.checked(2, 3, None, None)
    assert (found.priority, found.chance) == (None, None)


def test_a_market_without_terms_is_itself() -> None:
    market = one_person([6_000, 7_000])
    assert valued(market, None, None) is market


def test_a_valued_market_keeps_its_pairs_and_the_former_its_scores() -> None:
    market = one_person([6_000, 10_000])
    found = valued(market, np.array([0, MOST_PRIORITY]), np.array([CERTAIN]))
    assert (found.scores.tolist(), market.scores.tolist()) == ([6_000, MOST_VALUE], [6_000, 10_000])
    assert (found.indptr is market.indptr, found.demand is market.demand) == (True, True)
