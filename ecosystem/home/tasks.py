"""What the front desk does by itself."""

from celery import shared_task

from ecosystem.core.queue import enqueue
from ecosystem.home.daily import write_daily_mails


@shared_task
def write_daily() -> int:
    """Write the team's morning mails, each once, and ask for their delivery."""
    written = write_daily_mails()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written
