"""Array types, validated read-only vectors and matrices, and the seeded hash that breaks ties."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from ecosystem.matching.engine.errors import BadFacts, EngineError

Ints: TypeAlias = NDArray[np.int64]
Array: TypeAlias = NDArray[Any]
Halves: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
Bools: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int8]
Points: TypeAlias = NDArray[np.int16]
Hashes: TypeAlias = NDArray[np.uint64]

INT_MAX = np.iinfo(np.int64).max


def first(mask: Bools) -> int:
    """The index of the first true value of a non-empty mask, for messages that name the row."""
    return int(np.flatnonzero(mask)[0])


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, refusing writes from now on."""
    array.setflags(write=False)
    return array


def whole(
    name: str, values: ArrayLike, *, low: int = 0, high: int = INT_MAX, error: type[EngineError] = BadFacts
) -> Ints:
    """A read-only int64 vector with values in low..high; floats are taken only when they are whole numbers."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise error(f"{name}: expected one dimension, got {array.ndim}")
    if array.dtype.kind == "f":
        bad = ~(np.isfinite(array) & (array == np.floor(array)) & (np.abs(array) < 2.0**53))
        if bad.any():
            row = first(bad)
            raise error(f"{name}: row {row} is {array[row]}, expected a whole number")
    elif array.dtype.kind not in "iub" and array.size:
        raise error(f"{name}: expected whole numbers, got {array.dtype}")
    result = np.array(array, dtype=np.int64)
    outside = (result < low) | (result > high)
    if outside.any():
        row = first(outside)
        limit = f"{low} or more" if high == INT_MAX else f"{low} to {high}"
        raise error(f"{name}: row {row} is {result[row]}, expected {limit}")
    frozen(result)
    return result


def real(name: str, values: ArrayLike, *, low: float, high: float = np.inf) -> Floats:
    """A read-only float64 vector with values in low..high, or NaN where nothing is stated; infinity is refused."""
    result = np.array(values, dtype=np.float64)
    if result.ndim != 1:
        raise BadFacts(f"{name}: expected one dimension, got {result.ndim}")
    outside = ~np.isnan(result) & ~((result >= low) & (result <= high) & np.isfinite(result))
    if outside.any():
        row = first(outside)
        limit = f"{low} or more" if high == np.inf else f"{low} to {high}"
        raise BadFacts(f"{name}: row {row} is {result[row]}, expected {limit}, or NaN when not stated")
    frozen(result)
    return result


def flags(name: str, values: ArrayLike) -> Bools:
    """A read-only vector of booleans."""
    result = np.array(values)
    if result.ndim != 1 or (result.dtype != np.bool_ and result.size):
        raise BadFacts(f"{name}: expected one dimension of booleans, got {result.ndim} of {result.dtype}")
    result = result.astype(np.bool_)
    frozen(result)
    return result


def table(name: str, matrix: Any, *, levels: bool = False) -> csr_array:
    """A canonical CSR copy (sorted, no zero, no duplicate): booleans, or float levels in 0..1."""
    if getattr(matrix, "ndim", 0) != 2:
        raise BadFacts(f"{name}: expected a matrix of two dimensions")
    result = csr_array(matrix, dtype=np.float64, copy=True)
    if result.nnz and not ((result.data >= 0) & (result.data <= 1)).all():
        position = first(~((result.data >= 0) & (result.data <= 1)))
        row = int(np.searchsorted(result.indptr, position, side="right")) - 1
        raise BadFacts(f"{name}: row {row} holds {result.data[position]}, expected 0 to 1")
    result.sum_duplicates()
    result.eliminate_zeros()
    result.sort_indices()
    if levels:
        np.minimum(result.data, 1.0, out=result.data)
        return result
    return result.astype(np.bool_)


def counts(name: str, matrix: Any) -> csr_array:
    """A canonical CSR copy (sorted, no zero, no duplicate) of whole numbers >= 0, as floats."""
    if getattr(matrix, "ndim", 0) != 2:
        raise BadFacts(f"{name}: expected a matrix of two dimensions")
    result = csr_array(matrix, dtype=np.float64, copy=True)
    bad = ~(np.isfinite(result.data) & (result.data >= 0) & (result.data == np.floor(result.data)))
    if bad.any():
        position = first(bad)
        row = int(np.searchsorted(result.indptr, position, side="right")) - 1
        raise BadFacts(f"{name}: row {row} holds {result.data[position]}, expected a whole number, 0 or more")
    result.sum_duplicates()
    result.eliminate_zeros()
    result.sort_indices()
    return result


def rows_to_table(rows: Iterable[Iterable[int]], width: int) -> csr_array:
    """A boolean CSR matrix (rows x width) from one collection of column numbers per row."""
    lists = [sorted(set(row)) for row in rows]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in lists], dtype=np.int64)])
    indices = np.array([column for row in lists for column in row], dtype=np.int64)
    if indices.size and (indices.min() < 0 or indices.max() >= width):
        position = first((indices < 0) | (indices >= width))
        row_number = int(np.searchsorted(indptr, position, side="right")) - 1
        raise BadFacts(f"row {row_number} holds column {indices[position]}, expected 0 to {width - 1}")
    return csr_array((np.ones(indices.size, dtype=np.bool_), indices, indptr), shape=(len(lists), width))


def row_of(matrix: csr_array, row: int) -> Ints:
    """The column numbers that one row of a canonical CSR matrix holds, ascending."""
    columns: Ints = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
    return columns


def row_sizes(matrix: csr_array) -> Ints:
    """How many values each row of a canonical CSR matrix states, shape (rows,)."""
    sizes: Ints = np.diff(matrix.indptr).astype(np.int64)
    return sizes


def dense(matrix: csr_array) -> Singles:
    """The matrix as float32; exact for counts below 2**24, so that products of such matrices are exact."""
    result: Singles = matrix.astype(np.float32).toarray()
    return result


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): a bijection of 64 bits that spreads every bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def pair_hashes(seed: int, need_keys: Ints, person_keys: Ints) -> Hashes:
    """A 64-bit hash per pair, from the seed and stable keys only: positions in the arrays never break a tie."""
    left, right = halves_of_hashes(seed, need_keys, person_keys)
    return _mix(left + right)


def halves_of_hashes(seed: int, need_keys: Ints, person_keys: Ints) -> tuple[Hashes, Hashes]:
    """What each side adds to the hash of a pair, which is the mix of their sum; shapes of the two keys."""
    step = np.uint64(0x9E3779B97F4A7C15)
    start = _mix(np.array([seed % 2**64], dtype=np.uint64) + step)
    return _mix(start ^ _mix(need_keys.astype(np.uint64) + step)), _mix(person_keys.astype(np.uint64) ^ step)
