"""One fingerprint of everything a round is computed from."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
from scipy.sparse import csr_array, issparse

ENGINE_VERSION = 4
"""Rises whenever the same inputs may give another result."""

OPTIONAL = "optional"
"""Marks a field that came later: without a value it leaves no trace, so that older fingerprints stay what they were."""


def digest(inputs: Any) -> str:
    """The sha256 (64 hexadecimal digits) of dataclasses, mappings, arrays, tables, lists, numbers and texts.

    Canonical: 64-bit little-endian numbers, one NaN, one zero, tables without stored zeros, mappings by key; the same
    on every platform. Every value is preceded by its kind and length, so that no two inputs share their bytes. Raises
    TypeError for a value of another kind.
    """
    state = hashlib.sha256()
    _feed(state, ENGINE_VERSION)
    _feed(state, inputs)
    return state.hexdigest()


def _feed(state: Any, value: Any) -> None:
    if is_dataclass(value):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        for field in fields(value):
            if field.metadata.get(OPTIONAL) and told[field.name] is None:
                del told[field.name]
        _feed(state, told | {"": type(value).__name__})
    elif isinstance(value, Mapping):
        _mark(state, "map", len(value))
        for key in sorted(value):
            _feed(state, key)
            _feed(state, value[key])
    elif isinstance(value, np.ndarray):
        _array(state, value)
    elif issparse(value):
        _table(state, csr_array(value, copy=True))
    elif isinstance(value, tuple | list):
        _mark(state, "list", len(value))
        for item in value:
            _feed(state, item)
    elif isinstance(value, Enum):
        _feed(state, value.value)
    elif value is None or isinstance(value, bool | int | str | float | np.generic):
        _scalar(state, value.item() if isinstance(value, np.generic) else value)
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form")


def _mark(state: Any, kind: str, size: int) -> None:
    state.update(f"{kind}:{size};".encode())


def _scalar(state: Any, value: float | str | None) -> None:
    text = value.hex() if isinstance(value, float) else str(value)
    data = text.encode()
    _mark(state, type(value).__name__, len(data))
    state.update(data)


def _array(state: Any, array: np.ndarray) -> None:
    kinds = {"i": "<i8", "u": "<u8", "b": "|u1", "f": "<f8"}
    if array.dtype.kind not in kinds:
        raise TypeError(f"an array of {array.dtype} has no canonical form")
    canonical = np.ascontiguousarray(array, dtype=kinds[array.dtype.kind])
    if array.dtype.kind == "f":
        canonical = np.where(np.isnan(canonical), np.nan, canonical + 0.0).astype("<f8")
    _mark(state, f"array{array.dtype.kind}{array.shape}", canonical.nbytes)
    state.update(canonical.tobytes())


def _table(state: Any, table: csr_array) -> None:
    table.sum_duplicates()
    table.eliminate_zeros()
    table.sort_indices()
    _mark(state, f"table{table.shape}", table.nnz)
    for part in (table.indptr, table.indices, table.data):
        _array(state, part)
