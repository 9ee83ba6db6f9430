"""The estimate is drawn towards everybody's rate; the stated risk is never exceeded; expected values get more yeses."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.acceptance import PRIOR_STRENGTH, chances
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.at_once import askable, distribution, exceeds
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.terms import CERTAIN, valued

TENTHS = st.integers(0, 10).map(lambda tenths: tenths * 1_000)
CHANCES = st.lists(st.one_of(TENTHS, st.integers(0, CERTAIN)), max_size=7)


def brute_force(asked: list[int], wanted: int) -> Fraction:
    """The probability that more than `wanted` say yes, by going through every outcome."""
    total = Fraction(0)
    for outcome in product((False, True), repeat=len(asked)):
        if sum(outcome) > wanted:
            weight = Fraction(1)
            for yes, chance in zip(outcome, asked, strict=True):
                weight *= Fraction(chance if yes else CERTAIN - chance, CERTAIN)
            total += weight
    return total


@given(CHANCES)
def test_every_outcome_is_counted_once(asked: list[int]) -> None:
    assert sum(distribution(asked)) == CERTAIN ** len(asked)


@given(CHANCES, st.integers(0, 4), st.integers(0, 100))
def test_the_risk_is_that_of_every_outcome_gone_through(asked: list[int], wanted: int, risk: int) -> None:
    assert exceeds(asked, wanted, risk) == (brute_force(asked, wanted) > Fraction(risk, 100))


@given(CHANCES, st.integers(0, 4), st.integers(0, 100))
def test_the_stated_risk_is_never_exceeded_and_one_more_would_exceed_it(
    ranked: list[int], wanted: int, risk: int
) -> None:
    count = askable(ranked, wanted, risk)
    assert brute_force(ranked[:count], wanted) <= Fraction(risk, 100)
    if wanted > 0 and risk > 0 and count < len(ranked):
        assert brute_force(ranked[: count + 1], wanted) > Fraction(risk, 100)


@given(CHANCES, st.integers(0, 4))
def test_without_risk_nobody_is_asked_beyond_what_is_wanted(ranked: list[int], wanted: int) -> None:
    assert askable(ranked, wanted, 0) == min(wanted, len(ranked))


def test_thirty_people_are_compared_exactly() -> None:
    """Where a float would have rounded: thirty halves, and a tail of 1 in 2**30."""
    assert distribution([5_000] * 30)[30] * 2**30 == CERTAIN**30
    assert askable([10] * 30, 1, 1) == 30


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12))
def test_an_estimate_lies_between_ones_own_rate_and_everybodys(told: list[tuple[int, int]]) -> None:
    yes = np.array([one for one, _ in told])
    answered = yes + np.array([no for _, no in told])
    found = chances(yes, answered)
    mean = Fraction(int(yes.sum()) + 1, int(answered.sum()) + 2)
    for row, chance in enumerate(found.tolist()):
        own = Fraction(int(yes[row]), int(answered[row])) if answered[row] else mean
        low, high = sorted((own, mean))
        assert low - Fraction(1, CERTAIN) <= Fraction(chance, CERTAIN) <= high + Fraction(1, CERTAIN)


def test_who_was_never_asked_has_everybodys_rate_and_ten_answers_weigh_as_much_as_it() -> None:
    found = chances(np.array([0, 30, PRIOR_STRENGTH]), np.array([0, 88, PRIOR_STRENGTH]))
    rate = (30 + PRIOR_STRENGTH + 1) / (88 + PRIOR_STRENGTH + 2)
    assert found[0] == round(rate * CERTAIN)
    assert found[2] == round((rate + 1) / 2 * CERTAIN)


def test_before_any_answer_everybody_is_one_in_two() -> None:
    assert chances(np.zeros(3, np.int64), np.zeros(3, np.int64)).tolist() == [5_000] * 3
    assert chances(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


@pytest.mark.parametrize(
    ("yes", "answered", "said"),
    [([1, 3], [1, 2], "row 1 is 3"), ([-1], [2], "row 0 is -1"), ([1], [1, 2], "1 rows, expected 2")],
)
def test_impossible_answers_are_refused(yes: list[int], answered: list[int], said: str) -> None:
    with pytest.raises(BadProblem, match=said):
        chances(np.array(yes), np.array(answered))


def test_an_impossible_chance_is_refused() -> None:
    with pytest.raises(BadProblem, match="10001"):
        distribution([CERTAIN + 1])


def accepted_score(seed: int) -> tuple[float, float]:
    """The expected accepted score of the two plans under the true rates: by score alone, and by expected value."""
    random = np.random.default_rng(seed)
    needs, people = 40, 60
    truth = random.beta(2, 2, people)
    answered = random.integers(0, 30, people)
    estimate = chances(random.binomial(answered, truth), answered)
    scores = random.integers(3_000, 9_500, needs * people)
    shape = (np.arange(0, needs * people + 1, people), np.tile(np.arange(people), needs))
    limits = (np.ones(needs, np.int64), np.ones(people, np.int64))
    plain = Instance(*shape, scores, *limits)
    by_score, by_value = (assign(instance) for instance in (plain, valued(plain, None, estimate)))
    return tuple(float((plain.scores[plan.edge] * truth[plan.person]).sum()) for plan in (by_score, by_value))  # type: ignore[return-value]


def test_expected_values_get_more_accepted_score_than_scores_alone() -> None:
    gains = [after / before for before, after in map(accepted_score, range(20))]
    assert min(gains) > 1
    assert sum(gains) / len(gains) > 1.1
