"""Work of the matching that runs in workers."""

from celery import Task, shared_task
from django.utils import timezone

from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions import answers, computing, mails
from ecosystem.matching.models import Proposal, Round

ROUND_TASK = "ecosystem.matching.tasks.compute_round"


@shared_task(bind=True)
def compute_round(self: Task[[int], bool], round_id: int) -> bool:
    """Compute a round once, whatever the number of deliveries."""
    return computing.compute_round(round_id, lease=str(self.request.id))


@shared_task
def announce_round(round_id: int) -> int:
    """Write the mails of a published round, once a person."""
    written = mails.announce_round(round_id)
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written


@shared_task
def watch_rounds() -> int:
    """Start again what fell silent, and finish announcing what was published."""
    silent = [round_ for round_ in Round.objects.silent() if computing.give_up_or_retry(round_)]
    for round_ in silent:
        enqueue(ROUND_TASK, round_.pk)
    for round_id in Round.objects.unannounced().values_list("pk", flat=True):
        enqueue("ecosystem.matching.tasks.announce_round", round_id)
    return len(silent)


@shared_task
def expire_overdue_proposals() -> int:
    """End the proposals whose date has passed, each in its own transaction."""
    today, count = timezone.localdate(), 0
    for proposal in Proposal.objects.overdue(today):
        try:
            answers.expire_proposal(proposal, on=today)
        except Refused:  # answered a moment ago
            continue
        count += 1
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return count


@shared_task
def end_pointless_proposals() -> int:
    """Take back what waits for an answer to a need that is over; those who had said yes are told."""
    count = 0
    for proposal in Proposal.objects.pointless():
        try:
            answers.withdraw_proposal(proposal, by=None, reason="besoin terminé")
        except Refused:  # answered a moment ago
            continue
        count += 1
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return count
