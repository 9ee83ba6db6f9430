"""The inputs of a round, written once before it is computed, and read by whoever computes or checks it."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ecosystem.matching.engine.digest import ENGINE_VERSION, digest
from ecosystem.matching.engine.errors import DamagedInputs
from ecosystem.matching.engine.freeze import dump, load
from ecosystem.matching.errors import InputsNotKept, LeaseLost
from ecosystem.matching.models import Round, RoundChunk, RoundInputs
from ecosystem.matching.snapshot import Snapshot, take_snapshot

logger = logging.getLogger(__name__)

KEPT_IN = (Round.State.READY, Round.State.PUBLISHED, Round.State.CLOSED)


def inputs_of(round_: Round) -> Snapshot:
    """What the round was computed from. Raises InputsNotKept, or DamagedInputs when a byte has changed."""
    kept = RoundInputs.objects.filter(round=round_).first()
    if kept is None:
        raise InputsNotKept
    return load(kept.data, Snapshot)


def read_or_take_inputs(round_: Round, lease: str) -> Snapshot:
    """The inputs that a former attempt kept; the first one reads the database and keeps what it found.

    So whatever changes meanwhile, an interrupted round ends as an undisturbed one.
    """
    try:
        return inputs_of(round_)
    except InputsNotKept:
        pass
    except DamagedInputs as error:
        logger.warning("The inputs of round %s are read again: %s.", round_.pk, error)
    snapshot = take_snapshot(round_)
    told = {"data": dump(snapshot), "digest": digest(snapshot.problem), "engine_version": ENGINE_VERSION}
    with transaction.atomic():
        if not Round.objects.select_for_update().computing().filter(pk=round_.pk, lease=lease).exists():
            raise LeaseLost
        RoundInputs.objects.update_or_create(round=round_, defaults=told)
    return snapshot


def prune_inputs() -> int:
    """Throw away what serves no more: inputs of rounds closed long ago, and what failed or cancelled rounds left."""
    long_ago = timezone.now() - timedelta(days=settings.ROUND_INPUTS_DAYS)
    over = Q(round__state=Round.State.CLOSED, round__closed_at__lt=long_ago)
    left = ~Q(round__state__in=[*KEPT_IN, Round.State.COMPUTING])
    count, _rows = RoundInputs.objects.filter(over | left).delete()
    RoundChunk.objects.exclude(round__state=Round.State.COMPUTING).delete()
    return count
