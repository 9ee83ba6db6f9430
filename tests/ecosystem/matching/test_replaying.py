"""A round is computed again from what was kept, and every difference is told."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ecosystem.matching import tasks
from ecosystem.matching.actions import replaying
from ecosystem.matching.actions.inputs import inputs_of, prune_inputs, read_or_take_inputs
from ecosystem.matching.actions.replaying import MOST_TOLD, replay_round
from ecosystem.matching.actions.rounds import publish_round, reopen_round, start_round
from ecosystem.matching.engine.digest import digest
from ecosystem.matching.errors import InputsNotKept, LeaseLost
from ecosystem.matching.models import Proposal, Round, RoundInputs
from ecosystem.matching.snapshot import take_snapshot
from mentors.models import Mentor
from startups.models import Need
from tests.ecosystem.matching.season import computed, fresh, season, started, stored
from tests.factories import RoundChunkFactory, RoundFactory, RoundInputsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


def said(round_: Round) -> str:
    out = StringIO()
    call_command("replay_round", str(round_.pk), stdout=out)
    return out.getvalue()


@KINDS
def test_a_round_comes_out_the_same_whatever_has_changed_since(kind: str) -> None:
    season(needs=4, mentors=4, funders=4)
    round_ = computed(kind)
    assert round_.proposals.count() > 4
    Mentor.objects.update(capacity=0)
    Need.objects.update(deadline_on=timezone.localdate() - timedelta(days=1))
    replay = replay_round(round_)
    assert (replay.identical, replay.differences, replay.digest) == (True, [], round_.input_digest)
    kept = RoundInputs.objects.get(round=round_)
    assert (kept.replay_identical, kept.replay_differences, kept.digest) == (True, [], round_.input_digest)
    assert kept.replayed_at is not None
    assert said(round_).startswith("OK: Tournée comes out the same, digest " + round_.input_digest)


def test_what_was_kept_is_what_was_read() -> None:
    season(needs=3, mentors=3)
    round_ = computed()
    read = take_snapshot(round_)
    kept = inputs_of(round_)
    assert digest(kept.problem) == digest(read.problem)
    assert (kept.need_ids, kept.person_ids, kept.sectors) == (read.need_ids, read.person_ids, read.sectors)
    assert (kept.skills, kept.countries, kept.stages) == (read.skills, read.countries, read.stages)


def test_answers_do_not_make_a_round_differ() -> None:
    season(needs=3, mentors=3)
    round_ = publish_round(computed(), by=None)
    round_.proposals.sent().update(state=Proposal.State.DECLINED, team_word="Un mot")
    assert replay_round(fresh(round_)).identical


@pytest.mark.parametrize("column", ["rank", "score", "points_sector", "points_stage", "priority", "chance"])
def test_a_stored_figure_that_was_changed_is_told(column: str) -> None:
    season(needs=3, mentors=3)
    round_ = computed()
    one = round_.proposals.chosen().first()
    assert one is not None
    changed = {column: (getattr(one, column) or 0) + 1}
    if column.startswith("points"):
        changed["score"] = one.score + 1
    if column == "score":
        changed["points_expertise"] = one.points_expertise + 1
    Proposal.objects.filter(pk=one.pk).update(**changed)
    replay = replay_round(round_)
    assert not replay.identical
    assert len(replay.differences) == 1
    assert replay.differences[0].startswith(
        f"Besoin {one.need_id}, personne {one.mentor_id} : rang 0, score {one.score}"
    )
    with pytest.raises(CommandError, match=f"Besoin {one.need_id}"):
        said(round_)
    assert RoundInputs.objects.get(round=round_).replay_identical is False


def test_a_pair_that_is_missing_added_or_in_another_place_is_told() -> None:
    season(needs=3, mentors=3)
    round_ = computed()
    gone = round_.proposals.alternates().first()
    assert gone is not None
    gone.delete()
    assert replay_round(round_).differences == [
        f"Besoin {gone.need_id}, personne {gone.mentor_id} : recalculée, mais pas enregistrée."
    ]
    gone.pk = None
    gone.save()
    assert replay_round(round_).differences == ["Les propositions sont les mêmes, dans un autre ordre."]
    need, mentor = (season(needs=1, mentors=1).needs[0], season(needs=1, mentors=1).mentors[0])
    Proposal.objects.filter(pk=gone.pk).update(need=need, mentor=mentor)
    assert (
        f"Besoin {need.pk}, personne {mentor.pk} : enregistrée, mais pas recalculée."
        in replay_round(round_).differences
    )


def test_another_total_digest_or_engine_is_told() -> None:
    season(needs=2, mentors=2)
    round_ = computed()
    Round.objects.filter(pk=round_.pk).update(objective=1, input_digest="f" * 64)
    RoundInputs.objects.update(engine_version=1)
    told = replay_round(fresh(round_)).differences
    assert told[0].startswith("Le moteur a changé depuis : version 1, aujourd’hui ")
    assert told[1].endswith("et non ffffffffffffffff.")
    assert f"et non 1, {round_.dual_bound}." in told[2]


def test_many_differences_are_counted_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=3, mentors=3)
    round_ = computed()
    count = round_.proposals.count()
    Proposal.objects.filter(round=round_).update(rank=7)
    monkeypatch.setattr(replaying, "MOST_TOLD", 2)
    told = replay_round(round_).differences
    assert len(told) == 3 < count
    assert told[2] == f"Et {count - 2} autres différences."
    assert MOST_TOLD == 20


def test_damaged_inputs_are_told() -> None:
    season(needs=2, mentors=2)
    round_ = computed()
    kept = RoundInputs.objects.get(round=round_)
    data = bytearray(kept.data)
    data[-9] ^= 1
    RoundInputs.objects.update(data=bytes(data))
    replay = replay_round(round_)
    assert not replay.identical
    assert "abîmées" in replay.differences[0]
    with pytest.raises(CommandError, match="abîmées"):
        said(round_)


def test_a_round_without_inputs_or_that_does_not_exist_is_told() -> None:
    with pytest.raises(InputsNotKept):
        replay_round(RoundFactory(ready=True))
    with pytest.raises(CommandError, match="ne peut pas être rejouée"):
        said(RoundFactory(ready=True))
    with pytest.raises(CommandError, match="There is no round 0"):
        call_command("replay_round", "0")


def test_the_task_keeps_the_verdict() -> None:
    season(needs=2, mentors=2)
    round_ = computed()
    assert tasks.replay_round(round_.pk)
    assert RoundInputs.objects.get(round=round_).replay_identical


def test_a_second_attempt_computes_from_what_the_first_one_read() -> None:
    season(needs=4, mentors=4)
    undisturbed = stored(computed())
    round_ = started()
    Round.objects.filter(pk=round_.pk).update(lease="first")
    read_or_take_inputs(round_, "first")
    Mentor.objects.update(capacity=0)
    Round.objects.filter(pk=round_.pk).update(lease="")
    assert tasks.computing.compute_round(round_.pk, "second")
    assert stored(fresh(round_)) == undisturbed


def test_damaged_inputs_of_a_first_attempt_are_read_again() -> None:
    season(needs=2, mentors=2)
    round_ = started()
    RoundInputsFactory(round=round_)
    assert tasks.computing.compute_round(round_.pk, "worker")
    assert replay_round(fresh(round_)).identical


def test_inputs_are_kept_only_by_who_holds_the_round() -> None:
    season(needs=2, mentors=2)
    round_ = started()
    with pytest.raises(LeaseLost):
        read_or_take_inputs(round_, "somebody else")
    assert not RoundInputs.objects.exists()


def test_a_reopened_round_reads_the_database_again() -> None:
    season(needs=3, mentors=3)
    round_ = reopen_round(computed(), by=None)
    assert not RoundInputs.objects.exists()
    RoundInputsFactory(round=round_)
    start_round(round_, by=None)
    assert not RoundInputs.objects.exists()


def test_inputs_go_a_year_after_the_round_was_closed_and_with_what_failed(settings: Any) -> None:
    def closed(days: int) -> Round:
        return RoundFactory(published=True, state=Round.State.CLOSED, closed_at=timezone.now() - timedelta(days=days))

    kept = [RoundFactory(ready=True), RoundFactory(published=True), RoundFactory(computing=True), closed(360)]
    gone = [closed(370), RoundFactory(state=Round.State.FAILED), RoundFactory(state=Round.State.CANCELLED)]
    for round_ in (*kept, *gone):
        RoundInputsFactory(round=round_)
        RoundChunkFactory(round=round_)
    assert tasks.prune_inputs() == 3
    assert set(RoundInputs.objects.values_list("round", flat=True)) == {round_.pk for round_ in kept}
    assert [round_.chunks.count() for round_ in kept] == [0, 0, 1, 0]
    settings.ROUND_INPUTS_DAYS = 300
    assert prune_inputs() == 1
