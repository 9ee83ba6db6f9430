"""The assignment problem itself: a sparse table of scores, demands and capacities, checked once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem.matching.engine.arrays import Halves, Ints, first, frozen, whole
from ecosystem.matching.engine.errors import BadCapacity, BadDemand, BadIndices, BadScores

POINT = 100
"""Units per point unless an instance says otherwise: scores are hundredths of a point."""
FULL_SCORE = 100 * POINT
"""The highest score: 100 points, in hundredths."""
MOST_VALUE_POINTS = 110
"""The highest value of a pair, in points: a full score, and ten points that declared terms may add."""
MICRO = 1_000_000
"""Units per point where hundredths are too coarse: millionths."""
CHUNK = 1 << 20
"""Pairs converted and checked at a time, so that a table of millions needs no second copy of itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Needs x people in CSR form; a pair that is absent is not admissible.

    indptr (needs + 1,), indices (pairs,) person numbers, scores (pairs,) whole units 0..110 points (`unit` of them make
    a point), demand (needs,) people wanted >= 0, capacity (people,) places left >= 0. Rows are sorted by person here.
    Raises BadIndices, BadScores, BadDemand or BadCapacity, which name the row. An empty graph is valid.
    """

    indptr: Ints
    indices: Halves
    scores: Halves
    demand: Ints
    capacity: Ints
    unit: int = POINT

    def __post_init__(self) -> None:
        demand = whole("demand", self.demand, error=BadDemand)
        capacity = whole("capacity", self.capacity, error=BadCapacity)
        indptr = _checked_indptr(self.indptr, demand.size)
        indices = _checked_indices(self.indices, indptr, capacity.size)
        scores = _checked_scores(self.scores, indptr, MOST_VALUE_POINTS * self.unit)
        if not _rows_are_sorted(indptr, indices):
            order = np.lexsort((indices, np.repeat(np.arange(demand.size), np.diff(indptr))))
            indices, scores = indices[order], scores[order]
        _refuse_twins(indptr, indices)
        for name, array in (("indptr", indptr), ("indices", indices), ("scores", scores)):
            object.__setattr__(self, name, frozen(array))
        object.__setattr__(self, "demand", demand)
        object.__setattr__(self, "capacity", capacity)

    @classmethod
    def from_points(
        cls,
        indptr: ArrayLike,
        indices: ArrayLike,
        points: ArrayLike,
        demand: ArrayLike,
        capacity: ArrayLike,
        unit: int = POINT,
    ) -> "Instance":
        """The same from scores in points (floats 0..100), rounded half up to whole units. Raises as the class does."""
        values = np.asarray(points)
        units = np.empty(values.shape, dtype=np.int32)
        for start in range(0, values.size, CHUNK):
            some = values[start : start + CHUNK].astype(np.float64)
            bad = ~((some >= 0) & (some <= 100))
            if bad.any():
                row = _row_of(np.asarray(indptr), start + first(bad))
                raise BadScores(f"row {row}: score {some[first(bad)]}, expected 0 to 100 points")
            units[start : start + CHUNK] = np.floor(some * unit + 0.5)
        return cls(np.asarray(indptr), np.asarray(indices), units, np.asarray(demand), np.asarray(capacity), unit)

    @classmethod
    def of_checked(cls, indptr: Ints, indices: Halves, scores: Halves, whole_: "Instance") -> "Instance":
        """Some pairs of an instance, in its order, without checking them again."""
        part = object.__new__(cls)
        values = (indptr, indices, scores, whole_.demand, whole_.capacity, whole_.unit)
        for name, value in zip(cls.__slots__, values, strict=True):
            object.__setattr__(part, name, value)
        return part

    @property
    def needs(self) -> int:
        """The number of rows."""
        return int(self.demand.size)

    @property
    def people(self) -> int:
        """The number of columns."""
        return int(self.capacity.size)

    @property
    def pairs(self) -> int:
        """The number of admissible pairs."""
        return int(self.indices.size)

    def rows(self) -> Ints:
        """The need of each pair, shape (pairs,), ascending."""
        return np.repeat(np.arange(self.needs, dtype=np.int64), np.diff(self.indptr))

    def rows_of(self, edge: Ints) -> Ints:
        """The need of some pairs, given by position, without the table of all."""
        return (np.searchsorted(self.indptr, edge, side="right") - 1).astype(np.int64)

    def edge_ids(self, need: Ints, person: Ints) -> Ints:
        """The position of each given pair among the pairs, or -1 where it is not admissible, shape of `need`."""
        known = (need >= 0) & (need < self.needs) & (person >= 0) & (person < self.people)
        found = np.full(need.size, -1, dtype=np.int64)
        for position in np.flatnonzero(known).tolist():
            start, stop = self.indptr[need[position]], self.indptr[need[position] + 1]
            place = int(start + np.searchsorted(self.indices[start:stop], person[position]))
            if place < stop and self.indices[place] == person[position]:
                found[position] = place
        return found


def _row_of(indptr: Ints, pair: int) -> int:
    return int(np.searchsorted(indptr, pair, side="right")) - 1


def _checked_indptr(values: ArrayLike, needs: int) -> Ints:
    indptr = whole("indptr", values, error=BadIndices)
    if indptr.size != needs + 1 or indptr[0] != 0:
        raise BadIndices(f"indptr must start at 0 and hold {needs + 1} values for {needs} needs, got {indptr.size}")
    falls = np.diff(indptr) < 0
    if falls.any():
        raise BadIndices(f"row {first(falls)}: indptr falls")
    return indptr


def _checked_indices(values: ArrayLike, indptr: Ints, people: int) -> Halves:
    array = np.asarray(values)
    if array.ndim != 1 or array.size != indptr[-1]:
        raise BadIndices(f"indptr ends at {indptr[-1]}, but there are {array.size} pairs")
    if array.dtype.kind not in "iu" and array.size:
        array = whole("indices", array, low=np.iinfo(np.int64).min, error=BadIndices)
    result = np.empty(array.size, dtype=np.int32)
    for start in range(0, array.size, CHUNK):
        some = array[start : start + CHUNK]
        outside = (some < 0) | (some >= people)
        if outside.any():
            row = _row_of(indptr, start + first(outside))
            raise BadIndices(f"row {row}: person {some[first(outside)]} is not among 0..{people - 1}")
        result[start : start + CHUNK] = some
    return result


def _checked_scores(values: ArrayLike, indptr: Ints, most: int) -> Halves:
    array = np.asarray(values)
    if array.shape != (int(indptr[-1]),):
        raise BadScores(f"{array.size} scores for {indptr[-1]} pairs")
    if array.dtype.kind not in "iufb" and array.size:
        raise BadScores(f"expected whole units, got {array.dtype}")
    result = np.empty(array.size, dtype=np.int32)
    for start in range(0, array.size, CHUNK):
        some = array[start : start + CHUNK]
        bad = ~((some >= 0) & (some <= most)) | (some != np.floor(some))
        if bad.any():
            row = _row_of(indptr, start + first(bad))
            raise BadScores(f"row {row}: score {some[first(bad)]}, expected whole units 0 to {most}")
        result[start : start + CHUNK] = some
    return result


def _rows_are_sorted(indptr: Ints, indices: Halves) -> bool:
    """Whether people ascend within every row; equal neighbours are left to the next check."""
    falls = np.flatnonzero(indices[1:] < indices[:-1]) + 1
    return bool(np.isin(falls, indptr, assume_unique=False).all())


def _refuse_twins(indptr: Ints, indices: Halves) -> None:
    twins = np.flatnonzero(indices[1:] == indices[:-1]) + 1
    twins = twins[~np.isin(twins, indptr)]
    if twins.size:
        raise BadIndices(f"row {_row_of(indptr, int(twins[0]))}: person {indices[twins[0]]} is given twice")
