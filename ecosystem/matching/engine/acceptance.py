"""How likely a person is to say yes, and how many can be asked at once without promising too much.

The estimate is the mean of a Beta posterior. The prior is the whole population of the kind: its rate of yeses, worth
PRIOR_STRENGTH answers of one's own. Somebody who was never asked has the population's rate; somebody with many
answers has nearly her own. A decline and an expiry are answers that are not a yes.

How many yeses come from n people asked at once is Poisson-binomial: independent, each with her own chance. Its tail is
computed by convolution in whole numbers of unlimited size, so a stated risk is compared exactly, never rounded.
Sources: Efron and Morris, Stein's estimator and its generalisations (1973); Wang, The number of successes in
independent trials (1993).
"""

from collections.abc import Sequence

import numpy as np

from ecosystem.matching.engine.arrays import Ints, whole
from ecosystem.matching.engine.errors import BadProblem
from ecosystem.matching.engine.terms import CERTAIN

PRIOR_STRENGTH = 10
"""Answers that the population's rate is worth: after ten answers of her own, a person's estimate is half hers."""


def population_rate(yes: Ints, answered: Ints) -> tuple[int, int]:
    """The rate of yeses of everybody, as a fraction (numerator, denominator); one yes in two before any answer.

    yes, answered (people,): yeses, and answers of any sort. Laplace's rule keeps it away from 0 and 1.
    """
    return int(yes.sum()) + 1, int(answered.sum()) + 2


def chances(yes: Ints, answered: Ints) -> Ints:
    """The chance that each person says yes, in ten-thousandths 0..CERTAIN, rounded half up, (people,).

    yes, answered (people,): yeses and answers of the months that count; yes <= answered, or BadProblem names the row.
    """
    answered = whole("answered", answered, error=BadProblem)
    yes = whole("yes", yes, error=BadProblem)
    if yes.size != answered.size:
        raise BadProblem(f"yes: {yes.size} rows, expected {answered.size}")
    over = np.flatnonzero(yes > answered)
    if over.size:
        raise BadProblem(f"yes: row {over[0]} is {yes[over[0]]}, expected at most {answered[over[0]]} answers")
    numerator, denominator = population_rate(yes, answered)
    above = (yes * denominator + PRIOR_STRENGTH * numerator) * CERTAIN
    below = (answered + PRIOR_STRENGTH) * denominator
    rounded: Ints = (2 * above + below) // (2 * below)
    return rounded


def distribution(asked: Sequence[int]) -> list[int]:
    """How likely 0, 1, 2… yeses are among those asked, as whole numbers over CERTAIN ** len(asked).

    asked: the chance of each, in ten-thousandths. Exact: the numbers sum to CERTAIN ** len(asked).
    """
    counts = [1]
    for chance in asked:
        if not 0 <= chance <= CERTAIN:
            raise BadProblem(f"chance is {chance}, expected 0 to {CERTAIN}")
        said_no = [count * (CERTAIN - chance) for count in counts]
        said_yes = [count * chance for count in counts]
        counts = [no + yes for no, yes in zip([*said_no, 0], [0, *said_yes], strict=True)]
    return counts


def exceeds(asked: Sequence[int], wanted: int, risk: int) -> bool:
    """Whether more than `wanted` of those asked may say yes with a probability above `risk` percent, exactly."""
    tail = sum(distribution(asked)[wanted + 1 :])
    return bool(tail * 100 > risk * CERTAIN ** len(asked))


def askable(ranked: Sequence[int], wanted: int, risk: int) -> int:
    """How many of the people of a need can be asked at once, the first ones of `ranked`.

    ranked: chances in ten-thousandths, in the order in which people would be asked; wanted: people that the need still
    wants; risk: percent 0..100, the greatest probability that more than `wanted` say yes. At least `wanted` are asked
    where there are so many: as many yeses as are wanted is no risk. Risk 0: never more than wanted, whatever the
    chances. The probability only rises with each person, so the first that exceeds the risk ends the count.
    """
    if wanted <= 0:
        return 0
    count = min(wanted, len(ranked))
    while risk > 0 and count < len(ranked) and not exceeds(ranked[: count + 1], wanted, risk):
        count += 1
    return count
