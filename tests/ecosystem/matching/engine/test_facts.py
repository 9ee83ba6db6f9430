"""Facts with a wrong shape or value are refused, and the message says which row."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem.matching.engine.arrays import rows_to_table, table
from ecosystem.matching.engine.errors import BadFacts, BadProblem, BadWeights
from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.parts import PARTS, Kind, weights_in_order
from ecosystem.matching.engine.run import prepare
from tests.ecosystem.matching.engine import builders

MENTORS = builders.problem(Kind.MENTORS, 4, 3)
FUNDERS = builders.problem(Kind.FUNDERS, 4, 3)


@pytest.mark.parametrize(
    ("record", "changes", "words"),
    [
        (MENTORS.needs, {"topic": [0, 1, 12, 3]}, "MentorNeeds.topic: row 2 is 12"),
        (MENTORS.needs, {"topic": [0, 1, -2, 3]}, "MentorNeeds.topic: row 2 is -2"),
        (MENTORS.needs, {"topic": [0, 1, 2]}, "MentorNeeds.topic: 3 rows, expected 4"),
        (MENTORS.needs, {"lat": [0, 91.0, 0, 0]}, "MentorNeeds.lat: row 1 is 91.0"),
        (MENTORS.needs, {"lon": [0, 0, 0, np.inf]}, "MentorNeeds.lon: row 3 is inf"),
        (MENTORS.needs, {"wanted": [1, 1, 1, -1]}, "MentorNeeds.wanted: row 3 is -1"),
        (MENTORS.needs, {"sectors": np.zeros((4, 3))}, "MentorNeeds.sectors: 3 columns, expected 20"),
        (MENTORS.needs, {"all_sectors": np.zeros((4, 3))}, "MentorNeeds.all_sectors: 3 columns, expected 20"),
        (FUNDERS.needs, {"all_sectors": np.zeros((4, 3))}, "FunderNeeds.all_sectors: 3 columns, expected 20"),
        (MENTORS.needs, {"countries": np.zeros(4)}, "two dimensions"),
        (MENTORS.people, {"capacity": [1, -1, 1]}, "MentorPeople.capacity: row 1 is -1"),
        (MENTORS.people, {"capacity": [1, 0.5, 1]}, "MentorPeople.capacity: row 1 is 0.5"),
        (MENTORS.people, {"paused": [1, 0, 1]}, "booleans"),
        (MENTORS.people, {"skills": np.full((3, 12), 1.5)}, "MentorPeople.skills: row 0 holds 1.5"),
        (MENTORS.people, {"stages": np.zeros((2, 4))}, "MentorPeople.stages: 2 rows, expected 3"),
        (FUNDERS.needs, {"amount": [1.0, -5.0, 1.0, 1.0]}, "FunderNeeds.amount: row 1 is -5.0"),
        (FUNDERS.people, {"ticket_min": [5.0, 1, 1], "ticket_max": [2.0, 1, 1]}, "row 0 asks 5.0 to 2.0"),
    ],
)
def test_a_bad_table_names_its_row(record, changes, words):
    with pytest.raises(BadFacts, match=words):
        replace(record, **{name: np.asarray(value) for name, value in changes.items()})


def test_a_deal_of_an_unknown_person_is_refused():
    late = builders.some_deals(person=[3])
    with pytest.raises(BadFacts, match=r"Deals.person: row 0 is 3"):
        replace(FUNDERS.people, deals=late)


def test_a_deal_of_the_future_is_refused():
    with pytest.raises(BadFacts, match=r"Deals.age_days: row 1 is -2"):
        builders.some_deals(age_days=[-1, -2])


def test_needs_and_people_must_speak_of_the_same_things():
    fewer = builders.with_people(MENTORS, countries=np.zeros((3, 4)))
    with pytest.raises(BadFacts, match=r"MentorPeople.countries: 4 columns, expected 10"):
        prepare(fewer)
    with pytest.raises(BadProblem, match="a round of mentors needs MentorNeeds and MentorPeople"):
        replace(MENTORS, people=FUNDERS.people)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"need_keys": np.arange(3)}, "need_keys: 3 keys, expected 4"),
        ({"person_keys": np.array([1, 2, 1])}, "person_keys: 1 is given twice"),
        ({"forbidden": Forbidden(np.array([4]), np.array([0]), np.array([0]))}, "Forbidden.need: row 0 is 4"),
        ({"min_score": 10_001}, "min_score is 10001"),
        ({"keep": 0}, "keep 0"),
        ({"alternates": -1}, "alternates is -1"),
    ],
)
def test_a_bad_problem_says_why(changes, words):
    with pytest.raises(BadProblem, match=words):
        replace(MENTORS, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sector": 16}, "sum to 101, expected 100"),
        ({"sector": -1}, "weight of sector is -1"),
        ({"sector": 20.0}, "weight of sector is 20.0"),
        ({"sector": True}, "weight of sector is True"),
        ({"other": 0}, "expected a weight for each of"),
    ],
)
def test_bad_weights_say_why(changes, words):
    with pytest.raises(BadWeights, match=words):
        replace(MENTORS, weights=builders.WEIGHTS[Kind.MENTORS] | changes)


@pytest.mark.parametrize("kind", Kind)
def test_weights_are_put_in_the_order_of_the_parts(kind):
    weights = dict(reversed(builders.WEIGHTS[kind].items()))
    assert weights_in_order(kind, weights).tolist() == [weights[key] for key in PARTS[kind]]


def test_rows_become_a_table():
    made = rows_to_table([[2, 0, 2], [], [1]], 3)
    assert made.toarray().tolist() == [[True, False, True], [False, False, False], [False, True, False]]
    with pytest.raises(BadFacts, match="row 1 holds column 3"):
        rows_to_table([[], [3]], 3)


def test_a_table_forgets_stored_zeros():
    given = rows_to_table([[0, 1]], 2).astype(float)
    given.data[0] = 0.0
    assert table("x", given).indices.tolist() == [1]
