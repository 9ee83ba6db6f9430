"""What the beat asks of needs."""

from celery import shared_task
from django.utils import timezone

from startups import actions


@shared_task
def expire_overdue_needs() -> int:
    """Expire the open needs whose date is past; run twice, it finds nothing left to do."""
    return actions.expire_overdue_needs(timezone.localdate())
