"""Evidence names facts that exist, agrees with the marks of the scoring, and its points are those of the score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.engine.arrays import row_of
from ecosystem.matching.engine.evidence import NONE, NOT_STATED
from ecosystem.matching.engine.explain import Explainer
from ecosystem.matching.engine.habits import HABITS
from ecosystem.matching.engine.parts import PARTS, Kind, quantise, weights_in_order
from ecosystem.matching.engine.run import compute, prepare
from tests.ecosystem.matching.engine import builders
from tests.ecosystem.matching.engine.builders import quick

KINDS = pytest.mark.parametrize("kind", Kind)
EVEN = {kind: dict.fromkeys(PARTS[kind], 100 // len(PARTS[kind])) for kind in Kind}
for weights in EVEN.values():
    weights["sector"] += 100 - sum(weights.values())


@KINDS
@quick
@given(seed=st.integers(0, 10_000))
def test_codes_agree_with_the_scoring_for_every_pair(kind, seed):
    problem = builders.problem(kind, 6, 6, seed=seed, weights=EVEN[kind])
    model = prepare(problem)
    explainer = Explainer(model, weights_in_order(kind, problem.weights))
    block = model.part_values(0, 6)
    points = quantise(block.values, explainer.weights)
    for need in range(6):
        for person in range(6):
            evidence = explainer.pair(need, person, points[:, need, person].tolist())
            assert tuple(item.part for item in evidence) == PARTS[kind]
            for position, item in enumerate(evidence):
                assert (item.code == NOT_STATED) == bool(block.unstated[position, need, person])
                assert (item.code in (NOT_STATED, NONE)) == (block.values[position, need, person] == 0)
                assert item.points == points[position, need, person]
                assert len(item.refs) <= 20
                assert len(item.refs) <= max(item.count, 1) or item.code in ("format_remote", "format_and_place")


@KINDS
def test_the_points_of_the_result_are_those_of_the_evidence_and_of_the_scoring(kind):
    problem = builders.problem(kind, 15, 12, seed=3)
    result = compute(problem)
    explainer = Explainer(prepare(problem), weights_in_order(kind, problem.weights))
    pairs = zip(result.need, result.person, result.score, result.parts, result.evidence, strict=True)
    for need, person, score, parts, evidence in pairs:
        assert [item.points for item in evidence] == parts.tolist() == explainer.points(need, person).tolist()
        assert sum(item.points for item in evidence) == score
        assert [item.weight for item in evidence] == list(problem.weights.values())
    assert len(result.alternate_evidence) == result.alternates.need.size
    for score, evidence in zip(result.alternate_score, result.alternate_evidence, strict=True):
        assert sum(item.points for item in evidence) == score


def evidence_of(problem):
    result = compute(problem)
    for need, person, evidence in zip(result.need, result.person, result.evidence, strict=True):
        for item in evidence:
            yield int(need), int(person), item


def test_named_facts_of_mentors_exist():
    problem = builders.problem(Kind.MENTORS, 60, 50, seed=8)
    needs, people = problem.needs, problem.people
    seen = set()
    for need, person, item in evidence_of(problem):
        refs = set(item.refs)
        seen.add(item.code)
        if item.code in ("skill_exact", "skill_family"):
            assert refs <= set(row_of(people.skills, person).tolist())
            assert (needs.topic[need] in refs) == (item.code == "skill_exact")
        elif item.code == "sector_exact":
            assert refs == set(row_of(needs.sectors, need).tolist()) & set(row_of(people.sectors, person).tolist())
        elif item.code == "sector_parent":
            groups = set(needs.sector_parent[row_of(needs.sectors, need)].tolist())
            assert set(needs.sector_parent[list(refs)].tolist()) <= groups
        elif item.code == "markets":
            assert refs == set(row_of(needs.countries, need).tolist()) & set(row_of(people.countries, person).tolist())
            assert item.total == row_of(needs.countries, need).size
        elif item.code == "languages":
            assert refs <= set(row_of(needs.languages, need).tolist()) & set(row_of(people.languages, person).tolist())
        elif item.code == "words":
            (sentence,) = refs
            shared = set(row_of(needs.words, need).tolist()) & set(row_of(people.sentences, sentence).tolist())
            assert people.sentence_person[sentence] == person
            assert item.count == len(shared) > 0
        elif item.code in ("format_remote", "format_and_place"):
            assert (needs.format_on_site[list(refs)] == (item.code == "format_and_place")).all()
    assert {
        "skill_exact",
        "sector_exact",
        "sector_parent",
        "markets",
        "stage_accepted",
        "languages",
        "words",
        NOT_STATED,
    } <= seen


def test_named_deals_of_funders_exist_and_are_theirs():
    problem = builders.problem(Kind.FUNDERS, 60, 50, seed=8)
    needs, deals = problem.needs, problem.people.deals
    seen = set()
    for need, person, item in evidence_of(problem):
        rows = list(item.refs)
        seen.add(item.code)
        if item.code.startswith(("deals_", "active_")):
            assert (deals.person[rows] == person).all()
            ages = deals.age_days[rows]
            assert (np.diff(np.where(ages < 0, 10_000, ages)) >= 0).all()
            assert 0 < len(rows) <= min(item.count, 5) <= item.total
            companies = [company for company in deals.company[rows].tolist() if company >= 0]
            assert len(companies) == len(set(companies))
        if item.code == "deals_in_sector":
            assert set(deals.sector[rows].tolist()) <= set(row_of(needs.sectors, need).tolist())
        elif item.code == "deals_at_stage":
            assert (deals.stage[rows] == needs.stage[need]).all()
        elif item.code == "deals_in_region":
            assert (deals.region[rows] == needs.region[need]).all()
        elif item.code == "deals_in_city":
            assert (deals.city[rows] == needs.city[need]).all()
        elif item.code == "deals_near_amount":
            assert (np.abs(np.log(deals.amount_eur[rows] / needs.amount[need])) < HABITS.reach).all()
        elif item.code == "partners_alike":
            mine = {company for company in deals.company[deals.person == person].tolist() if company >= 0}
            theirs = [set(deals.company[deals.person == partner].tolist()) for partner in rows]
            assert all(mine & companies for companies in theirs)
            assert person not in rows
        elif item.code == "active_recently":
            assert ((deals.age_days[rows] >= 0) & (deals.age_days[rows] < 365)).all()
    assert {"deals_in_sector", "deals_at_stage", "deals_in_region", "deals_near_amount", "active_recently"} <= seen
    assert {"sector_exact", "stage_accepted", "partners_alike", "deals_in_city"} <= seen
