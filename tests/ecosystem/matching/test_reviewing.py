"""Pairs decided by hand in review: applied at once, signed, within the rules, and kept by a new computation."""

from typing import Any

import pytest

from ecosystem.core.errors import IllegalMove
from ecosystem.matching import certificates
from ecosystem.matching.actions import reviewing, rounds, sendings
from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.errors import (
    AlreadyProposed,
    NeedHasEnough,
    NoPlaceInTheRound,
    NotInTheRound,
    PairBarred,
    SendingUnderWay,
)
from ecosystem.matching.models import Proposal, Round, RoundCertificate
from ecosystem.matching.sending_words import hand_edits
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import FunderFactory, MentorFactory, ProposalFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db
DRAFTED, WITHDRAWN = Proposal.State.DRAFTED, Proposal.State.WITHDRAWN


@pytest.fixture
def round_() -> Round:
    """Three needs of three mentors, one each, and three mentors more."""
    season(needs=3, mentors=6)
    return computed(min_score=0, alternates_count=2)


def pair_of(round_: Round) -> Proposal:
    return round_.proposals.chosen().with_parties().order_by("need_id").first()


def somebody_else(round_: Round, pair: Proposal, *, kept: bool) -> Any:
    """Somebody with a place whom the round keeps, or not, as an alternate of the need."""
    asked = round_.proposals.chosen().values("mentor")
    alternates = round_.proposals.alternates().filter(need=pair.need).exclude(mentor__in=asked)
    if kept:
        return alternates.order_by("rank").first().mentor
    known = round_.proposals.filter(need=pair.need).values("mentor")
    return type(pair.person).objects.exclude(pk__in=known).exclude(pk__in=asked).order_by("pk").first()


@pytest.mark.parametrize("kept", [True, False], ids=["an alternate", "somebody new"])
def test_a_person_is_replaced_at_once_with_score_and_reasons_and_counts_as_validated(round_: Round, kept: bool) -> None:
    pair, curator = pair_of(round_), UserFactory()
    other = somebody_else(round_, pair, kept=kept)
    rank = round_.proposals.filter(need=pair.need, mentor=other).values_list("rank", flat=True).first()
    chosen = reviewing.choose_pair(round_, pair.need, other, instead=pair, by=curator, reason="Ils se connaissent.")
    row = fresh(chosen)
    assert (row.state, row.rank, row.imposed, row.reviewed_by) == (DRAFTED, 0, True, curator)
    assert sum(getattr(row, f"points_{part}") for part in round_.parts) == row.score
    assert set(row.evidence) == set(round_.parts)
    assert fresh(pair).state == WITHDRAWN
    assert {(one.kind, one.mentor_id, one.by, one.reason) for one in round_.pairs.all()} == {
        ("imposed", other.pk, curator, "Ils se connaissent."),
        ("set_aside", pair.mentor_id, curator, "Ils se connaissent."),
    }
    ranks = list(round_.proposals.filter(need=pair.need, rank__gt=0).order_by("rank").values_list("rank", flat=True))
    assert ranks == list(range(1, len(ranks) + 1)), f"no gap where {rank} stood"


def test_what_was_decided_by_hand_survives_a_new_computation(round_: Round) -> None:
    pairs = list(round_.proposals.chosen().with_parties().order_by("need_id"))
    other = somebody_else(round_, pairs[0], kept=False)
    reviewing.choose_pair(round_, pairs[0].need, other, instead=pairs[0], by=None)
    reviewing.lock_pair(pairs[1], by=None)
    reviewing.exclude_pair(pairs[2], by=None)
    rounds.start_round(rounds.reopen_round(round_, by=None), by=None)
    compute_round(round_.pk, "again")
    found = set(fresh(round_).proposals.chosen().values_list("need_id", "mentor_id", "imposed"))
    assert (pairs[0].need_id, other.pk, True) in found
    assert (pairs[1].need_id, pairs[1].mentor_id, True) in found
    gone = {(pairs[0].need_id, pairs[0].mentor_id), (pairs[2].need_id, pairs[2].mentor_id)}
    every = set(round_.proposals.values_list("need_id", "mentor_id"))
    assert not gone & every


def test_a_pair_is_kept_for_the_next_computation_and_let_go_again(round_: Round) -> None:
    pair = pair_of(round_)
    for _time in range(2):
        reviewing.lock_pair(pair, by=None)
    assert (fresh(pair).imposed, round_.pairs.imposed().count()) == (True, 1)
    reviewing.unlock_pair(pair)
    assert (fresh(pair).imposed, round_.pairs.count()) == (False, 0)


