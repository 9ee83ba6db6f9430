"""The one mail task, which pages ask for after an event and the beat each minute, and the one that gathers digests."""

from celery import shared_task

from ecosystem.core.mail import release_stale_claims, send_due_mails
from ecosystem.core.mail_digests import write_digests
from ecosystem.core.queue import enqueue


@shared_task
def deliver_queued_mails() -> int:
    """Send the mails that are due, each once: a second delivery of the task finds nothing left to send."""
    release_stale_claims()
    return send_due_mails()


@shared_task
def gather_digests() -> int:
    """Write the digests that are due, each once, and ask for their delivery."""
    written = write_digests()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written
