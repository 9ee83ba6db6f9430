"""A whole round: limits and rules hold, it is optimal and proven, and it is the same every time."""

import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.run import STEPS, compute
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import quick

KINDS = pytest.mark.parametrize("kind", Kind)


class Cancelled(Exception):
    """Raised by a listener that has had enough."""


@KINDS
@quick
@given(seed=st.integers(0, 10_000))
def test_a_round_keeps_every_limit_and_is_proven(kind, seed):
    problem = builders.problem(kind, 8, 7, seed=seed)
    result = compute(problem)
    barred = set(zip(problem.forbidden.need.tolist(), problem.forbidden.person.tolist(), strict=True))
    chosen = set(zip(result.need.tolist(), result.person.tolist(), strict=True))
    others = set(zip(result.alternates.need.tolist(), result.alternates.person.tolist(), strict=True))
    assert not barred & (chosen | others)
    assert not chosen & others
    assert len(chosen) == result.need.size
    assert (result.stats.need_load <= problem.needs.wanted).all()
    assert (result.stats.person_load <= problem.people.capacity).all()
    assert not problem.people.paused[result.person].any()
    assert (result.parts.sum(axis=1) == result.score).all()
    assert (result.alternate_parts.sum(axis=1) == result.alternate_score).all()
    assert result.stats.gap == 0
    assert result.stats.objective == result.stats.score_bound == int(result.score.sum())
    short = {item.need for item in result.shortfalls}
    assert short == set(np.flatnonzero(result.stats.need_load < problem.needs.wanted).tolist())


@KINDS
def test_a_replay_is_equal_to_the_byte(kind):
    first, second = (compute(builders.problem(kind, 40, 30, seed=2)) for _ in range(2))
    assert pickle.dumps(first) == pickle.dumps(second)


@KINDS
def test_the_order_of_people_and_needs_does_not_choose(kind):
    problem = builders.problem(kind, 12, 9, seed=6)
    order = np.random.default_rng(1).permutation(12)
    tables = {name: getattr(problem.needs, name) for name in problem.needs.__slots__}
    taxonomy = ("sector_parent", "skill_family", "format_on_site")
    turned = {name: value[order] for name, value in tables.items() if name not in taxonomy and value is not None}
    bars = replace(problem.forbidden, need=np.argsort(order)[problem.forbidden.need])
    moved = replace(builders.with_needs(problem, **turned), need_keys=problem.need_keys[order], forbidden=bars)
    pairs = []
    for each in (problem, moved):
        result = compute(each)
        pairs.append(set(zip(each.need_keys[result.need].tolist(), result.person.tolist(), strict=True)))
    assert pairs[0] == pairs[1]


def test_another_weight_gives_another_round():
    problem = builders.problem(Kind.MENTORS, 30, 20, seed=2)
    market = replace(problem, weights=dict.fromkeys(builders.WEIGHTS[Kind.MENTORS], 0) | {"market": 100})
    result = compute(market)
    assert (result.parts[:, 2] == result.score).all()
    assert result.digest != compute(problem).digest


def test_progress_names_every_step_in_order():
    told = []
    compute(builders.problem(Kind.MENTORS), on_progress=lambda *call: told.append(call))
    assert tuple(dict.fromkeys(step for step, _, _ in told)) == STEPS
    for step in STEPS:
        done = [now for name, now, _ in told if name == step]
        totals = {total for name, _, total in told if name == step}
        assert done == sorted(done)
        assert totals == {done[-1]}


@pytest.mark.parametrize("step", STEPS)
def test_a_listener_can_cancel_at_any_step(step):
    def stop(name, done, total):
        if name == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        compute(builders.problem(Kind.FUNDERS), on_progress=stop)


@KINDS
@pytest.mark.parametrize(("needs", "people"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_round_is_a_round(kind, needs, people):
    result = compute(builders.problem(kind, needs, people))
    assert (result.need.size, result.stats.gap, result.stats.median_best) == (0, 0, -1)
    assert len(result.shortfalls) == needs


def test_the_median_of_the_best_scores_is_that_of_the_candidates():
    result = compute(builders.problem(Kind.MENTORS, 1, 9, seed=1))
    offered = result.score.tolist() + result.alternate_score.tolist()
    assert result.stats.median_best == max(offered)


def test_looking_at_the_package_imports_nothing_heavy():
    heavy = "{'numpy', 'scipy', 'ortools', 'django'}"
    code = f"import sys, ecosystem.matching.engine; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
