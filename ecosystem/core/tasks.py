"""The one mail task, and the beat that heals what a lost broker message left behind."""

from celery import shared_task

from ecosystem.core.mail import due_mails, release_stale_claims, send_mail


@shared_task
def deliver_mail(mail_id: int) -> bool:
    """Send one mail of the outbox; a second delivery of the task finds it sent and does nothing."""
    return send_mail(mail_id)


@shared_task
def deliver_queued_mails() -> int:
    """Send every mail that is due: the outbox is the truth, the broker only a shortcut."""
    release_stale_claims()
    return sum(send_mail(pk) for pk in due_mails().order_by("pk").values_list("pk", flat=True)[:500])
