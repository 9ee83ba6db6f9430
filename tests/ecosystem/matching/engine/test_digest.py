"""The digest is the same for the same inputs and another one for any change."""

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.hard_rules import Rules
from ecosystem.matching.engine.parts import Kind
from tests.ecosystem.matching.engine import builders

KINDS = pytest.mark.parametrize("kind", Kind)


@KINDS
def test_the_same_inputs_have_the_same_digest(kind):
    assert digest(builders.problem(kind, 6, 5)) == digest(builders.problem(kind, 6, 5))
    assert len(digest(builders.problem(kind, 6, 5))) == 64


def altered(value):
    """The same fact with one value changed."""
    if isinstance(value, csr_array):
        dense = value.toarray()
        dense[-1, 0] = not dense[-1, 0]
        return dense
    changed = value.copy()
    changed[-1] = not changed[-1] if changed.dtype == np.bool_ else 1 if changed[-1] != 1 else 2
    return changed


@KINDS
@pytest.mark.parametrize("side", ["needs", "people"])
def test_a_change_of_any_fact_changes_it(kind, side):
    problem = builders.problem(kind, 6, 5)
    record = getattr(problem, side)
    seen = {digest(problem)}
    names = [
        field.name for field in fields(record) if field.name != "deals" and getattr(record, field.name) is not None
    ]
    for name in names:
        changes = {name: altered(getattr(record, name))}
        if name == "ticket_max":
            changes = {"ticket_min": np.full(5, 1.0), "ticket_max": np.full(5, 2.0)}
        seen.add(digest(replace(problem, **{side: replace(record, **changes)})))
    assert len(seen) == len(names) + 1


def test_a_change_of_any_deal_changes_it():
    problem = builders.problem(Kind.FUNDERS, 6, 5)
    deals = problem.people.deals
    seen = {digest(problem)}
    for field in fields(deals):
        values = getattr(deals, field.name).copy()
        values[0] = 1 if values[0] != 1 else 2
        seen.add(digest(builders.with_people(problem, deals=replace(deals, **{field.name: values}))))
    assert len(seen) == len(fields(deals)) + 1


def test_a_change_of_any_setting_changes_it():
    problem = builders.problem(Kind.MENTORS, 6, 5)
    moved = dict(problem.weights) | {"expertise": 34, "sector": 16}
    changes = [{"seed": 8}, {"weights": moved}, {"alternates": 4}, {"min_score": 1}, {"keep": 5}]
    changes += [{"rules": Rules(**{field.name: False})} for field in fields(Rules)]
    changes += [{"need_keys": problem.need_keys + 1}, {"forbidden": Forbidden.none()}]
    assert len({digest(replace(problem, **change)) for change in changes} | {digest(problem)}) == len(changes) + 1


def test_the_form_of_the_numbers_does_not_matter():
    assert digest(np.array([1, 2], dtype=np.int32)) == digest(np.array([1, 2], dtype=">i8"))
    assert digest(np.array([0.0, np.nan])) == digest(np.array([-0.0, -np.nan]))
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    stored = csr_array((np.array([0.0, 1.0]), np.array([1, 0]), np.array([0, 2])), shape=(1, 2))
    assert digest(stored) == digest(csr_array(np.array([[1.0, 0.0]])))


def test_different_inputs_do_not_share_their_bytes():
    values = [1, 1.0, "1", True, None, np.array([1]), np.array([1.0]), np.array([True]), {"a": 1}, {"a": {}}, "", {}]
    assert len({digest(value) for value in values}) == len(values)


def test_the_order_of_barred_pairs_does_not_matter():
    one = Forbidden(np.array([0, 1]), np.array([2, 3]), np.array([0, 1]))
    other = Forbidden(np.array([1, 0]), np.array([3, 2]), np.array([1, 0]))
    assert digest(one) == digest(other)


def test_an_unknown_kind_of_value_is_refused():
    with pytest.raises(TypeError, match="set has no canonical form"):
        digest({1, 2})
    with pytest.raises(TypeError, match="no canonical form"):
        digest(np.array(["a"]))
