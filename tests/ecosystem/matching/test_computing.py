"""A round computed over a small real database: what is stored, by whom it may be, and how it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosystem.matching.actions import computing
from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.actions.rounds import ask_to_cancel
from ecosystem.matching.engine.errors import BadFacts
from ecosystem.matching.errors import LeaseLost
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.shortfalls import explain
from ecosystem.matching.words import Names, reasons
from tests.ecosystem.matching.season import PARTS, computed, fresh, season, started, stored
from tests.factories import DealFactory, FunderFactory, MentorFactory, NeedFactory, RoundFactory, SectorFactory

pytestmark = pytest.mark.django_db
State = Round.State
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


def people(kind: str, count: int) -> dict[str, int]:
    return {kind: count}


# --- what is stored ----------------------------------------------------------------------------------------------


@KINDS
def test_a_round_serves_every_need_with_parts_that_sum_to_the_score(kind: str) -> None:
    made = season(needs=3, **people(kind, 4))
    round_ = computed(kind)
    assert (round_.state, round_.step) == (State.READY, Round.Step.STORAGE)
    assert (round_.gap, round_.stats["covered"], round_.stats["pairs"]) == (0, 3, 3)
    assert {pair.need_id for pair in round_.proposals.chosen()} == {need.pk for need in made.needs}
    for pair in round_.proposals.all():
        assert pair.state == Proposal.State.DRAFTED
        assert pair.score == sum(getattr(pair, f"points_{part}") for part in PARTS) > 2_000
        assert set(pair.evidence) == set(round_.parts)
        for part, weight in round_.weights.items():
            assert 0 <= getattr(pair, f"points_{part}") <= weight * 100
    assert round_.objective == sum(pair.score for pair in round_.proposals.chosen())
    assert not round_.unserved.exists()


@KINDS
def test_the_database_refuses_a_score_that_its_parts_do_not_make(kind: str) -> None:
    season(needs=1, **people(kind, 1))
    pair = computed(kind).proposals.get()
    with pytest.raises(IntegrityError, match="proposal_parts_sum_to_the_score"), transaction.atomic():
        Proposal.objects.filter(pk=pair.pk).update(score=pair.score + 1)


def test_a_mentors_evidence_names_things_for_good_and_quotes_the_profile() -> None:
    made = season(needs=1, mentors=1)
    need, mentor = made.needs[0], made.mentors[0]
    told = computed().proposals.get().evidence
    skill = mentor.skills.get()
    assert told["expertise"]["code"] == "skill_exact"
    assert told["expertise"]["refs"] == [need.topic.slug]
    assert (told["expertise"]["quote"], told["expertise"]["quote_language"]) == (skill.proof, "fr")
    assert told["sector"]["refs"] == [sector.slug for sector in need.startup.sectors.all()]
    assert told["sector"]["quote"] == mentor.sector_note
    assert told["market"] == {"code": "markets", "refs": ["DE"], "count": 1, "total": 1}
    assert told["stage"] == {**told["stage"], "refs": ["seed"], "quote": mentor.stage_note}
    assert told["availability"]["refs"] == ["remote"]
    assert "quote" not in told["availability"], "the profile says nothing about it"


def test_the_neighbouring_subject_quotes_its_own_proof() -> None:
    made = season(needs=2, mentors=1)
    need = made.needs[1]
    made.needs[0].delete()
    told = computed().proposals.get(need=need).evidence["expertise"]
    skill = made.mentors[0].skills.get()
    assert (told["code"], told["refs"], told["quote"]) == ("skill_family", [skill.skill.slug], skill.proof)


def test_a_funders_evidence_names_its_deals_and_quotes_its_thesis() -> None:
    made = season(needs=1, funders=1)
    funder = made.funders[0]
    DealFactory(funder=funder, company="Plus récente", announced_on=timezone.localdate() - timedelta(days=3))
    told = computed("funders").proposals.get().evidence
    assert told["activity"]["refs"][0] == "Plus récente"
    assert set(told["activity"]["refs"]) <= set(funder.deals.values_list("company", flat=True))
    assert told["sector"]["quote"] == "Le premier tour de 2 startups"
    assert told["sector"]["quote"] in funder.thesis


def test_a_company_that_a_funder_financed_three_times_is_told_once() -> None:
    need = NeedFactory(opened=True, funding=True, startup__sectors=[SectorFactory()])
    facts = {
        "company": "Acme",
        "sector": need.startup.sectors.get(),
        "funder": FunderFactory(published=True, thesis=""),
    }
    for days in (20, 200, 90):
        DealFactory(announced_on=timezone.localdate() - timedelta(days=days), **facts)
    told = computed("funders", min_score=0).proposals.get().evidence
    assert told["sector"] == {"code": "deals_in_sector", "refs": ["Acme"], "count": 1, "total": 1}
    assert told["activity"] == {"code": "active_recently", "refs": ["Acme"], "count": 1, "total": 1}


def test_the_activity_of_a_funder_whose_deals_have_no_date_is_not_stated() -> None:
    NeedFactory(opened=True, funding=True)
    DealFactory(funder=FunderFactory(published=True), announced_on=None)
    pair = computed("funders", min_score=0).proposals.get()
    assert (pair.evidence["activity"]["code"], pair.points_activity) == ("not_stated", 0)
    assert reasons(pair, Proposal.Side.STARTUP, Names.of([pair]))[-1].missing


@KINDS
def test_every_quote_stands_in_the_profile_word_for_word(kind: str) -> None:
    season(needs=4, **people(kind, 5))
    quoted = 0
    for pair in computed(kind).proposals.with_parties():
        proofs = pair.mentor.skills.values_list("proof", flat=True) if pair.mentor else [pair.funder.thesis]
        said = " / ".join([*proofs, *(str(value) for value in vars(pair.person).values())])
        for told in pair.evidence.values():
            quoted += "quote" in told
            assert told.get("quote", "") in said
    assert quoted


def test_what_is_not_stated_quotes_nothing() -> None:
    season(needs=1, mentors=1)
    mentor = MentorFactory(published=True, stages=[], stage_note="Je cherche tout", sector_note="Je connais tout")
    told = computed(min_score=0).proposals.get(mentor=mentor).evidence
    for part in ("stage", "sector", "expertise"):
        assert (told[part]["code"], "quote" in told[part]) == ("not_stated", False)


def test_a_need_without_anyone_says_why() -> None:
    need = NeedFactory(opened=True)
    assert [row.reason for row in computed().unserved.all()] == ["no_people"]
    MentorFactory(published=True, languages=["de"])
    row = computed().unserved.get()
    assert (row.need, row.reason, row.missing_count) == (need, "rules", 1)
    assert row.facts["excluded"] == {"no_common_language": 1}
    assert row.facts["top_rule"] == "no_common_language"


@KINDS
def test_a_startup_of_a_refused_sector_is_not_proposed_by_a_need_that_targets_another(kind: str) -> None:
    made = season(needs=1, **people(kind, 1))
    need, person = made.needs[0], getattr(made, kind)[0]
    person.refused_sectors.set(need.startup.sectors.all())
    need.sectors.set([SectorFactory()])
    row = computed(kind).unserved.get()
    assert (row.need, row.reason, row.facts["excluded"]) == (need, "rules", {"refused_sector": 1})
    assert "secteur refusé (1)" in explain(row.round, [row])[0].why
    assert computed(kind, rule_refused_sector=False, min_score=0).proposals.get().person.pk == person.pk


def test_a_need_below_the_minimum_names_who_came_closest() -> None:
    made = season(needs=1, mentors=1)
    round_ = computed(min_score=100)
    row = round_.unserved.get()
    assert (row.reason, row.facts["best_person"]) == ("below_minimum", made.mentors[0].pk)
    assert 0 < row.facts["best_score"] < 10_000
    assert not round_.proposals.exists()


def test_a_need_that_others_outbid_names_them() -> None:
    made = season(needs=2, mentors=1)
    made.mentors[0].capacity = 1
    made.mentors[0].save()
    round_ = computed()
    served, row = round_.proposals.chosen().get(), round_.unserved.get()
    assert {served.need_id, row.need_id} == {need.pk for need in made.needs}
    assert (row.reason, row.facts["best_person"]) == ("others_preferred", made.mentors[0].pk)
    assert row.facts["preferred"] == [served.need_id]


@KINDS
def test_alternates_are_ranked_from_the_best_and_never_chosen_too(kind: str) -> None:
    season(needs=2, **people(kind, 6))
    round_ = computed(kind, alternates_count=3, min_score=0)
    for need in {pair.need_id for pair in round_.proposals.all()}:
        others = list(round_.proposals.alternates().filter(need=need).order_by("rank"))
        assert [pair.rank for pair in others] == [1, 2, 3]
        assert [pair.score for pair in others] == sorted((pair.score for pair in others), reverse=True)
        taken = {pair.person.pk for pair in round_.proposals.chosen().filter(need=need)}
        assert not taken & {pair.person.pk for pair in others}


@KINDS
def test_the_same_inputs_give_the_same_rows_and_the_same_digest(kind: str) -> None:
    season(needs=4, **people(kind, 5))
    first, second = computed(kind), computed(kind)
    assert first.pk != second.pk
    assert stored(first) == stored(second)
    assert len(first.input_digest) == 64


@pytest.mark.parametrize("settings", [{"seed": 2}, {"min_score": 21}, {"rule_stage": True}])
def test_another_setting_gives_another_digest(settings: dict[str, Any]) -> None:
    season(needs=1, mentors=2)
    assert computed().input_digest != computed(**settings).input_digest


def test_computed_twice_there_is_one_set() -> None:
    season(needs=3, mentors=3)
    round_ = computed()
    before = stored(round_)
    assert not compute_round(round_.pk, "worker")
    assert not compute_round(round_.pk, "another")
    assert stored(round_) == before
    assert [move.to_state for move in round_.moves.all()] == ["computing", "ready"]


def test_a_second_attempt_replaces_what_a_first_one_left() -> None:
    made = season(needs=1, mentors=1)
    round_ = started()
    round_.unserved.create(need=made.needs[0], reason="rules")
    Proposal.objects.create(round=round_, need=made.needs[0], mentor=made.mentors[0], score=0)
    assert compute_round(round_.pk, "worker")
    assert stored(round_) == stored(computed())


# --- how it ends -------------------------------------------------------------------------------------------------


def interrupt(monkeypatch: pytest.MonkeyPatch, step: str, change: Callable[[Round], Any]) -> None:
    """Let something happen to the round when its computation tells this step."""
    tell = computing.Progress.__call__

    def told(progress: computing.Progress, at: str, done: int, total: int) -> None:
        if at == step and done == 0:
            change(Round.objects.get())
        tell(progress, at, done, total)

    monkeypatch.setattr(computing.Progress, "__call__", told)


STEPS = [step for step in Round.Step.values if step != Round.Step.QUEUED]


def test_every_step_is_told_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=2, mentors=2)
    told: list[str] = []
    tell = computing.Progress.__call__

    def listen(progress: computing.Progress, step: str, done: int, total: int) -> None:
        tell(progress, step, done, total)
        row = Round.objects.get()
        assert (row.step, row.total_count) == (step, total)
        if step not in told:
            told.append(step)

    monkeypatch.setattr(computing.Progress, "__call__", listen)
    computed()
    assert told == STEPS


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_was_taken_over_writes_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=2, mentors=2)
    interrupt(monkeypatch, step, lambda round_: Round.objects.update(lease="another"))
    round_ = computed()
    assert (round_.state, round_.lease, round_.failure) == (State.COMPUTING, "another", "")
    assert not round_.proposals.exists()
    assert [move.to_state for move in round_.moves.all()] == ["computing"]


def test_a_worker_that_is_overtaken_while_it_stores_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last sign of life and the lock: the row is read again under it."""
    season(needs=2, mentors=2)
    told = computing.compute

    def compute(*args: Any, **kwargs: Any) -> Any:
        result = told(*args, **kwargs)
        monkeypatch.setattr(computing.Progress, "__call__", lambda *_: Round.objects.update(lease="another"))
        return result

    monkeypatch.setattr(computing, "compute", compute)
    round_ = computed()
    assert (round_.state, round_.proposals.count()) == (State.COMPUTING, 0)


