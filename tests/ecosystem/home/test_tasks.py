"""The board of the tasks: how each stands, what failed in sentences, and its three acts."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery.schedules import crontab
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from ecosystem.config.celery import app
from ecosystem.core import queue
from ecosystem.core.models import STUCK_AFTER, TaskRun
from ecosystem.core.queue import Standing
from ecosystem.home import task_board
from ecosystem.home.jobs import JOBS, planned
from ecosystem.home.rhythm import duration, next_time, rhythm, when
from ecosystem.matching.models import Round
from tests.factories import RoundFactory, TaskRunFactory, UserFactory

pytestmark = pytest.mark.django_db
TASKS = "/equipe/taches/"
DELIVERY, WATCH = "ecosystem.core.tasks.deliver_queued_mails", "ecosystem.matching.tasks.watch_rounds"
EXPIRE = "ecosystem.matching.tasks.expire_overdue_proposals"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(queue, "_send", lambda *call: calls.append(call))
    return calls


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(UserFactory(curator=True))
    return client


def page(client: Client, query: str = "") -> str:
    response = client.get(TASKS + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def row(client: Client, label: str) -> str:
    return next(part for part in page(client).split('<th scope="row"')[1:] if label in part.split("</th>")[0])


def test_every_task_of_the_site_has_its_words() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == {job.task for job in JOBS}


def test_each_task_says_how_it_stands(team: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        team.force_login(UserFactory(curator=True))
        TaskRunFactory(found_count=17)
        TaskRunFactory(task=EXPIRE, attempt_count=3, started_at=NOON - timedelta(days=1), seconds=249)
        TaskRunFactory(task=WATCH, running=True)
        assert "Réussie, 17 courriels" in row(team, "Envoi des courriels")
        expiry = row(team, "Expirations et suppléants")
        for words in ("Réussie au 3e essai", "hier, 12 h 00", "4 min 09", "demain, 6 h 10", "Chaque jour à 6 h 10"):
            assert words in expiry
        assert "En cours" in row(team, "Veille des tournées")
        assert "Lancer" not in row(team, "Veille des tournées")
        assert "Pas encore lancée" in row(team, "Besoins échus")


def test_the_last_fourteen_days_show_durations_and_failures(team: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        for days, failed in ((0, False), (1, True), (13, False), (14, False)):
            TaskRunFactory(started_at=NOON - timedelta(days=days), failed=failed, seconds=2)
        bars = task_board.bars(task_board.by_day(NOON)[DELIVERY], NOON.date())
    assert [(bar.x, bar.failed) for bar in bars] == [("0.4", False), ("89.2", True), ("96.6", False)]


def test_a_failure_is_told_in_a_sentence_with_its_trace_folded(team: Client) -> None:
    TaskRunFactory(failed=True)
    text = page(team)
    assert "Un service dont elle dépend n’a pas répondu." in text
    assert "aucun n’est perdu ni envoyé deux fois" in text
    assert "<details" in text
    assert "Traceback (most recent call last)" in text
    assert "1 échec" in text


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("OperationalError: locked", "La base de données n’a pas répondu."),
        ("SMTPServerDisconnected: bye", "Un service dont elle dépend n’a pas répondu."),
        ("Interrupted", "L’ouvrier s’est arrêté pendant la tâche."),
        ("ZeroDivisionError: Connection", "Une erreur inattendue l’a arrêtée."),
    ],
)
def test_the_kind_of_an_error_gives_the_sentence(failure: str, words: str) -> None:
    assert task_board.what_happened(TaskRunFactory(failed=True, failure=failure)) == words


def test_a_run_without_a_sign_of_life_is_said_to_be_stuck(team: Client) -> None:
    TaskRunFactory(running=True, started_at=timezone.now() - STUCK_AFTER - timedelta(minutes=1))
    assert "Bloquée" in row(team, "Envoi des courriels")
    assert "Lancer" in row(team, "Envoi des courriels")
    assert "ne donne plus signe de vie" in page(team)


def test_a_failed_round_says_what_was_not_done(team: Client) -> None:
    round_ = RoundFactory(
        title="Essai sans règle de langue", state=Round.State.FAILED, failure="Le serveur s’est arrêté."
    )
    text = page(team)
    assert "Essai sans règle de langue" in text
    assert "Le serveur s’est arrêté. Rien n’a été envoyé." in text
    assert f"/equipe/tournees/{round_.pk}/rouvrir/" in text


def test_a_round_that_computes_can_be_stopped_from_here(team: Client) -> None:
    round_ = RoundFactory(computing=True)
    text = row(team, "Calcul d’une tournée")
    assert "En cours," in text
    assert f"/equipe/tournees/{round_.pk}/annuler/" in text


def test_a_task_is_asked_for_once_the_page_says_so(
    team: Client, sent: list, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = team.post(TASKS + "lancer/", {"tache": EXPIRE}, follow=True)
    assert sent == [(EXPIRE, ())]
    assert "est demandée" in response.content.decode()


def test_a_task_under_way_is_not_asked_for_again(team: Client, sent: list, django_capture_on_commit_callbacks) -> None:
    TaskRunFactory(task=EXPIRE, running=True)
    with django_capture_on_commit_callbacks(execute=True):
        response = team.post(TASKS + "lancer/", {"tache": EXPIRE}, follow=True)
    assert sent == []
    assert "est déjà en cours" in response.content.decode()


@pytest.mark.parametrize("task", ["ecosystem.matching.tasks.compute_round", "os.system", ""])
def test_what_the_beat_does_not_ask_for_cannot_be_started(team: Client, sent: list, task: str) -> None:
    assert team.post(TASKS + "lancer/", {"tache": task}).status_code == 404
    assert sent == []


def test_a_failed_run_starts_again_once_however_often_the_button_is_pressed(
    team: Client, sent: list, django_capture_on_commit_callbacks
) -> None:
    run = TaskRunFactory(failed=True, task="ecosystem.matching.tasks.replay_round", arguments="[12]")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            response = team.post(f"{TASKS}{run.pk}/relancer/", follow=True)
    assert sent == [("ecosystem.matching.tasks.replay_round", (12,))]
    assert "a déjà été relancée" in response.content.decode()
    assert "0</b> en échec" in page(team)


def test_a_run_whose_arguments_were_cut_cannot_start_again(team: Client, sent: list) -> None:
    run = TaskRunFactory(failed=True, arguments='["abc')
    assert "Relancer" not in page(team)
    assert team.post(f"{TASKS}{run.pk}/relancer/").status_code == 404


def test_a_failure_is_set_aside_and_stays_in_the_count_of_its_day(team: Client) -> None:
    run = TaskRunFactory(failed=True)
    for _ in range(2):
        team.post(f"{TASKS}{run.pk}/classer/")
    assert "0</b> en échec" in page(team)
    assert "1 exécution, 1 échec" in page(team)


def test_only_failed_tasks_are_shown_on_demand(team: Client) -> None:
    TaskRunFactory(failed=True)
    text = page(team, "?etat=echec")
    assert "Envoi des courriels" in text
    assert "Besoins échus" not in text
    TaskRun.objects.all().delete()
    assert "La dernière exécution de chaque tâche a réussi." in page(team, "?etat=echec")


def test_the_broker_is_asked_only_when_the_page_says_so(team: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("ecosystem.home.views.tasks.standing", lambda: Standing(2, 0))
    assert "Interroger les ouvriers" in page(team)
    assert "2 ouvriers actifs, file vide" in page(team, "?ouvriers=1")
    part = team.get(TASKS + "?ouvriers=1", headers={"HX-Request": "true"}).content.decode()
    assert "2 ouvriers actifs" in part
    assert "<h1" not in part
    cache.clear()


def test_without_a_broker_the_page_says_that_nobody_answers(team: Client) -> None:
    cache.clear()
    assert "Les ouvriers ne répondent pas" in page(team, "?ouvriers=1")


def test_the_number_of_queries_does_not_grow(team: Client, django_assert_max_num_queries: Any) -> None:
    TaskRunFactory(failed=True)
    with django_assert_max_num_queries(25) as one:
        page(team)
    for _ in range(3):
        TaskRunFactory(failed=True, task=WATCH, arguments=f"[{_}]")
        RoundFactory(state=Round.State.FAILED)
    with django_assert_max_num_queries(len(one)):
        page(team)


def test_rhythms_and_durations_are_said_in_words() -> None:
    plan = planned()
    assert rhythm(plan[DELIVERY]) == "Chaque minute"
    assert rhythm(plan[WATCH]) == "Toutes les 20 secondes"
    assert rhythm(None) == "À la demande"
    some = [crontab(minute="*/10", hour="8-18"), crontab(hour="8", minute="0", day_of_week="1"), crontab(minute="5")]
    assert [rhythm(one).replace("\u00a0", " ") for one in some] == [
        "Toutes les 10 minutes, de 8 h 00 à 18 h 00",
        "Le lundi à 8 h 00",
        "Chaque heure",
    ]
    said = [duration(value).replace("\u00a0", " ") for value in (0.62, 12.4, 249, 3900, None)]
    assert said == ["0,6 s", "12 s", "4 min 09", "1 h 05", "—"]
    moments = [
        when(NOON + timedelta(seconds=gap), NOON).replace("\u00a0", " ") for gap in (0, 30, 7200, -86400, 604800)
    ]
    assert moments == ["maintenant", "dans moins d’une minute", "14 h 00", "hier, 12 h 00", "30 nov., 12 h 00"]
    with translation.override("en"):
        assert when(NOON + timedelta(hours=2), NOON) == "14:00"


def test_the_next_time_follows_the_clock_and_the_summer_time() -> None:
    night = datetime(2026, 10, 24, 23, 0, tzinfo=ZoneInfo("Europe/Paris"))
    with time_machine.travel(night, tick=False):
        following = next_time(planned()[EXPIRE], None, night)
    assert following is not None
    assert timezone.localtime(following).strftime("%d %H:%M") == "25 06:10"
