"""What the team asks by hand, down to the stored proposals: floor, minimums, pairs, rules of balance, refusals."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.actions.replaying import replay_round
from ecosystem.matching.actions.rounds import clone_round, reopen_round, start_round
from ecosystem.matching.actions.trying import try_out
from ecosystem.matching.actions.wishes import add_balance_rule, impose_pair, set_pair_aside
from ecosystem.matching.certificate_words import hands
from ecosystem.matching.errors import BreaksARule
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.matching.snapshot import take_snapshot
from ecosystem.matching.trials import Trial
from tests.ecosystem.matching.season import Season, computed, fresh, season
from tests.factories import ProposalFactory, RoundFactory, RoundPairFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
State = Round.State


def draft(kind: str = Round.Kind.MENTORS, **settings: Any) -> Round:
    return RoundFactory(kind=kind, **{"min_score": 20, **settings})


def brought_to_its_end(round_: Round) -> Round:
    start_round(round_, by=None)
    compute_round(round_.pk, "worker")
    return fresh(round_)


def pairs(round_: Round) -> set[tuple[int, int]]:
    """The chosen pairs of a round that is ready and whose certificate was accepted."""
    assert (round_.state, round_.failure) == (State.READY, "")
    findings = RoundCertificate.objects.get(round=round_).findings
    assert all(one["ok"] for one in findings), findings
    return set(round_.proposals.chosen().values_list("need_id", "mentor_id"))


def not_chosen(made: Season, round_: Round) -> tuple[Any, Any]:
    """A need and a mentor who is its alternate."""
    other = round_.proposals.alternates().order_by("-rank", "pk").select_related("need", "mentor").first()
    assert other is not None
    return other.need, other.mentor


def test_an_imposed_pair_is_chosen_marked_and_its_price_is_kept() -> None:
    made = season(needs=3, mentors=3)
    free = computed()
    need, mentor = not_chosen(made, free)
    round_ = draft()
    impose_pair(round_, need, mentor, by=UserFactory(curator=True), reason="Ils se connaissent.")
    round_ = brought_to_its_end(round_)
    assert (need.pk, mentor.pk) in pairs(round_)
    assert list(round_.proposals.filter(imposed=True).values_list("need_id", "mentor_id")) == [(need.pk, mentor.pk)]
    assert round_.stats["total_without_hand"] == free.objective > round_.objective
    assert replay_round(round_).identical
    line = hands(round_.stats, {"kept": 1, "of": 1}, round_.objective)
    assert line.label == "1 choix à la main conservé"
    assert line.figure.startswith("−")


def test_a_pair_under_the_minimal_score_can_be_imposed() -> None:
    made = season(needs=2, mentors=2)
    need, mentor = made.needs[0], made.mentors[1]
    round_ = draft(min_score=100, rule_expertise=False)
    impose_pair(round_, need, mentor, by=None, reason="Essai.")
    assert pairs(brought_to_its_end(round_)) == {(need.pk, mentor.pk)}


def test_a_pair_set_aside_is_not_proposed_in_this_round_alone() -> None:
    season(needs=2, mentors=3)
    free = computed()
    pair = free.proposals.chosen().select_related("need", "mentor").first()
    assert pair is not None
    round_ = draft()
    set_pair_aside(round_, pair.need, pair.mentor, by=None, reason="Plus tard.")
    round_ = brought_to_its_end(round_)
    assert (pair.need_id, pair.mentor_id) not in pairs(round_)
    assert not round_.proposals.filter(need=pair.need, mentor=pair.mentor).exists()
    assert (pair.need_id, pair.mentor_id) in pairs(brought_to_its_end(draft()))
    assert round_.facts_digest == free.facts_digest, "a choice by hand is a setting, not a fact"


def test_a_minimum_gives_a_mentor_her_startups() -> None:
    made = season(needs=3, mentors=3)
    free = computed()
    idle = made.mentors[2]
    round_ = draft()
    idle.capacity = idle.load_min = 2
    idle.save()
    found = pairs(brought_to_its_end(round_))
    assert sum(mentor == idle.pk for _need, mentor in found) >= 2
    assert sum(mentor == idle.pk for _need, mentor in pairs(free)) < 2


def test_a_rule_of_balance_is_kept() -> None:
    made = season(needs=3, mentors=3)
    wanted = made.mentors[2]
    wanted.capacity = 3
    wanted.save()
    round_ = draft()
    add_balance_rule(round_, name="Expertes du secteur", least=3, of_each_need=False, people=[wanted])
    assert {mentor for _need, mentor in pairs(brought_to_its_end(round_))} == {wanted.pk}


def test_a_rule_for_each_need_is_kept() -> None:
    made = season(needs=2, mentors=3)
    chosen = made.mentors[1:]
    round_ = draft()
    add_balance_rule(round_, name="Chacun son experte", least=1, of_each_need=True, people=chosen)
    found = pairs(brought_to_its_end(round_))
    assert len(found) == 2
    assert {mentor for _need, mentor in found} <= {one.pk for one in chosen}


def test_a_floor_is_written_in_the_certificate() -> None:
    season(needs=3, mentors=3)
    round_ = brought_to_its_end(draft(floor_percent=80))
    pairs(round_)
    floor = next(one for one in RoundCertificate.objects.get(round=round_).findings if one["check"] == "floor")
    assert floor["figures"]["asked"]
    assert floor["figures"]["of"] == 3


# --- what cannot be kept fails by name --------------------------------------------------------------------------


def failed(round_: Round) -> str:
    round_ = brought_to_its_end(round_)
    assert (round_.state, round_.proposals.count()) == (State.FAILED, 0)
    return round_.failure


def test_an_imposed_pair_that_a_rule_forbids_fails_by_name() -> None:
    made = season(needs=1, mentors=2)
    need, mentor = made.needs[0], made.mentors[0]
    mentor.conflicts.add(need.startup)
    round_ = draft()
    impose_pair(round_, need, mentor, by=None, reason="Essai.")
    why = failed(round_)
    assert need.startup.name in why
    assert mentor.name in why
    assert "conflit d’intérêts" in why


def test_more_pairs_imposed_than_places_fail_by_name() -> None:
    made = season(needs=2, mentors=2)
    mentor = made.mentors[0]
    mentor.capacity = 1
    mentor.save()
    round_ = draft(rule_expertise=False)
    for need in made.needs:
        impose_pair(round_, need, mentor, by=None, reason="Essai.")
    assert (
        f"{mentor.name}\u00a0: trop de paires lui sont imposées (imposées\u00a0: 2, places libres\u00a0: 1)"
        in failed(round_)
    )


def test_more_pairs_imposed_than_wanted_fail_by_name() -> None:
    made = season(needs=1, mentors=2)
    round_ = draft(rule_expertise=False)
    for mentor in made.mentors:
        impose_pair(round_, made.needs[0], mentor, by=None, reason="Essai.")
    assert made.needs[0].startup.name in failed(round_)


def test_a_minimum_out_of_reach_fails_by_name() -> None:
    made = season(needs=1, mentors=2)
    made.mentors[0].capacity = made.mentors[0].load_min = 2
    made.mentors[0].save()
    assert made.mentors[0].name in failed(draft())


@pytest.mark.parametrize("each", [False, True])
def test_a_rule_of_balance_out_of_reach_fails_by_name(each: bool) -> None:
    made = season(needs=1, mentors=2)
    round_ = draft()
    add_balance_rule(round_, name="Deux expertes", least=2, of_each_need=each, people=made.mentors)
    why = failed(round_)
    assert "«\u00a0Deux expertes\u00a0»" in why
    assert (made.needs[0].startup.name in why) is each


# --- what the snapshot reads ------------------------------------------------------------------------------------


def test_what_has_left_is_not_asked_for() -> None:
    made = season(needs=2, mentors=2)
    round_ = draft()
    for need, mentor in zip(made.needs, made.mentors, strict=True):
        impose_pair(round_, need, mentor, by=None, reason="Essai.")
    add_balance_rule(round_, name="Règle", least=1, of_each_need=False, people=made.mentors)
    made.needs[0].state = "closed"
    made.needs[0].save()
    made.mentors[0].state = "hidden"
    made.mentors[0].save()
    snapshot = take_snapshot(round_)
    wishes = snapshot.problem.wishes
    assert [snapshot.need_ids[row] for row in wishes.locked_need] == [made.needs[1].pk]
    assert [snapshot.person_ids[row] for row in wishes.balance[0].people] == [made.mentors[1].pk]


@pytest.mark.parametrize(
    ("least", "taken", "waiting", "paused", "asked"),
    [(2, 0, 0, False, 2), (2, 1, 0, False, 1), (2, 1, 1, False, 0), (3, 0, 1, False, 2), (2, 0, 0, True, 0)],
)
def test_a_minimum_counts_what_she_has_and_rests_with_her(
    least: int, taken: int, waiting: int, paused: bool, asked: int
) -> None:
    made = season(needs=1, mentors=1)
    mentor = made.mentors[0]
    mentor.capacity, mentor.load_min, mentor.taken_count = 3, least, taken
    mentor.paused_until = timezone.localdate() + timedelta(days=9) if paused else None
    mentor.save()
    for _ in range(waiting):
        ProposalFactory(sent=True, mentor=mentor)
    minimum = take_snapshot(draft()).problem.wishes.min_load
    assert minimum is not None
    assert minimum.tolist() == [asked]


def test_more_choices_ask_no_more_queries(django_assert_num_queries: Any) -> None:
    made = season(needs=3, mentors=3)
    round_ = draft()
    impose_pair(round_, made.needs[0], made.mentors[0], by=None, reason="Essai.")
    add_balance_rule(round_, name="A", least=1, of_each_need=False, people=made.mentors[:1])
    with CaptureQueriesContext(connection) as few:
        take_snapshot(round_)
    for row in (1, 2):
        impose_pair(round_, made.needs[row], made.mentors[row], by=None, reason="Essai.")
        add_balance_rule(round_, name=f"B{row}", least=1, of_each_need=True, people=made.mentors)
    with django_assert_num_queries(len(few)):
        take_snapshot(round_)


def test_choices_outlive_a_reopening_and_a_copy_has_them_all() -> None:
    made = season(needs=2, mentors=2)
    round_, by = draft(floor_percent=40), UserFactory(curator=True)
    impose_pair(round_, made.needs[0], made.mentors[0], by=by, reason="Essai.")
    add_balance_rule(round_, name="Règle", least=1, of_each_need=False, people=made.mentors)
    round_ = reopen_round(brought_to_its_end(round_), by=by)
    assert (round_.pairs.count(), round_.balance_rules.count()) == (1, 1)
    copied = clone_round(round_, title="Copie", by=by)
    pair = copied.pairs.get()
    assert (pair.need, pair.mentor, pair.kind, pair.reason, pair.by) == (
        made.needs[0], made.mentors[0], "imposed", "Essai.", by,
    )  # fmt: skip
    assert set(copied.balance_rules.get().mentors.all()) == set(made.mentors)
    assert copied.floor_percent == 40
    assert RoundPairFactory._meta.model.objects.count() == 2


def test_a_trial_keeps_the_choices_by_hand_or_says_which_it_cannot() -> None:
    made = season(needs=2, mentors=3)
    need, mentor = not_chosen(made, computed())
    round_ = draft()
    impose_pair(round_, need, mentor, by=None, reason="Essai.")
    round_ = brought_to_its_end(round_)
    same = try_out(round_, Trial(round_.weights))
    assert same.before.total == same.after.total == sum(round_.proposals.chosen().values_list("score", flat=True))
    with pytest.raises(BreaksARule):
        try_out(round_, Trial(round_.weights, closed=(mentor.pk,)))
