"""The one mail task: pages ask for it after an event, and the beat each minute for what they could not ask."""

from celery import shared_task

from ecosystem.core.mail import due_mails, release_stale_claims, send_mail


@shared_task
def deliver_queued_mails() -> int:
    """Send every mail that is due, each once: a second delivery of the task finds nothing left to send."""
    release_stale_claims()
    return sum(send_mail(pk) for pk in due_mails().order_by("pk").values_list("pk", flat=True)[:500])
