"""The assignment problem itself: a sparse table of scores, demands and capacities, checked once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem.matching.engine.arrays import Ints, first, frozen, whole
from ecosystem.matching.engine.errors import BadCapacity, BadDemand, BadIndices, BadScores

FULL_SCORE = 10_000
"""The highest score: 100 points, in hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Needs x people in CSR form; a pair that is absent is not admissible.

    indptr (needs + 1,), indices (pairs,) person numbers, scores (pairs,) hundredths of a point 0..10000,
    demand (needs,) people wanted >= 0, capacity (people,) places left >= 0. Rows are sorted by person here.
    Raises BadIndices, BadScores, BadDemand or BadCapacity, which name the row. An empty graph is valid.
    """

    indptr: Ints
    indices: Ints
    scores: Ints
    demand: Ints
    capacity: Ints

    def __post_init__(self) -> None:
        demand = whole("demand", self.demand, error=BadDemand)
        capacity = whole("capacity", self.capacity, error=BadCapacity)
        indptr = _checked_indptr(self.indptr, demand.size)
        indices = whole("indices", self.indices, low=np.iinfo(np.int64).min, error=BadIndices)
        if indptr[-1] != indices.size:
            raise BadIndices(f"indptr ends at {indptr[-1]}, but there are {indices.size} pairs")
        rows = np.repeat(np.arange(demand.size), np.diff(indptr))
        outside = (indices < 0) | (indices >= capacity.size)
        if outside.any():
            pair = first(outside)
            raise BadIndices(f"row {rows[pair]}: person {indices[pair]} is not among 0..{capacity.size - 1}")
        scores = _checked_scores(self.scores, rows)
        order = _row_order(rows, indices)
        if order is not None:
            indices, scores = indices[order], scores[order]
        twice = (indices[1:] == indices[:-1]) & (rows[1:] == rows[:-1])
        if twice.any():
            pair = first(twice)
            raise BadIndices(f"row {rows[pair]}: person {indices[pair]} is given twice")
        for name, array in (("indptr", indptr), ("indices", indices), ("scores", scores)):
            object.__setattr__(self, name, frozen(array))
        object.__setattr__(self, "demand", demand)
        object.__setattr__(self, "capacity", capacity)

    @classmethod
    def from_points(
        cls, indptr: ArrayLike, indices: ArrayLike, points: ArrayLike, demand: ArrayLike, capacity: ArrayLike
    ) -> "Instance":
        """The same from scores in points (floats 0..100), rounded half up to hundredths. Raises as the class does."""
        values = np.asarray(points, dtype=np.float64)
        bad = ~((values >= 0) & (values <= 100))
        if bad.any():
            pair = first(bad)
            row = int(np.searchsorted(np.asarray(indptr), pair, side="right")) - 1
            raise BadScores(f"row {row}: score {values[pair]}, expected 0 to 100 points")
        hundredths = np.floor(values * 100 + 0.5).astype(np.int64)
        return cls(np.asarray(indptr), np.asarray(indices), hundredths, np.asarray(demand), np.asarray(capacity))

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

    def edge_ids(self, need: Ints, person: Ints) -> Ints:
        """The position of each given pair among the pairs, or -1 where it is not admissible, shape of `need`."""
        if not self.pairs:
            return np.full(need.size, -1, dtype=np.int64)
        keys = self.rows() * self.people + self.indices
        wanted = need * self.people + person
        known = (need >= 0) & (need < self.needs) & (person >= 0) & (person < self.people)
        found = np.minimum(np.searchsorted(keys, wanted), self.pairs - 1)
        return np.where(known & (keys[found] == wanted), found, -1).astype(np.int64)


def _checked_indptr(values: ArrayLike, needs: int) -> Ints:
    indptr = whole("indptr", values, error=BadIndices)
    if indptr.size != needs + 1 or indptr[0] != 0:
        raise BadIndices(f"indptr must start at 0 and hold {needs + 1} values for {needs} needs, got {indptr.size}")
    falls = np.diff(indptr) < 0
    if falls.any():
        raise BadIndices(f"row {first(falls)}: indptr falls")
    return indptr


def _checked_scores(values: ArrayLike, rows: Ints) -> Ints:
    scores = np.asarray(values)
    if scores.shape != rows.shape:
        raise BadScores(f"{scores.size} scores for {rows.size} pairs")
    if scores.dtype.kind not in "iufb" and scores.size:
        raise BadScores(f"expected whole hundredths, got {scores.dtype}")
    bad = ~((scores >= 0) & (scores <= FULL_SCORE)) | (scores != np.floor(scores))
    if bad.any():
        pair = first(bad)
        raise BadScores(f"row {rows[pair]}: score {scores[pair]}, expected whole hundredths 0 to {FULL_SCORE}")
    return scores.astype(np.int64)


def _row_order(rows: Ints, indices: Ints) -> Ints | None:
    """The order that sorts every row by person, or nothing when the rows are sorted already."""
    if not ((indices[1:] < indices[:-1]) & (rows[1:] == rows[:-1])).any():
        return None
    return np.lexsort((indices, rows)).astype(np.int64)
