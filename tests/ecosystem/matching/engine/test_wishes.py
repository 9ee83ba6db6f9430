"""What staff ask of a round: floors, minimum loads, pairs imposed and balance rules, down to the certificate."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.matching.engine.checker import verify
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.engine.document import document
from ecosystem.matching.engine.errors import BadProblem, Infeasible
from ecosystem.matching.engine.freeze import dump, load
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import compute
from ecosystem.matching.engine.wishes import BalanceWish, Wishes
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import quick


def mentor_problem(seed, needs, people):
    return builders.problem(Kind.MENTORS, needs, people, seed=seed)


def rows(*values):
    return np.array(values, dtype=np.int64)


@st.composite
def asked(draw):
    """A small round with wishes, feasible or not, and declared terms or none."""
    problem = mentor_problem(draw(st.integers(0, 50)), 7, 5)
    pair = st.tuples(st.integers(0, 6), st.integers(0, 4))
    locked = draw(st.lists(pair, max_size=2, unique=True))
    rule = st.builds(
        BalanceWish,
        name=st.sampled_from(["experts", "women"]),
        least=st.integers(0, 2),
        people=st.lists(st.integers(0, 4), min_size=1, unique=True).map(lambda found: rows(*found)),
        of_each_need=st.booleans(),
    )
    wishes = Wishes(
        floor_percent=draw(st.sampled_from([0, 50, 90, 100])),
        min_load=rows(*draw(st.lists(st.integers(0, 1), min_size=5, max_size=5))) if draw(st.booleans()) else None,
        locked_need=rows(*(need for need, _ in locked)),
        locked_person=rows(*(person for _, person in locked)),
        balance=tuple(draw(st.lists(rule, max_size=1))),
    )
    terms = {}
    if draw(st.booleans()):
        terms["priority"] = rows(*draw(st.lists(st.integers(0, 500), min_size=7, max_size=7)))
    if draw(st.booleans()):
        terms["chance"] = rows(*draw(st.lists(st.integers(0, 10_000), min_size=5, max_size=5)))
    return replace(problem, wishes=wishes, **terms)


@settings(quick, max_examples=80)
@given(asked())
def test_what_is_computed_is_certified_whatever_was_asked(problem):
    try:
        result = compute(problem)
    except Infeasible:
        return
    refused = [one for one in verify(document(problem, result, {"id": 1})) if not one.ok]
    assert [one.said for one in refused] == []
    assert result.certificate.gap == 0
    chosen = set(zip(result.need.tolist(), result.person.tolist(), strict=True))
    wishes = problem.wishes
    assert chosen >= set(zip(wishes.locked_need.tolist(), wishes.locked_person.tolist(), strict=True))


@quick
@given(asked())
def test_wishes_are_part_of_the_inputs(problem):
    again = load(dump(problem), Problem)
    assert digest(again) == digest(problem)
    assert digest(replace(problem, wishes=Wishes(floor_percent=33))) != digest(problem)


def test_a_pair_imposed_is_chosen_even_below_the_minimum_score():
    problem = replace(mentor_problem(3, 7, 5), min_score=9_900)
    free = compute(replace(problem, min_score=0))
    need, person = int(free.need[0]), int(free.person[0])
    imposed = compute(replace(problem, wishes=Wishes(locked_need=rows(need), locked_person=rows(person))))
    assert (need, person) in zip(imposed.need.tolist(), imposed.person.tolist(), strict=True)


def test_a_pair_imposed_against_a_rule_is_refused_by_name():
    problem = mentor_problem(3, 7, 5)
    closed = replace(problem.people, capacity=np.zeros(5, dtype=np.int64))
    wishes = Wishes(locked_need=rows(2), locked_person=rows(1))
    with pytest.raises(Infeasible, match="need 2 and person 1 are imposed") as caught:
        compute(replace(problem, people=closed, wishes=wishes))
    assert (caught.value.need, caught.value.person) == (2, 1)


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(floor_percent=101), "floor_percent is 101"),
        (Wishes(min_load=rows(1)), "min_load: 1 rows, expected 5"),
        (Wishes(locked_need=rows(9), locked_person=rows(0)), "locked_need: row 0 is 9"),
        (Wishes(locked_need=rows(1)), "1 needs for 0 people"),
        (Wishes(balance=(BalanceWish("experts", -1, rows(0)),)), "experts: at least -1"),
        (Wishes(balance=(BalanceWish("experts", 1, rows(8)),)), "experts.people: row 0 is 8"),
    ],
)
def test_wishes_that_do_not_fit_are_refused_by_name(wishes, words):
    with pytest.raises(BadProblem, match=words):
        replace(mentor_problem(3, 7, 5), wishes=wishes)
