"""The one mail task: pages ask for it after an event, and the beat each minute for what they could not ask."""

from celery import shared_task

from ecosystem.core.mail import release_stale_claims, send_due_mails


@shared_task
def deliver_queued_mails() -> int:
    """Send the mails that are due, each once: a second delivery of the task finds nothing left to send."""
    release_stale_claims()
    return send_due_mails()
