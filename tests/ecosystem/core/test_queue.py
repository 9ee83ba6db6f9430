"""Handing work to the workers: after commit, and whatever the broker does."""

import socket
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.core import mail as outbox
from django.db import transaction

from ecosystem.core import queue
from ecosystem.core.models import Mail
from ecosystem.core.queue import enqueue
from ecosystem.core.tasks import deliver_queued_mails
from tests.ecosystem.core.smtp import queued_mail
from tests.workers import use_broker

DELIVERY = "ecosystem.core.tasks.deliver_queued_mails"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(queue, "_send", lambda *call: calls.append(call))
    return calls


@pytest.fixture
def broken_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Send to a broker that will not answer; short timeouts, and the process trusts the broker again afterwards."""
    monkeypatch.setattr(queue.Silence, "until", 0.0)
    monkeypatch.setitem(current_app.conf.broker_transport_options, "socket_timeout", 0.2)
    yield use_broker
    use_broker("")


@pytest.fixture
def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


@pytest.fixture
def silent_socket() -> Iterator[str]:
    """It accepts connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_work_is_sent_after_the_commit_only(sent: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        enqueue(DELIVERY, 3)
        assert sent == []
    assert sent == [(DELIVERY, (3,))]


def test_work_of_a_transaction_that_is_rolled_back_is_never_sent(sent: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        enqueue(DELIVERY)
        transaction.set_rollback(True)
    assert sent == []


def test_without_a_broker_the_work_is_done_at_once() -> None:
    with transaction.atomic():
        queued_mail("now")
        enqueue(DELIVERY)
    assert Mail.objects.get().state == Mail.State.SENT
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("broker", ["closed_port", "silent_socket"])
def test_a_broker_that_is_down_costs_one_warning_and_the_beat_delivers(
    broker: str,
    broken_broker: Callable[[str], None],
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken_broker(request.getfixturevalue(broker))
    with transaction.atomic():
        mail = queued_mail("patient")
        enqueue(DELIVERY)
    assert Mail.objects.get().state == Mail.State.QUEUED, "the intent is a row"
    assert [record.levelname for record in caplog.records if record.name == queue.__name__] == ["WARNING"]
    deliver_queued_mails.apply()
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


def test_a_broker_that_did_not_answer_is_left_alone_for_a_while(
    broken_broker: Callable[[str], None], closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first page of a process waits for it; the next ones leave the work to the beat."""
    tries: list[str] = []

    def refuse(task: str, *args: object, **kwargs: object) -> None:
        tries.append(task)
        raise ConnectionRefusedError

    broken_broker(closed_port)
    monkeypatch.setattr(current_app, "send_task", refuse)
    for _ in range(3):
        enqueue(DELIVERY)
    assert tries == [DELIVERY]
    monkeypatch.setattr(queue.Silence, "until", queue.monotonic() - 1)
    enqueue(DELIVERY)
    assert tries == [DELIVERY, DELIVERY]


def test_an_error_of_the_task_itself_is_not_taken_for_the_brokers() -> None:
    with pytest.raises(KeyError):
        enqueue("ecosystem.core.tasks.no_such_task")
