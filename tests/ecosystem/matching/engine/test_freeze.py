"""Stored inputs come back as they were, or with a named error."""

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.errors import DamagedInputs
from ecosystem.matching.engine.facts import FunderPeople
from ecosystem.matching.engine.freeze import MARK, dump, load
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.problem import Problem
from tests.ecosystem.matching.engine.builders import problem, quick


@quick
@given(kind=st.sampled_from(Kind), needs=st.integers(0, 8), people=st.integers(0, 8), seed=st.integers(0, 500))
def test_a_problem_comes_back_with_the_same_digest_and_the_same_bytes(
    kind: Kind, needs: int, people: int, seed: int
) -> None:
    given = problem(kind, needs, people, seed=seed, keep=seed % 7 + 1 if seed % 2 else None)
    data = dump(given)
    back = load(data, Problem)
    assert digest(back) == digest(given)
    assert dump(back) == data
    assert back.needs.wanted.dtype == given.needs.wanted.dtype
    assert type(back.people) is type(given.people)


@quick
@given(place=st.integers(0, 10**9), change=st.integers(1, 255))
def test_any_byte_that_changes_is_noticed(place: int, change: int) -> None:
    data = bytearray(dump(problem(Kind.MENTORS, 3, 2)))
    data[place % len(data)] ^= change
    with pytest.raises(DamagedInputs):
        load(bytes(data), Problem)


@pytest.mark.parametrize("kept", [0, 10, 40, 100, -1])
def test_what_was_cut_is_noticed(kept: int) -> None:
    with pytest.raises(DamagedInputs):
        load(dump(problem(Kind.FUNDERS, 3, 2))[:kept], Problem)


@dataclass(frozen=True)
class Inner:
    value: float
    flag: bool | None = None


@dataclass(frozen=True)
class Outer:
    words: tuple[str, ...]
    inner: tuple[Inner, ...]
    table: csr_array
    cells: np.ndarray
    counts: dict[str, int]
    rows: list[int]


def outer(**changes: Any) -> Outer:
    base = Outer(
        words=("é", '"', ""),
        inner=(Inner(0.1), Inner(float("inf"), True), Inner(-0.0)),
        table=csr_array((np.array([0.5, np.nan]), (np.array([0, 2]), np.array([1, 0]))), shape=(3, 2)),
        cells=np.arange(6, dtype=np.int16).reshape(2, 3)[:, ::2],
        counts={"b": 2**70, "a": -1},
        rows=[3, 1],
    )
    return replace(base, **changes)


def test_nested_values_of_every_kind_come_back() -> None:
    back = load(dump(outer()), Outer)
    assert (back.words, back.rows, back.counts) == (("é", '"', ""), [3, 1], {"a": -1, "b": 2**70})
    assert repr(back.inner) == repr(outer().inner)
    assert (back.cells.tolist(), back.cells.dtype) == ([[0, 2], [3, 5]], np.dtype(np.int16))
    assert np.array_equal(back.table.toarray(), outer().table.toarray(), equal_nan=True)


def test_a_value_that_has_no_such_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        dump(outer(rows={1}))
    with pytest.raises(TypeError, match="object"):
        dump(outer(cells=np.array([None])))


def test_only_the_expected_class_and_what_it_names_comes_out() -> None:
    with pytest.raises(DamagedInputs, match="another version"):
        load(dump(outer()), Inner)
    with pytest.raises(DamagedInputs, match="are a Inner, not a Outer"):
        load(dump(Inner(1.0)), Outer)


def signed(tree: Any) -> bytes:
    """Bytes that a version of the site with other fields would have written."""
    told = json.dumps(tree).encode()
    block = zlib.compress(len(told).to_bytes(8, "little") + told)
    return MARK + hashlib.sha256(block).digest() + block


def test_a_field_that_this_version_does_not_have_is_told() -> None:
    known = {"value": {"float": "0x1p0"}}
    assert load(signed({"class": "Inner", "fields": known}), Inner) == Inner(1.0)
    with pytest.raises(DamagedInputs, match="colour"):
        load(signed({"class": "Inner", "fields": {**known, "colour": 3}}), Inner)
    with pytest.raises(DamagedInputs, match="another version"):
        load(signed({"class": "Inner", "fields": {}}), Inner)
    with pytest.raises(DamagedInputs, match="another version"):
        load(signed({"class": "Inner", "fields": {"value": {"array": "f8", "shape": [4]}}}), Inner)
    with pytest.raises(DamagedInputs):
        load(signed({"unheard": 1}), FunderPeople)
