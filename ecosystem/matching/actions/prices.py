"""Asking for the price of scarcity: nothing here loads the engine, so that a page may."""

from django.db import transaction
from django.utils import timezone

from ecosystem.matching.errors import NotComputedYet
from ecosystem.matching.models import Round, ScarcityReport

COMPUTED = (Round.State.READY, Round.State.PUBLISHED, Round.State.CLOSED)


@transaction.atomic
def ask_scarcity(round_: Round) -> bool:
    """Note that the list is wanted, anew if there is one; False while one that was asked for lately is running.

    Raises NotComputedYet for a round without proposals to start from.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in COMPUTED:
        raise NotComputedYet
    report = ScarcityReport.objects.filter(round=locked).first()
    if report is not None and report.is_running and not report.is_lost():
        return False
    now = timezone.now()
    fresh = {"asked_at": now, "heartbeat_at": now, "attempt_count": 0, "done_count": 0, "total_count": 0}
    ScarcityReport.objects.update_or_create(
        round=locked, defaults={**fresh, "computed_at": None, "failure": "", "content": {}}
    )
    return True
