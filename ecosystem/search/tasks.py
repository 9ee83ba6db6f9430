"""Work of the search that nobody waits for."""

from celery import shared_task

from ecosystem.core.queue import enqueue
from ecosystem.search.alerts.sending import send_due


@shared_task
def send_alerts() -> int:
    """Write the alerts that have something new, each entry once; a second delivery finds nothing left to write."""
    written = send_due()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written
