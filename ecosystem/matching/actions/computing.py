"""The computation of a round by a worker: claimed, told step by step, stored in one transaction, or failed out loud."""

import logging
from time import monotonic

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.errors import Refused
from ecosystem.matching.actions import sharing
from ecosystem.matching.actions.certifying import keep_certificate, seal
from ecosystem.matching.actions.infeasible import why_infeasible
from ecosystem.matching.actions.inputs import inputs_of, read_or_take_inputs
from ecosystem.matching.actions.rounds import fail_round
from ecosystem.matching.actions.storing import store, total_without_hand
from ecosystem.matching.engine.errors import EngineError, Infeasible
from ecosystem.matching.engine.run import compute
from ecosystem.matching.errors import LeaseLost, RoundCancelled
from ecosystem.matching.models import Round, RoundMove
from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
SECONDS_BETWEEN_SIGNS = 0.3


def compute_round(round_id: int, lease: str) -> bool:
    """Compute a round that waits, or whose worker fell silent; True when this call brought it to ready.

    A large round is handed out to the workers and comes back here, by another call, when its candidates are found.
    Delivered twice, late or out of order, it finds that there is nothing to claim, or loses its lease before writing.
    """
    round_ = claim(round_id, lease)
    if round_ is None:
        return False
    try:
        return _compute(round_, lease)
    except LeaseLost:
        logger.warning("Round %s was taken over: this worker stops.", round_id)
        return False
    except RoundCancelled:
        _end_cancelled(round_id, lease)
        return False
    except Infeasible as error:
        _end_failed(round_id, lease, why_infeasible(error, inputs_of(round_)))
        return False
    except (Refused, EngineError) as error:
        _end_failed(round_id, lease, str(error))
        return False
    except Exception as error:
        _end_failed(round_id, lease, _("Erreur inattendue : %(error)s") % {"error": f"{type(error).__name__}: {error}"})
        raise


def claim(round_id: int, lease: str) -> Round | None:
    """Take a computing round that nobody works on; a round whose worker gave a sign of life lately is left alone.

    A round that killed its process each time is not taken for ever: the watch fails it.
    """
    free = Q(lease="") | Q(lease=lease) | Q(heartbeat_at__lt=timezone.now() - HEARTBEAT_TIMEOUT)
    claimed = Round.objects.computing().filter(free, pk=round_id, attempt_count__lt=MAX_ATTEMPTS)
    now = timezone.now()
    told = {"heartbeat_at": now, "begun_at": Coalesce("begun_at", now), "attempt_count": F("attempt_count") + 1}
    if not claimed.update(lease=lease, **told):
        return None
    return Round.objects.get(pk=round_id)


@transaction.atomic
def give_up_or_retry(round_: Round) -> bool:
    """A silent round is computed again, three times at most, then fails; True when it is worth another try."""
    silent = Round.objects.select_for_update().silent().filter(pk=round_.pk).first()
    if silent is None:
        logger.info("Round %s gave a sign of life, or ended, meanwhile.", round_.pk)
        return False
    if silent.attempt_count < MAX_ATTEMPTS:
        return True
    fail_round(silent, _("Le calcul s’est interrompu trois fois. Rien n’a été envoyé."))
    return False


def _compute(round_: Round, lease: str) -> bool:
    """One worker's turn: the whole of a small round; of a large one its beginning or, once all is found, its end."""
    progress = Progress(round_.pk, lease)
    progress(Round.Step.SCORES if round_.chunks.exists() else Round.Step.SNAPSHOT, 0, 1)
    snapshot = read_or_take_inputs(round_, lease)
    found = None
    if sharing.is_shared(snapshot.problem):
        if sharing.hand_out(round_, lease, snapshot.problem):
            return False
        found = sharing.gathered(round_, snapshot.problem)
    result = compute(snapshot.problem, found=found, on_progress=progress)
    progress(Round.Step.STORAGE, 0, int(result.need.size))
    sealed = seal(round_, snapshot, result)
    free = total_without_hand(snapshot.problem, result)
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.state != Round.State.COMPUTING or locked.lease != lease:
            raise LeaseLost
        if locked.cancel_requested:
            raise RoundCancelled
        store(locked, snapshot, result, free)
        locked.chunks.all().delete()
        keep_certificate(locked, sealed)
        locked.finish()
        locked.save()
        RoundMove.objects.create(round=locked, from_state=Round.State.COMPUTING, to_state=locked.state)
    return True


class Progress:
    """Writes step and counts outside the computation's transaction; raises when asked to stop or taken over."""

    def __init__(self, round_id: int, lease: str) -> None:
        self.mine = Round.objects.computing().filter(pk=round_id, lease=lease)
        self.step = ""
        self.told_at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = monotonic()
        if step == self.step and done < total and now - self.told_at < SECONDS_BETWEEN_SIGNS:
            return
        self.step, self.told_at = step, now
        told = self.mine.update(step=step, done_count=done, total_count=total, heartbeat_at=timezone.now())
        if not told:
            raise LeaseLost
        if self.mine.filter(cancel_requested=True).exists():
            raise RoundCancelled


@transaction.atomic
def _end_failed(round_id: int, lease: str, reason: str) -> None:
    round_ = Round.objects.select_for_update().computing().filter(pk=round_id, lease=lease).first()
    if round_ is not None:
        fail_round(round_, reason)


@transaction.atomic
def _end_cancelled(round_id: int, lease: str) -> None:
    round_ = Round.objects.select_for_update().computing().filter(pk=round_id, lease=lease).first()
    if round_ is None:
        return
    round_.cancel()
    round_.save()
    RoundMove.objects.create(round=round_, from_state=Round.State.COMPUTING, to_state=round_.state)
