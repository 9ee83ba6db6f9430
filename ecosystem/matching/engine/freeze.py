"""Inputs as bytes and back: dataclasses of arrays, tables, mappings, enumerations and plain values, without pickle.

The bytes are a mark, the sha256 of what follows, and a compressed block: the length of a JSON tree, the tree, then the
arrays one after the other, little-endian. Only classes that the type hints of the expected class name can come out of
it, through their own constructors, which check their values again.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np
from scipy.sparse import csr_array, issparse

from ecosystem.matching.engine.errors import DamagedInputs

MARK = b"escale-inputs-1\n"
ARRAYS = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"}
"""Kinds of numbers that can be stored, by kind and bytes."""
SIZE_BYTES = 8
T = TypeVar("T")


def dump(value: Any, *, level: int = 6) -> bytes:
    """The bytes of a dataclass; the same value gives the same bytes. Raises TypeError for what has no such form."""
    arrays: list[bytes] = []
    tree = json.dumps(_plain(value, arrays), separators=(",", ":"), allow_nan=False).encode()
    block = zlib.compress(b"".join([len(tree).to_bytes(SIZE_BYTES, "little"), tree, *arrays]), level)
    return MARK + hashlib.sha256(block).digest() + block


def load(data: bytes | memoryview, expected: type[T]) -> T:
    """The value that was dumped. Raises DamagedInputs when a byte has changed or the value is not of that class."""
    head = len(MARK) + hashlib.sha256().digest_size
    block = bytes(data[head:])
    if bytes(data[: len(MARK)]) != MARK:
        raise DamagedInputs("the stored inputs do not begin as they should")
    if hashlib.sha256(block).digest() != bytes(data[len(MARK) : head]):
        raise DamagedInputs("the stored inputs have changed: their checksum differs")
    content = zlib.decompress(block)
    size = SIZE_BYTES + int.from_bytes(content[:SIZE_BYTES], "little")
    reader = _Reader(_classes(expected), memoryview(content)[size:])
    try:
        value = reader.value(json.loads(content[SIZE_BYTES:size]))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedInputs(f"the stored inputs are of another version: {error}") from error
    if not isinstance(value, expected):
        raise DamagedInputs(f"the stored inputs are a {type(value).__name__}, not a {expected.__name__}")
    return value


def _plain(value: Any, arrays: list[bytes]) -> Any:
    """The JSON of a value; the bytes of its arrays go to `arrays`."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name), arrays) for field in fields(value) if field.init}
        return {"class": type(value).__name__, "fields": told}
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "is": _plain(value.value, arrays)}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key, arrays), _plain(value[key], arrays)] for key in sorted(value)]}
    if isinstance(value, np.ndarray):
        return _array(value, arrays)
    if issparse(value):
        table = csr_array(value)
        parts = [_array(part, arrays) for part in (table.indptr, table.indices, table.data)]
        return {"table": list(table.shape), "parts": parts}
    if isinstance(value, tuple | list):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_plain(item, arrays) for item in value]}
    if isinstance(value, np.generic):
        return _plain(value.item(), arrays)
    if isinstance(value, float):
        return {"float": value.hex()}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _array(array: np.ndarray, arrays: list[bytes]) -> Any:
    kind = array.dtype.str[1:]
    if kind not in ARRAYS:
        raise TypeError(f"an array of {array.dtype} cannot be stored")
    raw = np.ascontiguousarray(array, dtype=f"<{kind}").tobytes()
    arrays.append(raw)
    return {"array": kind, "shape": list(array.shape)}


class _Reader:
    """Reads a tree in the order in which it was written, so that the arrays follow one another."""

    def __init__(self, classes: dict[str, type], raw: memoryview) -> None:
        self.classes, self.raw, self.at = classes, raw, 0

    def value(self, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        readers = {"class": self._class, "enum": self._enum, "map": self._map, "tuple": self._tuple, "list": self._list}
        readers |= {"float": self._float, "table": self._table, "array": self._array}
        for kind, read in readers.items():
            if kind in told:
                return read(told)
        raise KeyError(f"no kind among {sorted(told)}")

    def _class(self, told: Any) -> Any:
        return self.classes[told["class"]](**{name: self.value(item) for name, item in told["fields"].items()})

    def _enum(self, told: Any) -> Any:
        return self.classes[told["enum"]](self.value(told["is"]))

    def _map(self, told: Any) -> Any:
        return {self.value(key): self.value(item) for key, item in told["map"]}

    def _tuple(self, told: Any) -> Any:
        return tuple(self.value(item) for item in told["tuple"])

    def _list(self, told: Any) -> Any:
        return [self.value(item) for item in told["list"]]

    def _float(self, told: Any) -> float:
        return float.fromhex(told["float"])

    def _table(self, told: Any) -> csr_array:
        indptr, indices, data = (self._array(part) for part in told["parts"])
        return csr_array((data, indices, indptr), shape=tuple(told["table"]))

    def _array(self, told: Any) -> np.ndarray:
        dtype, shape = np.dtype(f"<{told['array']}"), tuple(told["shape"])
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        flat = np.frombuffer(self.raw[self.at : self.at + size], dtype=dtype)
        self.at += size
        return flat.reshape(shape).astype(dtype.newbyteorder("="))


def _classes(root: Any) -> dict[str, type]:
    """The dataclasses and enumerations that a class and its type hints name, at any depth, by name."""
    found: dict[str, type] = {}
    waiting = [root]
    while waiting:
        hint = waiting.pop()
        waiting += [item for item in get_args(hint) if not isinstance(item, str)]
        if not isinstance(hint, type) or hint.__name__ in found:
            continue
        if issubclass(hint, Enum):
            found[hint.__name__] = hint
        elif is_dataclass(hint):
            found[hint.__name__] = hint
            waiting += list(get_type_hints(hint).values())
    return found
