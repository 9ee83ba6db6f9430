"""Asking for a replay: nothing here loads the engine, so that a page may."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ecosystem.matching.models import Round, RoundCertificate

LOST_AFTER = timedelta(minutes=15)
"""A replay that was asked for so long ago is not coming: its worker was lost."""


@transaction.atomic
def ask_replay(round_: Round) -> bool:
    """Note that a replay is wanted; False while one that was asked for lately is not done."""
    kept = RoundCertificate.objects.select_for_update().get(round=round_)
    now = timezone.now()
    if kept.is_replaying and kept.replay_asked_at is not None and now - kept.replay_asked_at < LOST_AFTER:
        return False
    kept.replay_asked_at = now
    kept.save(update_fields=["replay_asked_at"])
    return True
