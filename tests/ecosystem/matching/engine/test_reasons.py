"""Each need with too few people gets the right reason, with figures that can be counted again."""

from dataclasses import replace

import numpy as np

from ecosystem.matching.engine.facts import Forbidden
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.reasons import Reason
from ecosystem.matching.engine.run import compute
from tests.ecosystem.matching.engine import builders


def plain(needs, people, *, wanted=1, capacity=1):
    """Everybody speaks, accepts and knows everything, nobody is away: every pair is possible."""
    problem = builders.problem(Kind.MENTORS, needs, people, forbidden=Forbidden.none())
    tables = ("sectors", "countries", "languages", "formats", "stages")
    facts = {name: np.ones(getattr(problem.people, name).shape) for name in tables}
    facts |= {"refused_sectors": problem.people.refused_sectors * 0, "paused": np.zeros(people, bool)}
    facts |= {"capacity": np.full(people, capacity), "skills": np.ones((people, 12))}
    problem = builders.with_needs(problem, wanted=np.full(needs, wanted), topic=np.zeros(needs, int))
    return builders.with_people(problem, **facts)


def only(problem):
    (found,) = compute(problem).shortfalls
    return found


def test_nobody_to_ask():
    assert only(plain(1, 0)).reason is Reason.NO_PEOPLE


def test_a_need_that_is_served_has_no_reason():
    assert compute(plain(2, 2)).shortfalls == ()


def test_the_rule_that_emptied_a_need_is_named():
    problem = builders.with_people(plain(1, 3), paused=np.array([True, True, False]), capacity=np.array([1, 1, 0]))
    found = only(problem)
    assert (found.reason, found.top_rule, found.got, found.admissible) == (Reason.RULES, Rule.PAUSED, 0, 0)
    assert found.excluded == {Rule.PAUSED: 2, Rule.FULL: 1}
    assert (found.best_person, found.best_score) == (-1, -1)


def test_a_need_without_a_topic_that_scores_nowhere():
    problem = builders.with_needs(plain(1, 2), topic=np.array([-1]))
    found = only(replace(problem, min_score=9_900))
    assert found.reason is Reason.NO_TOPIC


def test_nobody_reaches_the_minimum():
    problem = builders.with_people(plain(1, 2), skills=np.full((2, 12), 0.1))
    found = only(replace(problem, min_score=9_900))
    assert (found.reason, found.admissible, found.kept) == (Reason.BELOW_MINIMUM, 2, 0)
    assert 0 < found.best_score < 9_900


def test_another_need_was_preferred():
    problem = plain(2, 1)
    result = compute(problem)
    (found,) = result.shortfalls
    assert (found.reason, found.best_person, found.got) == (Reason.OTHERS_PREFERRED, 0, 0)
    assert found.preferred == (int(result.need[0]),)
    assert found.need != result.need[0]


def test_a_need_that_wanted_more_than_there_are():
    found = only(plain(1, 2, wanted=5))
    assert (found.reason, found.got, found.wanted, found.kept) == (Reason.FEW_CANDIDATES, 2, 5, 2)


def test_an_under_served_need_learns_who_was_preferred():
    problem = plain(2, 3, wanted=2)
    result = compute(problem)
    (found,) = result.shortfalls
    assert (found.reason, found.got, found.wanted) == (Reason.OTHERS_PREFERRED, 1, 2)
    assert found.preferred == (1 - found.need,)
