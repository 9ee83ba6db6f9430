"""What the beat asks of needs, and of listings that were begun and left."""

from celery import shared_task
from django.utils import timezone

from startups import actions, reminders


@shared_task
def expire_overdue_needs() -> int:
    """Expire the open needs whose date is past; run twice, it finds nothing left to do."""
    return actions.expire_overdue_needs(timezone.localdate())


@shared_task
def remind_drafts() -> int:
    """One word, a day later, about each draft that was left; run twice, it has nothing more to say."""
    return reminders.remind_drafts(timezone.now())
