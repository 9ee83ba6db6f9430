"""What counts for a need orders its own substitutes: pairs, scores and everybody else's order stay."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.freeze import dump, load
from ecosystem.matching.engine.importance import NEUTRAL, own_order
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import compute
from tests.ecosystem.matching.engine.builders import problem as problem_of

PART_COUNT = len(PARTS[Kind.MENTORS])


def steps(problem: Problem, need: int, **said: int) -> np.ndarray:
    table = np.full((problem.needs.wanted.size, PART_COUNT), NEUTRAL)
    for part, step in said.items():
        table[need, PARTS[Kind.MENTORS].index(part)] = step
    return table


@pytest.fixture(scope="module")
def problem() -> Problem:
    return problem_of(Kind.MENTORS, 8, 30, seed=3)


def substitutes(problem: Problem) -> dict[int, list[int]]:
    others = compute(problem).alternates
    found: dict[int, list[int]] = {}
    for need, person in zip(others.need.tolist(), others.person.tolist(), strict=True):
        found.setdefault(need, []).append(person)
    return found


def test_a_slider_changes_the_order_of_its_own_need_alone(problem: Problem) -> None:
    usual, before = substitutes(problem), compute(problem)
    changed = set()
    for need in range(4):
        said = replace(problem, importance=steps(problem, need, availability=5, expertise=1, text=1))
        after, own = compute(said), substitutes(said)
        assert np.array_equal(before.person, after.person)
        assert np.array_equal(before.need, after.need)
        assert np.array_equal(before.score, after.score)
        others = {one for one in usual if usual[one] != own[one]}
        assert others <= {need}
        changed |= others
    assert changed


def test_the_score_that_is_shown_is_the_round_s(problem: Problem) -> None:
    result = compute(replace(problem, importance=steps(problem, 2, market=5)))
    assert np.array_equal(result.alternate_score, result.alternate_parts.sum(axis=1))


def test_the_usual_step_everywhere_is_as_if_nothing_was_said(problem: Problem) -> None:
    said = replace(problem, importance=steps(problem, 0))
    assert said.importance is None
    assert digest(said) == digest(problem)


def test_what_is_said_is_in_the_fingerprint_and_comes_back_from_its_bytes(problem: Problem) -> None:
    said = replace(problem, importance=steps(problem, 1, sector=4))
    assert digest(said) != digest(problem)
    again = load(dump(said), Problem)
    assert again.importance is not None
    assert np.array_equal(again.importance, said.importance)
    assert digest(again) == digest(said)


def test_a_part_that_counts_for_nothing_no_longer_orders(problem: Problem) -> None:
    result = compute(problem)
    market, points = result.market, result.candidates.points
    only = np.full((problem.needs.wanted.size, PART_COUNT), 1)
    only[:, 0] = NEUTRAL
    assert np.array_equal(own_order(market, points, only), points[:, 0].astype(np.int64) * 2)


@pytest.mark.parametrize(
    "table", [np.full((2, PART_COUNT), 3), np.full((8, PART_COUNT), 0), np.full((8, PART_COUNT), 2.5)]
)
def test_steps_of_another_shape_or_size_are_refused(problem: Problem, table: np.ndarray) -> None:
    with pytest.raises(BadProblem):
        replace(problem, importance=table)
