"""The file of a certificate: JSON of whole numbers and texts, its canonical form, its seal, and its safe reading.

Standard library only. Arrays of whole numbers are lists, or, when long, {"bits": 16|32|64, "size": n, "data": base64 of
little-endian signed integers}. `content` is the sha256 of the canonical JSON (sorted keys, no spaces, ASCII) of
everything else except `names`, a courtesy to the reader that can be erased without breaking the seal.
"""

import base64
import binascii
import hashlib
import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

FORMAT, VERSION = "escale.certificate", 1
UNSEALED = {"content", "names"}

MOST_BYTES = 48 * 1024 * 1024
"""Of a file once inflated: 3 million candidates take a third of it."""
MOST_BRACKETS, MOST_COMMAS = 20_000, 3_000_000
MOST_ROWS = 4_000_000
WIDEST = 2**63
PLAIN_UP_TO = 400
"""Numbers of a list that stays readable; longer ones are packed."""
CODES = {array(code).itemsize * 8: code for code in "hilq"}


class Malformed(ValueError):
    """The file is not a certificate: `code` says why, `where` in which place, `row` at which position (from 0)."""

    def __init__(self, code: str, where: str = "", row: int = -1) -> None:
        super().__init__(f"{where or 'file'}{f', row {row}' if row >= 0 else ''}: {code.replace('_', ' ')}")
        self.code, self.where, self.row = code, where, row


def read(data: bytes) -> dict[str, Any]:
    """The document in a file, plain or compressed by gzip; raises Malformed, and never holds much more than MOST_BYTES.

    No number with a fraction, no NaN, no key given twice, no nesting that a certificate does not have.
    """
    text = _inflated(data) if data[:2] == b"\x1f\x8b" else data
    if len(text) > MOST_BYTES:
        raise Malformed("too_large")
    if text.count(b"[") + text.count(b"{") > MOST_BRACKETS or text.count(b",") > MOST_COMMAS:
        raise Malformed("too_large")
    try:
        document = json.loads(
            text.decode("utf-8-sig"), parse_float=_fraction, parse_constant=_fraction, object_pairs_hook=_once
        )
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:  # a bad encoding and a number of 5,000 digits are ValueErrors too
        raise Malformed("not_json") from error
    if not isinstance(document, dict):
        raise Malformed("not_json")
    return document


def write(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a document; the same document always gives the same."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def content_hash(document: Mapping[str, Any]) -> str:
    """The seal: sha256, in 64 hexadecimal digits, of everything but the seal itself and the names."""
    return hashlib.sha256(write({key: value for key, value in document.items() if key not in UNSEALED})).hexdigest()


def packed(values: Sequence[int]) -> Any:
    """Whole numbers as the file holds them: a list, or the narrowest packed array when there are many."""
    if len(values) <= PLAIN_UP_TO:
        return list(values)
    low, high = min(values), max(values)
    bits = next(bits for bits in (16, 32, 64) if -(2 ** (bits - 1)) <= low and high < 2 ** (bits - 1))
    numbers = array(CODES[bits], values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return {"bits": bits, "size": len(values), "data": base64.b64encode(numbers.tobytes()).decode()}


def numbers(value: Any, where: str, *, size: int | None = None, low: int = 0, high: int = WIDEST - 1) -> list[int]:
    """The whole numbers of a list or of a packed array, `size` of them, each in low..high; raises Malformed."""
    found = _unpacked(value, where) if isinstance(value, dict) else value
    if not isinstance(found, list):
        raise Malformed("not_a_list", where)
    if size is not None and len(found) != size:
        raise Malformed("wrong_size", where)
    if found is value and any(type(number) is not int for number in found):
        raise Malformed("not_whole", where, next(row for row, one in enumerate(found) if type(one) is not int))
    if found and (min(found) < low or max(found) > high):
        raise Malformed("out_of_range", where, next(row for row, one in enumerate(found) if not low <= one <= high))
    return found


def _unpacked(value: dict[str, Any], where: str) -> list[int]:
    bits, size, data = value.get("bits"), value.get("size"), value.get("data")
    if type(bits) is not int or bits not in (16, 32, 64) or type(size) is not int or not isinstance(data, str):
        raise Malformed("not_a_list", where)
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not_a_list", where) from error
    if len(raw) * 8 != size * bits or size > MOST_ROWS:
        raise Malformed("wrong_size", where)
    found = array(CODES[bits])
    found.frombytes(raw)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tolist()


def _inflated(data: bytes) -> bytes:
    """The bytes of a gzip file of one member, never more than one above the limit."""
    stream = zlib.decompressobj(wbits=31)
    try:
        text = stream.decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise Malformed("not_json") from error
    if len(text) > MOST_BYTES:
        raise Malformed("too_large")
    if not stream.eof or stream.unused_data:
        raise Malformed("not_json")
    return text


def _fraction(text: str) -> NoReturn:
    raise Malformed("not_whole", text[:20])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("key_given_twice", Counter(key for key, _ in pairs).most_common(1)[0][0][:80])
    return found
