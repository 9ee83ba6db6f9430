"""Any pair of a round is known part by part, from what the round was computed from."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as RedisAway

from ecosystem.matching.actions import measured
from ecosystem.matching.actions.explaining import explain_pair
from ecosystem.matching.actions.scored import scored
from ecosystem.matching.actions.wishes import set_pair_aside
from ecosystem.matching.engine.hard_rules import Rule
from ecosystem.matching.errors import NotInTheRound, TooLargeToExplain
from ecosystem.matching.models import Proposal, Round, RoundInputs
from tests.ecosystem.matching.season import computed, season, started
from tests.factories import MentorFactory, NeverAgainFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


@pytest.fixture
def made(kind):
    return season(needs=4, mentors=5, funders=5)


@KINDS
def test_every_stored_proposal_has_the_score_and_the_points_that_it_was_stored_with(kind, made):
    round_ = computed(kind, alternates_count=5)
    found = scored(round_)
    stored = list(Proposal.objects.filter(round=round_))
    assert stored
    for proposal in stored:
        person = proposal.mentor_id or proposal.funder_id
        points = found.points(proposal.need_id, person)
        assert list(points) == list(round_.parts)
        assert points == {part: getattr(proposal, f"points_{part}") for part in round_.parts}
        assert found.score(proposal.need_id, person) == sum(points.values()) == proposal.score
        assert found.barred(proposal.need_id, person) is None
        assert found.barred_words(proposal.need_id, person) == ""


@KINDS
def test_the_matrix_has_every_need_and_person_and_minus_one_where_a_rule_bars(kind, made):
    round_ = computed(kind)
    found = scored(round_)
    needs, people = found.need_ids[::-1], found.person_ids[:2]
    matrix = found.matrix(needs, people)
    assert matrix.shape == (4, 2)
    for row, need in enumerate(needs):
        for column, person in enumerate(people):
            free = found.barred(need, person) is None
            assert matrix[row, column] == (found.score(need, person) if free else -1)


def test_the_rule_that_bars_a_pair_is_the_one_of_its_explanation():
    made = season(needs=2, mentors=3)
    in_conflict(made)
    type(made.mentors[1]).objects.filter(pk=made.mentors[1].pk).update(capacity=0)
    round_ = computed()
    found = scored(round_)
    need = made.needs[0].pk
    assert found.barred(need, made.mentors[0].pk) is Rule.CONFLICT
    assert found.barred_words(need, made.mentors[0].pk) == "conflit d’intérêts"
    assert found.barred(need, made.mentors[1].pk) is Rule.FULL
    for mentor in made.mentors:
        told = explain_pair(round_, need, mentor.pk)
        rule = found.barred(need, mentor.pk)
        assert (rule.name.lower() if rule else None) == (told.rules[0] if told.rules else None)
        assert found.score(need, mentor.pk) == told.score


def test_the_best_people_of_a_need_come_first_and_nobody_barred_is_among_them():
    made = season(needs=2, mentors=5)
    in_conflict(made)
    found = scored(computed())
    need = made.needs[0].pk
    best = found.best_people(need, 10)
    assert [score for _person, score in best] == sorted((score for _person, score in best), reverse=True)
    assert made.mentors[0].pk not in {person for person, _score in best}
    assert found.best_people(need, 2) == best[:2]
    assert all(score == found.score(need, person) for person, score in best)


def test_who_is_unknown_to_the_round_is_told_apart():
    made = season(needs=2, mentors=2)
    found = scored(computed())
    late = MentorFactory(published=True)
    for ask in (found.score, found.points, found.barred, found.barred_words):
        with pytest.raises(NotInTheRound):
            ask(made.needs[0].pk, late.pk)
    with pytest.raises(NotInTheRound):
        found.best_people(0, 3)
    with pytest.raises(NotInTheRound):
        found.matrix([0], [])


def test_what_changed_since_the_computation_changes_nothing_while_its_inputs_are_kept():
    made = season(needs=2, mentors=3)
    round_ = computed()
    before = scored(round_).matrix(*ids(scored(round_)))
    type(made.mentors[0]).objects.filter(pk=made.mentors[0].pk).update(capacity=0, stages=["series_a"])
    assert (scored(round_).matrix(*ids(scored(round_))) == before).all()
    RoundInputs.objects.all().delete()
    assert scored(round_).barred(made.needs[0].pk, made.mentors[0].pk) is not None


def test_a_draft_is_scored_on_what_it_would_read_now():
    made = season(needs=2, mentors=3)
    round_ = started()
    set_aside = Round.objects.get(pk=round_.pk)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.DRAFT)
    set_pair_aside(set_aside, made.needs[0], made.mentors[0], by=None, reason="Déjà vus au salon.")
    found = scored(round_)
    assert found.barred(made.needs[0].pk, made.mentors[0].pk) is Rule.SET_ASIDE
    assert found.barred_words(made.needs[0].pk, made.mentors[0].pk) == "écartée par l’équipe"


def test_the_second_question_costs_one_query_and_scores_nothing(monkeypatch):
    season(needs=3, mentors=3)
    round_ = computed()
    first = scored(round_)
    monkeypatch.setattr(measured.Sheet, "of", None)
    with CaptureQueriesContext(connection) as asked:
        second = scored(round_)
    assert len(asked) == 1
    assert (first.matrix(*ids(first)) == second.matrix(*ids(second))).all()


def test_without_a_cache_it_is_slower_and_the_same(monkeypatch):
    season(needs=3, mentors=3)
    round_ = computed()
    before = scored(round_)

    def away(*_args):
        raise RedisAway

    monkeypatch.setattr(measured, "cache", SimpleNamespace(get=away, set=away))
    after = scored(round_)
    assert (before.matrix(*ids(before)) == after.matrix(*ids(after))).all()


def test_a_round_too_large_for_one_page_says_so(monkeypatch):
    season(needs=3, mentors=3)
    round_ = computed()
    monkeypatch.setattr("ecosystem.matching.engine.sheet.MOST_CELLS", 5)
    with pytest.raises(TooLargeToExplain):
        scored(round_)


def ids(found):
    return found.need_ids, found.person_ids


def in_conflict(made):
    """The first need and the first mentor are never to be proposed to each other."""
    NeverAgainFactory(listing=made.needs[0].startup, other=made.mentors[0])
