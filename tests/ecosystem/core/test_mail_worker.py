"""The outbox through a real worker on a real Redis."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from ecosystem.core.mail import CLAIM_LIFE
from ecosystem.core.models import Mail
from ecosystem.core.tasks import deliver_queued_mails
from tests.ecosystem.core.smtp import MailServer, queued_mail
from tests.workers import Worker, eventually


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_mail_sent_to_the_queue_twice_leaves_once(
    redis_broker: str, celery_worker_process: Callable[..., Worker]
) -> None:
    worker = celery_worker_process()
    first, last = queued_mail("first"), queued_mail("last")
    for _delivery in range(3):
        deliver_queued_mails.delay()
    eventually(lambda: Mail.objects.filter(state=Mail.State.SENT).count() == 2, of=worker)
    for mail in (first, last):
        mail.refresh_from_db()
        assert mail.attempt_count == 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_mail_queued_while_no_worker_ran_leaves_when_one_comes(
    redis_broker: str, celery_worker_process: Callable[..., Worker]
) -> None:
    queued_mail("patient")
    deliver_queued_mails.delay()
    worker = celery_worker_process()
    eventually(lambda: Mail.objects.get().state == Mail.State.SENT, of=worker)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_mail_whose_worker_is_killed_while_the_server_listens_leaves_later_with_the_same_id(
    redis_broker: str, celery_worker_process: Callable[..., Worker]
) -> None:
    mail = queued_mail("interrupted")
    with MailServer(silent_at="body") as silent:
        worker = celery_worker_process(MAIL_DIR="", EMAIL_URL=f"smtp://127.0.0.1:{silent.port}")
        deliver_queued_mails.delay()
        eventually(silent.is_silent.is_set, of=worker)
        worker.kill()
    mail.refresh_from_db()
    assert (mail.state, mail.attempt_count) == (Mail.State.SENDING, 1), "the dead worker's claim holds for a while"
    Mail.objects.update(claimed_at=timezone.now() - CLAIM_LIFE)
    with MailServer() as healthy:
        worker = celery_worker_process(MAIL_DIR="", EMAIL_URL=f"smtp://127.0.0.1:{healthy.port}")
        deliver_queued_mails.delay()
        eventually(lambda: Mail.objects.get().state == Mail.State.SENT, of=worker)
    assert silent.ids == healthy.ids == [mail.message_id]
