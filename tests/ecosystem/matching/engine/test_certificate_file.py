"""Whatever is handed over as a certificate gets a clear refusal, never a failure, in bounded memory."""

import gzip
import json
import tracemalloc
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.certificate_file import (
    MOST_BYTES,
    Malformed,
    content_hash,
    numbers,
    packed,
    read,
    write,
)
from ecosystem.matching.engine.checker import verify, verify_file
from tests.ecosystem.matching.engine.builders import quick
from tests.ecosystem.matching.engine.certificates import certified, plain, sealed

MADE = plain(certified(2, needs=5, people=4))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.integers(-(2**70), 2**70),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    found = [way] if way else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += ways(inner, (*way, key))
    if isinstance(value, list) and value:
        found += ways(value[0], (*way, 0))
    return found


def replaced(made: Any, way: tuple[Any, ...], value: Any) -> Any:
    if not way:
        return value
    copied = made.copy()
    copied[way[0]] = replaced(made[way[0]], way[1:], value)
    return copied


@quick
@given(st.sampled_from(ways(MADE)), anything)
def test_any_value_anywhere_is_verified_or_refused_never_a_failure(way, value):
    changed = replaced(MADE, way, value)
    with suppress(ValueError, TypeError):
        changed = sealed(changed)
    findings = verify(changed)
    assert findings
    for one in findings:
        assert one.ok == (one.code == "")
        assert one.ok or one.said


@pytest.mark.parametrize("way", ways(MADE), ids=str)
def test_a_missing_key_is_named(way):
    if not isinstance(way[-1], str) or (way[0] == "round" and way[-1] not in ("seed", "digest")):
        return
    if way[-1] in ("engine", "content"):
        return
    inner = MADE
    for step in way[:-1]:
        inner = inner[step]
    changed = sealed(replaced(MADE, way[:-1], {key: value for key, value in inner.items() if key != way[-1]}))
    (only,) = verify(changed)
    assert (only.check, only.ok) == ("format", False)
    assert way[-1] in only.said or way[0] in only.said


@quick
@given(st.binary(max_size=60))
def test_any_bytes_are_refused(data):
    (only,) = verify_file(data)
    assert not only.ok
    (only,) = verify_file(gzip.compress(data))
    assert not only.ok


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"[]", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe{\x00}\x00", "not_json"),
        (b'{"a": NaN}', "not_whole"),
        (b'{"a": -Infinity}', "not_whole"),
        (b'{"a": 1.5}', "not_whole"),
        (b'{"a": 1e400}', "not_whole"),
        (b'{"a": 1, "a": 2}', "key_given_twice"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not_json"),
        (b'{"a": ' + b"[" * 15_000 + b"]" * 15_000 + b"}", "not_json"),
        (b"[" * 100_000, "too_large"),
        (b'{"a": [' + b"0," * 4_000_000 + b"0]}", "too_large"),
        (b"\x1f\x8b not gzip", "not_json"),
        (gzip.compress(b"{}", mtime=0)[:-4], "not_json"),
        (gzip.compress(b"{}", mtime=0) + b"more", "not_json"),
        (b"PK\x03\x04 a zip", "not_json"),
    ],
)
def test_what_is_no_certificate_is_refused_with_its_reason(data, code):
    with pytest.raises(Malformed) as error:
        read(data)
    assert error.value.code == code
    (only,) = verify_file(data)
    assert only.facts["reason"] == code


def test_a_bomb_is_never_inflated():
    press = zlib.compressobj(9, wbits=31)
    bomb = b"".join(press.compress(bytes(1_000_000)) for _ in range(400)) + press.flush()
    assert len(bomb) < 500_000
    tracemalloc.start()
    try:
        with pytest.raises(Malformed, match="too large"):
            read(bomb)
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    finally:
        tracemalloc.stop()


@quick
@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3), st.integers(0, 900), st.sampled_from([2**14, 2**30, 1]))
def test_numbers_come_back_as_they_were_packed(some, many, high):
    values = some + list(range(-high, -high + many))
    written = json.loads(write({"n": packed(values)}))["n"]
    assert numbers(written, "n", low=-(2**63)) == values


@pytest.mark.parametrize(
    "value",
    [
        {"bits": 16, "size": 3, "data": "AAAA"},
        {"bits": 8, "size": 1, "data": "AA=="},
        {"bits": True, "size": 1, "data": "AAA="},
        {"bits": 16, "size": -1, "data": ""},
        {"bits": 16, "size": 1, "data": "é"},
        {"bits": 16, "size": 1, "data": "?"},
        {"bits": 16, "data": ""},
        {},
        "text",
        None,
        7,
        [1, "2"],
        [True],
        [1.0],
        [2**63],
    ],
)
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(Malformed):
        numbers(value, "n", low=-(2**63))


def test_the_seal_covers_everything_but_itself_and_the_names():
    assert content_hash(MADE) == content_hash({**MADE, "content": "x", "names": {}}) == MADE["content"]
    assert content_hash({**MADE, "note": 1}) != MADE["content"]
    assert read(write(MADE)) == read(gzip.compress(write(MADE))) == MADE
