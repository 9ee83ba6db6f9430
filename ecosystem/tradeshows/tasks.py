"""Work of trade shows that nobody waits for."""

from celery import shared_task

from ecosystem.core.queue import enqueue
from ecosystem.tradeshows.telling import tell_news


@shared_task
def tell_show_news() -> int:
    """Tell the followers of shows what is new, each of them once; a second delivery finds nothing to tell."""
    told = tell_news()
    if told:
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return told
