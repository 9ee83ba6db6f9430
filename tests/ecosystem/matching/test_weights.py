"""Weights always make 100, whatever moves and whatever is locked."""

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.weights import spread

KEYS = ("a", "b", "c", "d")
weights = st.fixed_dictionaries({key: st.integers(0, 100) for key in KEYS})


def test_the_others_give_in_proportion_to_what_they_have():
    assert spread({"a": 60, "b": 30, "c": 20, "d": 10}, moved="a") == {"a": 60, "b": 20, "c": 13, "d": 7}


def test_what_is_locked_keeps_its_value():
    assert spread({"a": 60, "b": 30, "c": 20, "d": 10}, locked=["b"], moved="a") == {"a": 60, "b": 30, "c": 7, "d": 3}


def test_no_weight_moves_further_than_the_locked_ones_let_it():
    assert spread({"a": 90, "b": 30, "c": 0, "d": 0}, locked=["b"], moved="a") == {"a": 70, "b": 30, "c": 0, "d": 0}


def test_others_that_had_nothing_share_equally():
    assert spread({"a": 49, "b": 0, "c": 0, "d": 0}, moved="a") == {"a": 49, "b": 17, "c": 17, "d": 17}


def test_a_weight_alone_takes_what_is_left():
    assert spread({"a": 1, "b": 30, "c": 20, "d": 10}, locked=["b", "c", "d"], moved="a")["a"] == 40


def test_typed_weights_are_brought_to_100():
    assert spread({"a": 50, "b": 50, "c": 50, "d": 50}) == {"a": 25, "b": 25, "c": 25, "d": 25}


def test_locked_weights_beyond_100_are_left_as_they_are():
    typed = {"a": 60, "b": 60, "c": 0, "d": 0}
    assert spread(typed, locked=["a", "b"]) == typed


@given(weights, st.sets(st.sampled_from(KEYS)), st.sampled_from(("", *KEYS)))
def test_they_make_100_and_nothing_locked_moves(typed, locked, moved):
    locked -= {moved}
    found = spread(typed, locked, moved)
    held = sum(typed[key] for key in locked)
    free = set(KEYS) - locked
    assert all(found[key] == typed[key] for key in locked)
    if held <= 100 and free:
        assert sum(found.values()) == 100
        assert all(0 <= value <= 100 for value in found.values())


@given(weights, st.sets(st.sampled_from(KEYS)))
def test_weights_that_make_100_stay_as_they_are(typed, locked):
    first = spread(typed)
    assert spread(first, locked) == first
