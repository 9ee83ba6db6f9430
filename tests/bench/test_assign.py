"""`python -m bench.assign`: its line, its file of pairs, and what it says of a file that is not an instance."""

import json
import sys

import numpy as np
import pytest

from bench import assign

ROWS = {
    "indptr": [0, 2, 3],
    "indices": [0, 1, 0],
    "scores": [90.0, 85.25, 88.0],
    "demand": [1, 1],
    "capacity": [1, 1],
}


@pytest.fixture(autouse=True)
def nothing_to_warm(monkeypatch):
    monkeypatch.setattr(assign, "warm", lambda: None)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    def told(*options, **changes):
        path = tmp_path / "instance.npz"
        np.savez(path, **{name: np.array(values) for name, values in (ROWS | changes).items() if values is not None})
        monkeypatch.setattr(sys, "argv", ["bench.assign", str(path), *options])
        assign.main()
        return json.loads(capsys.readouterr().out)

    return told


def test_the_line_holds_the_proven_optimum(run):
    line = run()
    assert (line["objective"], line["dual_bound"], line["gap"]) == (173.25, 173.25, 0)
    assert (line["pairs"], line["covered"], line["min_best"]) == (2, 2, 85.25)
    assert line["seconds"] >= 0
    assert line["peak_mb"] > 0


def test_the_pairs_are_written(run, tmp_path):
    run("--out", str(tmp_path / "pairs.npz"))
    with np.load(tmp_path / "pairs.npz") as pairs:
        assert pairs["need"].tolist() == [0, 1]
        assert pairs["person"].tolist() == [1, 0]


def test_the_total_alone_may_leave_a_need_without_anyone(run):
    scores = {"scores": [100.0, 10.0, 20.0]}
    assert run("--objective", "total", capacity=[1, 0], **scores)["objective"] == 100
    assert run("--objective", "coverage", **scores)["objective"] == 30


@pytest.mark.parametrize(
    ("floor", "at_floor", "least"), [("0.95", 1, 80), ("0.8", 2, 80), ("75", 2, 80), ("85", 1, 80)]
)
def test_a_floor_is_a_share_of_the_best_or_points(run, floor, at_floor, least):
    line = run("--objective", f"floor:{floor}", scores=[99.0, 80.0, 88.0])
    assert (line["at_floor"], line["min_best"]) == (at_floor, least)


def test_scores_count_to_a_millionth(run):
    line = run(indices=[0, 1, 1], scores=[50.000001, 50.0, 10.0], demand=[1, 0])
    assert line["objective"] == 50.000001


def test_an_empty_instance_is_an_answer(run):
    line = run(indptr=[0], indices=[], scores=[], demand=[], capacity=[])
    assert (line["objective"], line["pairs"], line["covered"], line["min_best"]) == (0, 0, 0, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scores": None}, "lacks scores"),
        ({"scores": [1.0, np.nan, 2.0]}, "BadScores: row 0: score nan"),
        ({"scores": [1.0, np.inf, 2.0]}, "BadScores: row 0: score inf"),
        ({"capacity": [-1, 1]}, "BadCapacity: capacity: row 0 is -1"),
        ({"demand": [1.5, 1]}, "BadDemand: demand: row 0 is 1.5"),
        ({"indices": [0, 7, 0]}, "BadIndices: row 0: person 7"),
        ({"indptr": [0, 2]}, "BadIndices"),
    ],
)
def test_a_bad_file_is_refused_by_name(run, changes, words):
    with pytest.raises(SystemExit, match=words):
        run(**changes)


@pytest.mark.parametrize("objective", ["most", "floor:", "floor:x", "floor:-1", "floor:101"])
def test_an_unknown_objective_is_refused(run, objective):
    with pytest.raises(SystemExit, match="BadGoal: the objective is"):
        run("--objective", objective)


def test_a_file_that_is_none_is_refused(monkeypatch, tmp_path):
    (tmp_path / "text.npz").write_text("nothing")
    monkeypatch.setattr(sys, "argv", ["bench.assign", str(tmp_path / "text.npz")])
    with pytest.raises(SystemExit, match="cannot be read"):
        assign.main()
