"""The parts of a score: each a value 0..1 times a weight, counted in whole hundredths of a point.

A part about which one side says nothing is "not stated": it is marked and earns nothing, it is never agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ecosystem.matching.engine.arrays import Bools, Floats, Ints, Points
from ecosystem.matching.engine.errors import BadWeights


class Kind(StrEnum):
    """The two kinds of round."""

    MENTORS = "mentors"
    FUNDERS = "funders"


PARTS: dict[Kind, tuple[str, ...]] = {
    Kind.MENTORS: ("expertise", "sector", "market", "stage", "language", "text", "availability"),
    Kind.FUNDERS: ("sector", "stage", "ticket", "place", "activity", "circle"),
}
"""The keys of the parts in the order in which weights, points and evidence are always given."""


@dataclass(frozen=True, slots=True, eq=False)
class PartValues:
    """Of a block of needs: values 0..1 and "not stated" marks, both (parts, needs of the block, people).

    A value is 0 wherever the mark is set.
    """

    values: Floats
    unstated: Bools

    @classmethod
    def blank(cls, parts: int, needs: int, people: int) -> "PartValues":
        """Zero everywhere, nothing marked."""
        shape = (parts, needs, people)
        return cls(np.zeros(shape), np.zeros(shape, dtype=np.bool_))

    def put(self, part: int, values: Floats, unstated: Bools) -> None:
        """Write one part; what is not stated earns nothing whatever was computed for it."""
        self.unstated[part] = unstated
        self.values[part] = values
        self.values[part][self.unstated[part]] = 0.0


def weights_in_order(kind: Kind, weights: Mapping[str, int]) -> Ints:
    """The weights as int64 in the order of PARTS; raises BadWeights unless they are whole, 0..100, and sum to 100."""
    keys = PARTS[kind]
    if set(weights) != set(keys):
        raise BadWeights(f"expected a weight for each of {', '.join(keys)}, got {', '.join(sorted(weights)) or 'none'}")
    for key in keys:
        value: object = weights[key]
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
            raise BadWeights(f"the weight of {key} is {value!r}, expected a whole number from 0 to 100")
    total = sum(weights[key] for key in keys)
    if total != 100:
        raise BadWeights(f"the weights sum to {total}, expected 100")
    return np.array([weights[key] for key in keys], dtype=np.int64)


def quantise(values: Floats, weights: Ints) -> Points:
    """Points in hundredths, shape of `values` (parts first): value x weight, rounded half up; they sum to the score."""
    scaled = values * (weights * 100.0).reshape((-1,) + (1,) * (values.ndim - 1))
    scaled += 0.5
    return scaled.astype(np.int16)
