"""The best assignment that keeps enough of the present pairs, against brute force."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.limited import assign_keeping

COUNTS = st.lists(st.integers(0, 2), min_size=1, max_size=3)


@st.composite
def small(draw):
    """At most nine pairs, some of which are the present ones, and how many of these stay."""
    demand, capacity = draw(COUNTS), draw(COUNTS)
    cells = [(need, person) for need in range(len(demand)) for person in range(len(capacity)) if draw(st.booleans())]
    scores = [draw(st.integers(0, 10_000)) for _cell in cells]
    indptr = np.searchsorted([need for need, _person in cells], np.arange(len(demand) + 1))
    people = np.array([person for _need, person in cells], dtype=np.int64)
    instance = Instance(indptr, people, np.array(scores, dtype=np.int64), np.array(demand), np.array(capacity))
    fits = [chosen for chosen in subsets(len(cells)) if allowed(instance, chosen)]
    present = np.array(draw(st.sampled_from(fits)), dtype=np.int64)
    return instance, present, draw(st.integers(0, present.size)), fits


def subsets(size):
    return [chosen for count in range(size + 1) for chosen in combinations(range(size), count)]


def allowed(instance, chosen):
    rows, columns = instance.rows()[list(chosen)], instance.indices[list(chosen)]
    by_need = np.bincount(rows, minlength=instance.needs) <= instance.demand
    return by_need.all() and (np.bincount(columns, minlength=instance.people) <= instance.capacity).all()


def worth(instance, chosen):
    chosen = list(chosen)
    return len(set(instance.rows()[chosen].tolist())), int(instance.scores[chosen].sum())


@settings(max_examples=150)
@given(small())
def test_no_choice_that_keeps_as_many_serves_more_or_scores_higher(case):
    instance, present, least, fits = case
    found = assign_keeping(instance, present, least)
    assert allowed(instance, found.tolist())
    assert np.isin(present, found).sum() >= least
    kept = [chosen for chosen in fits if len(set(chosen) & set(present.tolist())) >= least]
    assert worth(instance, found.tolist()) == max(worth(instance, chosen) for chosen in kept)


@settings(max_examples=50)
@given(small())
def test_where_everything_may_change_it_is_the_usual_optimum(case):
    instance, present, _least, _fits = case
    usual = assign(instance).edge
    assert worth(instance, assign_keeping(instance, present, 0).tolist()) == worth(instance, usual.tolist())


def test_a_graph_without_pairs_gives_none():
    nothing = np.zeros(0, dtype=np.int64)
    instance = Instance(np.zeros(2, dtype=np.int64), nothing, nothing, np.ones(1, np.int64), np.ones(1, np.int64))
    assert assign_keeping(instance, nothing, 0).size == 0
