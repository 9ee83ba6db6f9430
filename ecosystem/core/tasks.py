"""The one mail task, the one that gathers mails into digests, and the record of all tasks."""

from celery import shared_task

from ecosystem.core import task_runs
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


@shared_task
def prune_task_runs() -> int:
    """Forget the runs that no page shows any more."""
    return task_runs.prune_task_runs()
