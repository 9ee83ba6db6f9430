"""Rounds with floors, minimum loads, locks and balance rules are certified too, and forged as little."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecosystem.matching.engine.errors import Infeasible
from tests.ecosystem.matching.engine.builders import quick
from tests.ecosystem.matching.engine.certificates import certificate_of, finding, forged, lies, plain, refused
from tests.ecosystem.matching.engine.exhaustive import best_by_trying_everything
from tests.ecosystem.matching.engine.test_goal import cases


def made_of(case):
    try:
        return plain(certificate_of(*case))
    except Infeasible:
        return None


@settings(quick, max_examples=250)
@given(cases())
def test_every_network_round_is_accepted_with_the_figures_of_trying_everything(case):
    made = made_of(case)
    assume(made is not None)
    assert refused(made) == []
    instance, goal = case
    best = best_by_trying_everything(instance, goal)
    assert best is not None
    result = made["result"]
    assert (result["covered"], result["above_floor"], result["total"])[-1] == best[-1]


@settings(quick, max_examples=60)
@given(cases(balance=True))
def test_a_round_with_balance_rules_is_accepted_or_says_that_nothing_proves_it(case):
    made = made_of(case)
    assume(made is not None)
    bad = refused(made)
    if bad:
        assert finding(made, "proof").code in ("gap", "unproven")
        assert set(bad) <= {"proof", "coverage", "floor", "total"}


@settings(quick, max_examples=40)
@given(cases(pairs=6), st.data())
def test_every_single_tampering_with_such_a_round_is_refused(case, data):
    made = made_of(case)
    assume(made is not None)
    for name, change in data.draw(st.lists(st.sampled_from(list(lies(made))), min_size=1, max_size=12)):
        assert refused(forged(made, change)), name
