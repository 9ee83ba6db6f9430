"""A computation says where it stands and how long it may still take; a failed one tells whoever started it, once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.core.models import Mail
from ecosystem.matching.actions.computing import claim, compute_round, give_up_or_retry
from ecosystem.matching.actions.rounds import create_round, start_round
from ecosystem.matching.models import Round, RoundMove
from ecosystem.matching.progress_words import detail_words, left_words, steps_of
from tests.ecosystem.matching.season import fresh, season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = pytest.mark.django_db


def at(name, round_):
    return reverse(f"matching:{name}", args=[round_.pk])


def running(step="rules_and_scores", done=1, total=2, seconds=30):
    begun = timezone.now() - timedelta(seconds=seconds)
    more = {"step": step, "done_count": done, "total_count": total, "lease": "worker"}
    return RoundFactory(computing=True, begun_at=begun, **more)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def test_every_step_is_named_and_the_present_one_is_told(client, curator):
    round_ = running()
    states = [step["state"] for step in steps_of(round_)]
    assert states == ["done", "current", "todo", "todo", "todo", "todo", "todo"]
    page = client.get(at("progress", round_))
    assertContains(page, "Lecture des fiches")
    assertContains(page, 'aria-current="step"')


def test_a_computation_that_waits_for_a_worker_has_no_present_step():
    assert {step["state"] for step in steps_of(RoundFactory(computing=True, step="queued"))} == {"todo"}


def test_where_it_stopped_is_told(client, curator):
    round_ = RoundFactory(state="failed", step="assignment", failure="Le disque est plein.")
    assert [step["state"] for step in steps_of(round_)][:3] == ["done", "done", "error"]
    assertContains(client.get(at("progress", round_)), "arrêté ici")


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [(1, 7, "encore 13\u00a0s environ"), (1, 35, "encore 2\u00a0min environ"), (2, 60, "encore 40\u00a0s environ")],
)
@time_machine.travel(datetime(2026, 11, 26, 10, tzinfo=UTC), tick=False)
def test_what_is_left_follows_from_what_was_done(done, seconds, words):
    assert left_words(running(done=done, seconds=seconds)) == words


@pytest.mark.parametrize("round_", [{"seconds": 1}, {"step": "snapshot", "done": 0}, {"step": "queued", "done": 0}])
def test_a_guess_that_would_say_nothing_is_not_made(round_):
    assert left_words(running(**round_)) == ""


def test_what_is_left_is_not_promised_while_it_is_being_cancelled():
    round_ = running(done=10, total=20)
    assert detail_words(round_).startswith("10 sur 20, encore")
    round_.cancel_requested = True
    assert detail_words(round_) == "10 sur 20"


def test_the_clock_starts_with_the_first_worker_and_not_in_the_queue():
    round_ = RoundFactory(computing=True, begun_at=None)
    first = claim(round_.pk, "one").begun_at
    assert first is not None
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    assert claim(round_.pk, "two").begun_at == first
    Round.objects.filter(pk=round_.pk).update(state=Round.State.DRAFT)
    season(needs=1, mentors=1)
    assert start_round(fresh(round_), by=None).begun_at is None


def failing(by, monkeypatch, error="Le disque est plein."):
    season(needs=2, mentors=2)
    round_ = create_round(title="Décembre", kind="mentors", by=None, min_score=20)
    start_round(round_, by=by)

    def broken(*_args, **_more):
        raise OSError(error)

    monkeypatch.setattr("ecosystem.matching.actions.computing.compute", broken)
    with pytest.raises(OSError, match="disque"):
        compute_round(round_.pk, "worker")
    return fresh(round_)


def test_whoever_started_a_failed_computation_is_told_why_once(monkeypatch, curator):
    round_ = failing(curator, monkeypatch)
    assert round_.state == Round.State.FAILED
    assert compute_round(round_.pk, "again") is False
    told = Mail.objects.get()
    assert (told.to, told.reader_id, told.about) == (curator.email, curator.pk, f"matching.round:{round_.pk}")
    assert "Décembre" in told.subject
    assert "Le disque est plein." in told.text
    assert round_.get_absolute_url() in told.text


def test_each_failure_is_told(client, curator, monkeypatch):
    round_ = failing(curator, monkeypatch)
    client.post(at("recompute", round_))
    with pytest.raises(OSError, match="disque"):
        compute_round(round_.pk, "worker")
    assert Mail.objects.count() == 2


def test_a_computation_that_died_three_times_is_told_too(curator):
    round_ = RoundFactory(computing=True, attempt_count=3, created_by=curator)
    Round.objects.filter(pk=round_.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    assert give_up_or_retry(fresh(round_)) is False
    assert "interrompu trois fois" in Mail.objects.get().text


def test_a_failure_is_told_in_the_language_of_who_started_it(monkeypatch):
    author = UserFactory(curator=True, language="en")
    round_ = failing(author, monkeypatch)
    assert Mail.objects.get().language == "en"
    assert f"/en{round_.get_absolute_url()}" in Mail.objects.get().text


@pytest.mark.parametrize("who", [None, {"is_active": False}, {"email": ""}])
def test_nobody_is_told_when_nobody_is_there(who, monkeypatch):
    failing(UserFactory(curator=True, **who) if who else None, monkeypatch)
    assert not Mail.objects.exists()


def test_a_failed_round_is_computed_again_in_one_click(client, curator, monkeypatch):
    round_ = failing(curator, monkeypatch)
    page = client.get(at("progress", round_))
    assertContains(page, "Relancer le calcul")
    assertContains(page, "Le disque est plein.")
    monkeypatch.undo()
    client.post(at("recompute", round_))
    assert compute_round(round_.pk, "worker")
    assert fresh(round_).state == Round.State.READY
    assert fresh(round_).failure == ""
    assert RoundMove.objects.filter(round=round_, to_state="failed").count() == 1


def test_a_cancelled_round_says_where_it_was_stopped_and_asks_nothing(client, curator):
    page = client.get(at("progress", RoundFactory(state="cancelled", step="assignment")))
    assertContains(page, "Rien n’a été envoyé")
    assertContains(page, "arrêté ici")
    assertNotContains(page, "Annuler")
