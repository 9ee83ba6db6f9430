"""Bad instances are refused by name, with the row; good ones are normalised."""

import numpy as np
import pytest

from ecosystem.matching.engine.errors import BadCapacity, BadDemand, BadIndices, BadInstance, BadScores
from ecosystem.matching.engine.instance import Instance

GOOD = {"indptr": [0, 2, 3], "indices": [0, 1, 1], "scores": [100, 200, 300], "demand": [1, 2], "capacity": [1, 1]}


def build(**changes):
    return Instance(**{name: np.array(value) for name, value in (GOOD | changes).items()})


def test_an_empty_graph_is_valid():
    empty = Instance(*(np.array(values) for values in ([0], [], [], [], [])))
    assert (empty.needs, empty.people, empty.pairs) == (0, 0, 0)
    assert empty.edge_ids(np.array([0]), np.array([0])).tolist() == [-1]


def test_rows_are_sorted_by_person_with_their_scores():
    assert build(indices=[1, 0, 1]).indices.tolist() == [0, 1, 1]
    assert build(indices=[1, 0, 1]).scores.tolist() == [200, 100, 300]


def test_arrays_refuse_writes():
    with pytest.raises(ValueError, match="read-only"):
        build().scores[0] = 1


def test_points_are_rounded_half_up_to_hundredths():
    made = Instance.from_points([0, 3], [0, 1, 2], [0.125, 99.994, 100.0], [1], [1, 1, 1])
    assert made.scores.tolist() == [13, 9999, 10000]


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.01, 100.01])
def test_points_outside_the_range_name_their_row(value):
    with pytest.raises(BadScores, match="row 1"):
        Instance.from_points([0, 1, 2], [0, 0], [1.0, value], [1, 1], [1])


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"scores": [1.0, np.nan, 3.0]}, BadScores, "row 0: score nan"),
        ({"scores": [1.0, 2.0, np.inf]}, BadScores, "row 1: score inf"),
        ({"scores": [1, 2, -1]}, BadScores, "row 1: score -1"),
        ({"scores": [1, 11_001, 1]}, BadScores, "row 0: score 11001"),
        ({"scores": [1.5, 2.0, 3.0]}, BadScores, "row 0: score 1.5"),
        ({"scores": [1, 2]}, BadScores, "2 scores for 3 pairs"),
        ({"scores": ["a", "b", "c"]}, BadScores, "expected whole units"),
        ({"demand": [1, -1]}, BadDemand, "row 1 is -1"),
        ({"demand": [1.5, 1]}, BadDemand, "row 0 is 1.5"),
        ({"demand": [[1, 1]]}, BadDemand, "one dimension"),
        ({"capacity": [1, -2]}, BadCapacity, "row 1 is -2"),
        ({"capacity": [np.nan, 1]}, BadCapacity, "row 0 is nan"),
        ({"indices": [0, 2, 1]}, BadIndices, "row 0: person 2"),
        ({"indices": [0, 1, -1]}, BadIndices, "row 1: person -1"),
        ({"indices": [1, 1, 0]}, BadIndices, "row 0: person 1 is given twice"),
        ({"indptr": [0, 2, 4]}, BadIndices, "ends at 4"),
        ({"indptr": [0, 3]}, BadIndices, "hold 3 values"),
        ({"indptr": [0, 4, 3]}, BadIndices, "row 1: indptr falls"),
    ],
)
def test_a_bad_instance_is_refused_by_name(changes, error, words):
    with pytest.raises(error, match=words) as caught:
        build(**changes)
    assert isinstance(caught.value, BadInstance)