@pytest.mark.parametrize("step", STEPS)
def test_a_cancelled_round_stops_at_its_next_step_with_nothing_stored(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    season(needs=2, mentors=2)
    interrupt(monkeypatch, step, lambda round_: ask_to_cancel(round_, by=None))
    round_ = computed()
    assert (round_.state, round_.proposals.count(), round_.unserved.count()) == (State.CANCELLED, 0, 0)
    assert round_.moves.last().to_state == State.CANCELLED


def test_a_round_cancelled_before_any_worker_came_is_never_computed() -> None:
    season(needs=1, mentors=1)
    round_ = started()
    ask_to_cancel(round_, by=None)
    assert fresh(round_).state == State.CANCELLED, "without waiting for a worker"
    assert not compute_round(round_.pk, "worker")
    assert (fresh(round_).state, round_.proposals.count()) == (State.CANCELLED, 0)
    assert [move.to_state for move in round_.moves.all()] == ["computing", "cancelled"]


def test_a_worker_that_comes_back_to_a_cancelled_round_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)
    told = computing.compute

    def sleep_and_wake(*args: Any, **kwargs: Any) -> Any:
        result = told(*args, **kwargs)
        Round.objects.update(heartbeat_at="2026-01-01T00:00Z")
        assert ask_to_cancel(Round.objects.get(), by=None)
        return result

    monkeypatch.setattr(computing, "compute", sleep_and_wake)
    round_ = computed()
    assert (round_.state, round_.proposals.count()) == (State.CANCELLED, 0)
    assert [move.to_state for move in round_.moves.all()] == ["computing", "cancelled"]


