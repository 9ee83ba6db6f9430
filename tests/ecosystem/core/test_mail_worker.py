"""The outbox through a real worker on a real Redis."""

from collections.abc import Callable

import pytest

from ecosystem.core.models import Mail
from ecosystem.core.tasks import deliver_queued_mails
from tests.ecosystem.core.smtp import queued_mail
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
    celery_worker_process().kill()
    worker = celery_worker_process()
    eventually(lambda: Mail.objects.get().state == Mail.State.SENT, of=worker)
