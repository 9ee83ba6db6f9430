"""How likely a person is to say yes.

The estimate is the mean of a Beta posterior. The prior is the whole population of the kind: its rate of yeses, worth
PRIOR_STRENGTH answers of one's own. Somebody who was never asked has the population's rate; somebody with many
answers has nearly her own. A decline and an expiry are answers that are not a yes.
Source: Efron and Morris, Stein's estimator and its generalisations (1973).
"""

import numpy as np

from ecosystem.matching.engine.arrays import Ints, whole
from ecosystem.matching.engine.at_once import CERTAIN
from ecosystem.matching.engine.errors import BadProblem

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
