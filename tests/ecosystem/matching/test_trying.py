"""What would change: exact, by name, few changes when asked, and nothing written."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem.matching.actions.inputs import inputs_of
from ecosystem.matching.actions.rounds import scenario_with_weights
from ecosystem.matching.actions.trying import try_out
from ecosystem.matching.engine.wishes import Wishes
from ecosystem.matching.errors import BreaksARule, MustChangeMore, NotInTheRound
from ecosystem.matching.models import Proposal, Round, RoundInputs
from ecosystem.matching.models.parts import DEFAULT_WEIGHTS
from ecosystem.matching.trials import Trial
from tests.ecosystem.matching.season import computed, fresh, season, stored
from tests.factories import MentorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

EXPORT = DEFAULT_WEIGHTS["mentors"] | {"expertise": 10, "sector": 40}


@pytest.fixture
def made():
    return season(needs=6, mentors=5)


@pytest.fixture
def round_(made):
    for mentor in made.mentors:
        type(mentor).objects.filter(pk=mentor.pk).update(capacity=1)
    return computed()


def pairs_of(round_):
    found = {}
    for need, mentor in round_.proposals.filter(rank=0).values_list("need_id", "mentor_id"):
        found.setdefault(need, set()).add(mentor)
    return found


def after(round_, outcome):
    """The pairs that the round would have."""
    found = pairs_of(round_)
    for move in outcome.moves:
        found[move.need] = set(move.after)
    return {need: people for need, people in found.items() if people}


def test_a_trial_of_the_round_as_it_is_changes_nothing(round_):
    outcome = try_out(round_, Trial(round_.weights))
    assert (outcome.moves, outcome.before, outcome.facts_moved) == ((), outcome.after, False)
    assert outcome.before.total == round_.objective
    assert outcome.before.served == round_.stats["covered"]


def test_other_weights_give_the_difference_of_two_computed_rounds(round_):
    outcome = try_out(round_, Trial(EXPORT))
    other = computed(**{f"weight_{part}": weight for part, weight in EXPORT.items()})
    assert after(round_, outcome) == pairs_of(other)
    assert outcome.after.total == other.objective
    assert sum(move.gain for move in outcome.moves) >= 0


def test_a_closed_person_takes_nobody_and_the_rest_is_the_optimum_without_her(made, round_):
    closed = Proposal.objects.filter(round=round_, rank=0).first().mentor
    outcome = try_out(round_, Trial(round_.weights, closed=(closed.pk,)))
    type(closed).objects.filter(pk=closed.pk).update(capacity=0)
    other = computed()
    assert after(round_, outcome) == pairs_of(other)
    assert outcome.losses
    assert not any(closed.pk in move.after for move in outcome.moves)


def test_a_place_more_serves_who_had_nobody(made, round_):
    assert round_.stats["covered"] == 5
    mentor = made.mentors[0]
    outcome = try_out(round_, Trial(round_.weights, places={mentor.pk: 1}))
    type(mentor).objects.filter(pk=mentor.pk).update(capacity=2)
    assert (outcome.before.served, outcome.after.served) == (5, 6)
    assert after(round_, outcome) == pairs_of(computed())


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_pairs_change_than_are_allowed_and_more_room_is_never_worse(round_, most):
    tight = try_out(round_, Trial(EXPORT, most_changes=most))
    loose = try_out(round_, Trial(EXPORT, most_changes=most + 1))
    free = try_out(round_, Trial(EXPORT))
    assert tight.dropped <= most
    assert tight.after.total <= loose.after.total <= free.after.total


def test_a_trial_that_undoes_more_than_is_allowed_says_how_much(round_):
    closed = Proposal.objects.filter(round=round_, rank=0).first().mentor
    with pytest.raises(MustChangeMore, match="1 paire") as refusal:
        try_out(round_, Trial(round_.weights, closed=(closed.pk,), most_changes=0))
    assert refusal.value.least == 1


def test_a_person_whom_the_round_did_not_read_is_refused(round_):
    with pytest.raises(NotInTheRound):
        try_out(round_, Trial(round_.weights, closed=(MentorFactory().pk,)))


def test_a_trial_that_breaks_a_wish_of_the_round_is_refused_in_words(round_, monkeypatch):
    snapshot = inputs_of(round_)
    pair = Proposal.objects.filter(round=round_, rank=0).first()
    rows = [[snapshot.need_ids.index(pair.need_id)], [snapshot.person_ids.index(pair.mentor_id)]]
    wishes = Wishes(locked_need=np.array(rows[0]), locked_person=np.array(rows[1]))
    imposed = replace(snapshot, problem=replace(snapshot.problem, wishes=wishes))
    monkeypatch.setattr("ecosystem.matching.actions.trying.facts_of", lambda _round: imposed)
    with pytest.raises(BreaksARule):
        try_out(round_, Trial(round_.weights, closed=(pair.mentor_id,)))


def test_what_was_read_is_tried_even_after_the_facts_moved(made, round_):
    type(made.mentors[0]).objects.update(capacity=9)
    outcome = try_out(round_, Trial(round_.weights))
    assert (outcome.moves, outcome.facts_moved) == ((), False)
    RoundInputs.objects.all().delete()
    assert try_out(round_, Trial(round_.weights)).facts_moved


def test_scores_of_a_need_that_changes_are_both_by_the_tried_weights(round_):
    outcome = try_out(round_, Trial(EXPORT))
    other = computed(**{f"weight_{part}": weight for part, weight in EXPORT.items()})
    told = {(move.need, person): score for move in outcome.moves for person, score in move.after.items()}
    kept = other.proposals.filter(rank=0).values_list("need_id", "mentor_id", "score")
    assert told == {(need, mentor): score for need, mentor, score in kept if (need, mentor) in told}


def test_nothing_is_written(round_):
    before = stored(round_), Round.objects.count()
    try_out(round_, Trial(EXPORT))
    assert (stored(round_), Round.objects.count()) == before


def test_a_trial_becomes_a_scenario_with_its_weights(round_):
    scenario = scenario_with_weights(round_, EXPORT, title="Export", by=None)
    assert (fresh(scenario).weights, scenario.source, scenario.state) == (EXPORT, round_, "draft")
    assert fresh(round_).weights != EXPORT
