"""How many people can be asked at once for a need without promising too much; plain Python, so that pages may use it.

How many yeses come from n people asked at once is Poisson-binomial: independent, each with her own chance. Its tail is
computed by convolution in whole numbers of unlimited size, so a stated risk is compared exactly, never rounded.
Source: Wang, On the number of successes in independent trials (1993).
"""

from collections.abc import Sequence

from ecosystem.matching.engine.errors import BadProblem

CERTAIN = 10_000
"""A chance of 1, in ten-thousandths."""


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