def test_an_excluded_pair_can_be_proposed_again(round_: Round) -> None:
    pair = pair_of(round_)
    reviewing.exclude_pair(pair, by=None, reason="Trop loin.")
    assert (fresh(pair).state, round_.pairs.set_aside().get().reason) == (WITHDRAWN, "Trop loin.")
    back = reviewing.choose_pair(round_, pair.need, pair.mentor, by=None)
    assert (back.pk, back.state, round_.pairs.get().kind) == (pair.pk, DRAFTED, "imposed")


def test_a_rule_a_full_person_and_a_served_need_are_refused_by_name_and_change_nothing(round_: Round) -> None:
    pairs = list(round_.proposals.chosen().with_parties().order_by("need_id"))
    pair, other = pairs[0], somebody_else(round_, pairs[0], kept=False)
    before = list(round_.proposals.order_by("pk").values())
    with pytest.raises(NeedHasEnough):
        reviewing.choose_pair(round_, pair.need, other, by=None)
    with pytest.raises(AlreadyProposed):
        reviewing.choose_pair(round_, pair.need, pair.mentor, instead=pair, by=None)
    with pytest.raises(NotInTheRound):
        reviewing.choose_pair(round_, pair.need, MentorFactory(published=True), instead=pair, by=None)
    with pytest.raises(NotInTheRound):
        reviewing.choose_pair(round_, pair.need, FunderFactory(published=True), instead=pair, by=None)
    with pytest.raises(IllegalMove):
        reviewing.choose_pair(round_, pairs[1].need, other, instead=pair, by=None)
    type(other).objects.filter(pk=other.pk).update(capacity=1, taken_count=1)
    with pytest.raises(NoPlaceInTheRound):
        reviewing.choose_pair(round_, pair.need, fresh(other), instead=pair, by=None)
    assert list(round_.proposals.order_by("pk").values()) == before
    assert round_.pairs.count() == 0


def test_a_pair_that_a_hard_rule_excludes_is_not_put_together_by_hand() -> None:
    made = season(needs=2, mentors=4)
    made.mentors[-1].refused_sectors.set(made.needs[0].startup.sectors.all())
    round_ = computed(min_score=0)
    pair = round_.proposals.chosen().with_parties().get(need=made.needs[0])
    assert pair.mentor != made.mentors[-1]
    with pytest.raises(PairBarred, match="exclue par une règle"):
        reviewing.choose_pair(round_, pair.need, made.mentors[-1], instead=pair, by=None)


def test_a_conflict_that_appeared_since_the_computation_is_refused(round_: Round) -> None:
    pair = pair_of(round_)
    other = somebody_else(round_, pair, kept=False)
    pair.need.startup.members.create(user=other.user, role="member")
    with pytest.raises(PairBarred):
        reviewing.choose_pair(round_, pair.need, other, instead=pair, by=None)
    assert fresh(pair).state == DRAFTED


def test_a_need_that_nobody_was_found_for_leaves_the_list_once_somebody_is_chosen(round_: Round) -> None:
    pair = pair_of(round_)
    reviewing.exclude_pair(pair, by=None)
    round_.unserved.create(need=pair.need, reason="rules", missing_count=1)
    reviewing.choose_pair(round_, pair.need, somebody_else(round_, pair, kept=False), by=None)
    assert round_.unserved.count() == 0


@pytest.mark.parametrize("state", ["draft", "computing", "closed"])
def test_pairs_are_decided_only_in_review(state: str) -> None:
    pair = ProposalFactory(round=RoundFactory(state=state))
    for act in (reviewing.lock_pair, reviewing.exclude_pair):
        with pytest.raises(IllegalMove):
            act(pair, by=None)


def test_nothing_is_decided_by_hand_while_a_sending_can_be_undone(round_: Round) -> None:
    pair = pair_of(round_)
    other = somebody_else(round_, pair, kept=True)
    sendings.validate_all(round_, by=None)
    sendings.confirm_sending(round_, by=None)
    for edit in (
        lambda: reviewing.choose_pair(round_, pair.need, other, instead=pair, by=None),
        lambda: reviewing.lock_pair(pair, by=None),
        lambda: reviewing.unlock_pair(pair),
        lambda: reviewing.exclude_pair(pair, by=None),
    ):
        with pytest.raises(SendingUnderWay):
            edit()


def test_the_certificate_takes_signed_choices_for_no_tampering_and_says_that_they_came_after(round_: Round) -> None:
    pair = pair_of(round_)
    reviewing.choose_pair(round_, pair.need, somebody_else(round_, pair, kept=False), instead=pair, by=None)
    kept = RoundCertificate.objects.get(round=round_)
    assert certificates.drift(fresh(round_), kept) == []
    assert hand_edits(fresh(round_)) == 2
    round_.pairs.all().delete()
    assert [one["code"] for one in certificates.drift(fresh(round_), kept)] == ["pair_changed"]
