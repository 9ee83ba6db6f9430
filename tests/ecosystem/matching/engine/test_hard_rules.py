"""Hard rules remove pairs, in a fixed order, and what is not stated excludes nobody."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.arrays import rows_to_table
from ecosystem.matching.engine.facts import Bar, Forbidden
from ecosystem.matching.engine.hard_rules import Rule, Rules, exclusions
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.run import prepare
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import quick

OFF = Rules(**{field.name: False for field in fields(Rules)})


def meek(kind):
    """One need and one person whom no rule excludes, because nothing is stated."""
    problem = builders.problem(kind, 1, 1, forbidden=Forbidden.none())
    needs = {"stage": np.array([-1]), "all_sectors": problem.needs.all_sectors * 0}
    people = {name: getattr(problem.people, name) * 0 for name in ("refused_sectors", "countries", "stages")}
    people |= {"paused": np.array([False]), "capacity": np.array([1])}
    if kind is Kind.MENTORS:
        needs["languages"] = problem.needs.languages * 0
        people["skills"] = problem.people.skills * 0
    else:
        needs |= {"amount": np.array([1e6]), "country": np.array([2])}
        people |= {"ticket_min": np.array([np.nan]), "ticket_max": np.array([np.nan])}
    return builders.with_people(builders.with_needs(problem, **needs), **people)


def code(problem, rules=None):
    found = exclusions(prepare(problem), problem.forbidden, rules or Rules(), 0, 1)
    return Rule(int(found.codes[0, 0]))


@pytest.mark.parametrize("kind", Kind)
def test_silence_excludes_nobody(kind):
    assert code(meek(kind)) is Rule.NONE


def test_no_common_language():
    problem = builders.with_needs(meek(Kind.MENTORS), languages=rows_to_table([[0, 1]], 3))
    apart = builders.with_people(problem, languages=rows_to_table([[2]], 3))
    together = builders.with_people(problem, languages=rows_to_table([[1, 2]], 3))
    silent = builders.with_people(problem, languages=rows_to_table([[]], 3))
    assert [code(each) for each in (apart, together, silent)] == [Rule.NO_COMMON_LANGUAGE, Rule.NONE, Rule.NONE]
    assert code(apart, OFF) is Rule.NONE


def test_languages_of_funders_are_optional():
    problem = builders.with_needs(meek(Kind.FUNDERS), languages=rows_to_table([[0]], 3))
    assert code(problem) is Rule.NONE
    assert code(builders.with_people(problem, languages=rows_to_table([[1]], 3))) is Rule.NO_COMMON_LANGUAGE


@pytest.mark.parametrize(
    ("bar", "rule", "switched"),
    [
        (Bar.CONFLICT, Rule.CONFLICT, Rule.NONE),
        (Bar.REFUSED_BEFORE, Rule.REFUSED_BEFORE, Rule.NONE),
        (Bar.ALREADY_TOGETHER, Rule.ALREADY_TOGETHER, Rule.ALREADY_TOGETHER),
    ],
)
def test_barred_pairs(bar, rule, switched):
    zero = np.array([0])
    problem = replace(meek(Kind.MENTORS), forbidden=Forbidden(zero, zero, np.array([bar])))
    assert (code(problem), code(problem, OFF)) == (rule, switched)


def test_paused_and_full_can_not_be_switched_off():
    paused = builders.with_people(meek(Kind.MENTORS), paused=np.array([True]))
    full = builders.with_people(meek(Kind.MENTORS), capacity=np.array([0]))
    assert code(paused, OFF) is code(paused) is Rule.PAUSED
    assert code(full, OFF) is code(full) is Rule.FULL


@pytest.mark.parametrize("kind", Kind)
def test_a_stage_that_is_not_accepted(kind):
    asked = builders.with_needs(meek(kind), stage=np.array([2]))
    other = builders.with_people(asked, stages=rows_to_table([[0, 1]], 4))
    assert (code(asked), code(other), code(other, OFF)) == (Rule.NONE, Rule.STAGE_NOT_ACCEPTED, Rule.NONE)


@pytest.mark.parametrize("kind", Kind)
def test_a_refused_sector(kind):
    problem = builders.with_needs(meek(kind), sectors=rows_to_table([[4]], 20), all_sectors=rows_to_table([[4, 5]], 20))
    problem = builders.with_people(problem, refused_sectors=rows_to_table([[5]], 20))
    assert (code(problem), code(problem, OFF)) == (Rule.REFUSED_SECTOR, Rule.NONE)
    assert code(builders.with_needs(problem, all_sectors=rows_to_table([[4]], 20))) is Rule.NONE


def test_outside_the_thesis_by_country_or_far_outside_the_ticket():
    abroad = builders.with_people(meek(Kind.FUNDERS), countries=rows_to_table([[0]], 10))
    far = builders.with_people(meek(Kind.FUNDERS), ticket_max=np.array([2e5]))
    near = builders.with_people(meek(Kind.FUNDERS), ticket_max=np.array([5e5]))
    assert [code(each) for each in (abroad, far, near)] == [Rule.OUTSIDE_THESIS, Rule.OUTSIDE_THESIS, Rule.NONE]
    assert code(abroad, OFF) is code(far, OFF) is Rule.NONE
    assert code(builders.with_needs(far, amount=np.array([np.nan]))) is Rule.NONE
    assert code(builders.with_needs(abroad, country=np.array([-1]))) is Rule.NONE


def test_a_mentor_who_knows_neither_the_topic_nor_its_family():
    problem = builders.with_needs(meek(Kind.MENTORS), topic=np.array([0]))
    family = problem.needs.skill_family
    width = family.size
    near = next(skill for skill in range(1, width) if family[skill] == family[0])
    far = next(skill for skill in range(width) if family[skill] != family[0])

    def knows(skill):
        return builders.with_people(problem, skills=rows_to_table([[skill]], width).astype(float))

    assert [code(knows(skill)) for skill in (0, near, far)] == [Rule.NONE, Rule.NONE, Rule.NO_EXPERTISE]
    assert code(knows(far), OFF) is Rule.NONE
    assert code(builders.with_needs(knows(far), topic=np.array([-1]))) is Rule.NONE


def test_the_first_rule_of_the_order_is_the_one_reported():
    zeros = np.zeros(3, dtype=int)
    problem = builders.with_people(meek(Kind.MENTORS), paused=np.array([True]), capacity=np.array([0]))
    assert code(problem) is Rule.PAUSED
    assert code(replace(problem, forbidden=Forbidden(zeros, zeros, np.array([2, 1, 0])))) is Rule.CONFLICT
    spoken = builders.with_needs(problem, languages=rows_to_table([[0]], 3))
    spoken = builders.with_people(spoken, languages=rows_to_table([[1]], 3))
    assert code(replace(spoken, forbidden=Forbidden(zeros, zeros, np.array([2, 1, 0])))) is Rule.NO_COMMON_LANGUAGE


@pytest.mark.parametrize("kind", Kind)
@quick
@given(seed=st.integers(0, 10_000))
def test_every_person_is_counted_once_per_need_and_blocks_agree(kind, seed):
    problem = builders.problem(kind, 7, 6, seed=seed)
    model = prepare(problem)
    whole = exclusions(model, problem.forbidden, problem.rules, 0, 7)
    assert (whole.counts().sum(axis=1) == 6).all()
    assert (whole.counts()[:, Rule.NONE] == whole.admissible.sum(axis=1)).all()
    part = exclusions(model, problem.forbidden, problem.rules, 2, 5)
    assert (part.codes == whole.codes[2:5]).all()