def test_an_unexpected_error_fails_the_round_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError("par zéro")

    monkeypatch.setattr(computing, "store", broken)
    round_ = started()
    with pytest.raises(ZeroDivisionError):
        compute_round(round_.pk, "worker")
    failed = fresh(round_)
    assert (failed.state, failed.proposals.count()) == (State.FAILED, 0)
    assert failed.failure == "Erreur inattendue\u00a0: ZeroDivisionError: par zéro"


def test_an_error_in_the_middle_of_storing_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=2, mentors=2)
    store = computing.store

    def half(*args: Any) -> None:
        store(*args)
        raise OSError("disque plein")

    monkeypatch.setattr(computing, "store", half)
    round_ = started()
    with pytest.raises(OSError, match="disque plein"):
        compute_round(round_.pk, "worker")
    assert (fresh(round_).state, round_.proposals.count()) == (State.FAILED, 0)


def test_facts_that_the_engine_refuses_fail_the_round_without_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise BadFacts("MentorPeople.capacity: row 3 is -1")

    monkeypatch.setattr(computing, "compute", refuse)
    round_ = computed()
    assert (round_.state, round_.failure) == (State.FAILED, "MentorPeople.capacity: row 3 is -1")


def test_an_error_of_a_worker_that_was_taken_over_does_not_fail_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)

    def overtaken(*args: Any, **kwargs: Any) -> None:
        Round.objects.update(lease="another")
        raise BadFacts("trop tard")

    monkeypatch.setattr(computing, "compute", overtaken)
    assert (computed().state, Round.objects.get().failure) == (State.COMPUTING, "")


def test_progress_of_a_round_that_ended_raises() -> None:
    round_ = RoundFactory(ready=True, lease="worker")
    with pytest.raises(LeaseLost):
        computing.Progress(round_.pk, "worker")("snapshot", 0, 1)
