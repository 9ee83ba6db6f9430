"""What the front desk does by itself."""

from celery import shared_task

from ecosystem.core.queue import enqueue
from ecosystem.home.daily import write_daily_mails
from ecosystem.home.letter import write_letters
from ecosystem.home.open_data import writing
from ecosystem.home.retention import forget_in_time as forget
from ecosystem.search.counting import write_searches


@shared_task
def write_daily() -> int:
    """Write the team's morning mails, each once, and ask for their delivery."""
    written = write_daily_mails()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written


@shared_task
def write_letter() -> int:
    """Write the monthly letters that are due, each once, and ask for their delivery."""
    written = write_letters()
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written


@shared_task
def forget_in_time() -> int:
    """Forget what was kept long enough; run twice, it finds nothing more."""
    return sum(forget().values())


@shared_task
def write_open_data() -> int:
    """Write the open files of the night; run twice, the second replaces the first."""
    return writing.write_open_data()


@shared_task
def count_searches() -> int:
    """Add the latest searches to the counts of their days; run twice, it finds nothing more."""
    return write_searches()
