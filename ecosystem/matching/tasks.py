"""Work of the matching that runs in workers."""

from collections.abc import Callable

from celery import Task, shared_task
from django.utils import timezone

from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.rows import for_each
from ecosystem.matching.actions import (
    answers,
    certifying,
    computing,
    floors,
    inputs,
    ladder,
    mails,
    pricing,
    sendings,
    sharing,
    telling,
)
from ecosystem.matching.models import Proposal, ProposalQuerySet, Round, ScarcityReport, Sending

ROUND_TASK = "ecosystem.matching.tasks.compute_round"
CHUNK_TASK = "ecosystem.matching.tasks.compute_chunk"
ANNOUNCE_TASK = "ecosystem.matching.tasks.announce_round"


@shared_task(bind=True)
def compute_round(self: Task[[int], bool], round_id: int) -> bool:
    """Compute a round once, whatever the number of deliveries; a large one is handed out to the workers."""
    done = computing.compute_round(round_id, lease=str(self.request.id))
    _send_chunks()
    return done


@shared_task(bind=True)
def compute_chunk(self: Task[[int], None], chunk_id: int) -> None:
    """Find the candidates of some needs of a large round; each sends the next one, the last calls the assignment."""
    round_id = sharing.compute_chunk(chunk_id, lease=str(self.request.id))
    _send_chunks()
    if round_id is not None:
        enqueue(ROUND_TASK, round_id)


def _send_chunks() -> None:
    for pk in sharing.take_unsent():
        enqueue(CHUNK_TASK, pk)


@shared_task
def prune_inputs() -> int:
    """Throw away the stored inputs that serve no more."""
    return inputs.prune_inputs()


@shared_task
def compute_frontier(round_id: int) -> int:
    """Compute what floors would cost, those that are known already left as they are."""
    return floors.compute_frontier(round_id)


@shared_task
def replay_round(round_id: int) -> bool | None:
    """Compute a round again and note whether it comes out the same."""
    return certifying.replay(round_id)


@shared_task
def price_scarcity(round_id: int) -> bool:
    """Compute the recruitment list that somebody asked for."""
    return pricing.compute_scarcity(round_id)


@shared_task
def watch_scarcity() -> int:
    """Start again the lists whose worker fell silent, or that no worker was told of."""
    silent = [report for report in ScarcityReport.objects.silent() if pricing.give_up_or_retry_scarcity(report)]
    for report in silent:
        enqueue("ecosystem.matching.tasks.price_scarcity", report.round_id)
    return len(silent)


@shared_task
def announce_round(round_id: int) -> int:
    """Write the mails of a published round, one a person and one a startup."""
    written = telling.tell_startups_asked(round_id) + mails.announce_round(round_id)
    enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return written


@shared_task
def send_proposals(sending_id: int) -> bool:
    """A sending whose hour has come leaves, once, and is announced."""
    sending = sendings.depart(sending_id)
    if sending is None or sending.left_at is None:
        return False
    enqueue(ANNOUNCE_TASK, sending.round_id)
    return True


@shared_task
def watch_sendings() -> int:
    """Let leave what was confirmed long enough ago; one that fails holds no other."""
    return for_each(Sending.objects.due(), lambda sending: send_proposals(sending.pk))


@shared_task
def watch_rounds() -> int:
    """Start again what fell silent, and finish announcing what was published."""
    sharing.give_up_or_resend()
    _send_chunks()
    silent = [round_ for round_ in Round.objects.silent() if computing.give_up_or_retry(round_)]
    for round_ in silent:
        enqueue(ROUND_TASK, round_.pk)
    for round_id in Round.objects.unannounced().values_list("pk", flat=True):
        enqueue(ANNOUNCE_TASK, round_id)
    return len(silent)


@shared_task
def climb_ladder() -> int:
    """Remind whoever has not answered, each rung once, in office hours only."""
    count = ladder.climb_ladder()
    if count:
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
    return count


@shared_task
def expire_overdue_proposals() -> int:
    """End the proposals whose date has passed, each in its own transaction; one that fails holds no other."""
    today = timezone.localdate()
    return _end_each(Proposal.objects.overdue(today), lambda one: answers.expire_proposal(one, on=today))


@shared_task
def end_pointless_proposals() -> int:
    """Take back what waits for an answer to a need that is over; those who had said yes are told."""
    reason = "besoin terminé"
    return _end_each(Proposal.objects.pointless(), lambda one: answers.withdraw_proposal(one, by=None, reason=reason))


def _end_each(proposals: ProposalQuerySet, end: Callable[[Proposal], object]) -> int:
    """End each of them; one that was answered a moment ago is left as it is. Their mails are asked for in any case."""

    def ended(proposal: Proposal) -> bool:
        try:
            end(proposal)
        except Refused:
            return False
        return True

    try:
        return for_each(proposals, ended)
    finally:
        enqueue("ecosystem.core.tasks.deliver_queued_mails")
