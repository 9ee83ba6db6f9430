"""A large round shared between workers: each finds the candidates of some needs, the last one calls the assignment.

The table of chunks says what is left; a message is only a reminder. A chunk is taken by a conditional update, written
once, and sent again by the watch when its worker fell silent, so that a worker may die anywhere.
"""

import logging
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.errors import IllegalMove, Refused
from ecosystem.matching.actions.inputs import inputs_of
from ecosystem.matching.actions.rounds import fail_round
from ecosystem.matching.engine.candidates import Candidates, Rows, gather, scan
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.freeze import dump, load
from ecosystem.matching.engine.problem import Problem
from ecosystem.matching.engine.run import prepare, sieve_of
from ecosystem.matching.errors import LeaseLost, RoundCancelled
from ecosystem.matching.models import Round, RoundChunk

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
MOST_CHUNKS = 64
SECONDS_BETWEEN_SIGNS = 0.3
FAST = 1
"""How hard candidates are compressed: they live for a minute."""


def is_shared(problem: Problem) -> bool:
    """Whether the round is large enough to be worth the messages."""
    pairs = problem.needs.wanted.size * problem.people.capacity.size
    return bool(0 < settings.ROUND_SHARED_FROM_PAIRS <= pairs)


def ranges(problem: Problem) -> list[tuple[int, int]]:
    """Consecutive ranges of needs, each of about ROUND_CHUNK_PAIRS pairs, MOST_CHUNKS at most."""
    needs = problem.needs.wanted.size
    count = -(-needs * problem.people.capacity.size // max(1, settings.ROUND_CHUNK_PAIRS))
    step = -(-needs // max(1, min(count, MOST_CHUNKS)))
    return [(start, min(start + step, needs)) for start in range(0, needs, step)]


@transaction.atomic
def hand_out(round_: Round, lease: str, problem: Problem) -> bool:
    """Make the chunks of a round once, and let go of the round until all are done; False when they are.

    What no worker has taken is sent again; what one took and left is the watch's. Raises LeaseLost, or RoundCancelled
    when a curator asked to stop.
    """
    locked = Round.objects.select_for_update().computing().filter(pk=round_.pk, lease=lease).first()
    if locked is None:
        raise LeaseLost
    if locked.cancel_requested:
        raise RoundCancelled
    if not locked.chunks.exists():
        RoundChunk.objects.bulk_create(RoundChunk(round=locked, start=a, stop=b) for a, b in ranges(problem))
    waiting = locked.chunks.waiting()
    if not waiting.exists():
        return False
    waiting.filter(lease="").update(sent_at=None)
    locked.step, locked.done_count, locked.total_count = (
        Round.Step.SCORES,
        needs_done(locked),
        problem.needs.wanted.size,
    )
    locked.lease, locked.attempt_count, locked.heartbeat_at = "", 0, timezone.now()
    locked.save(update_fields=["step", "done_count", "total_count", "lease", "attempt_count", "heartbeat_at"])
    return True


def take_unsent() -> list[int]:
    """The chunks to send now, each given to one caller; one that is then not sent is found by the watch.

    Only ROUND_CHUNKS_AT_ONCE are on their way, so that mails and other rounds find their place between them.
    """
    chunks = RoundChunk.objects.of_computing_rounds()
    room = settings.ROUND_CHUNKS_AT_ONCE - chunks.waiting().filter(sent_at__isnull=False).count()
    ids = chunks.unsent().values_list("pk", flat=True)[: max(0, room)]
    return [pk for pk in ids if RoundChunk.objects.unsent().filter(pk=pk).update(sent_at=timezone.now())]


def gathered(round_: Round, problem: Problem) -> Candidates:
    """The candidates of the whole round from its chunks, the same as found by one worker."""
    found = [load(data, Rows) for data in round_.chunks.values_list("data", flat=True) if data is not None]
    return gather(prepare(problem), sieve_of(problem), found)


def compute_chunk(chunk_id: int, lease: str) -> int | None:
    """Find the candidates of one chunk; the round to go on with when it was the last one.

    Delivered twice, late or out of order, it finds nothing to claim, or loses its lease before writing.
    """
    free = RoundChunk.objects.free_for(lease).filter(pk=chunk_id, attempt_count__lt=MAX_ATTEMPTS)
    taken = {"lease": lease, "heartbeat_at": timezone.now(), "attempt_count": F("attempt_count") + 1}
    if not free.update(**taken):
        return _finished(chunk_id)
    chunk = RoundChunk.objects.select_related("round").get(pk=chunk_id)
    try:
        _compute(chunk, lease)
    except LeaseLost:
        logger.warning("Chunk %s was taken over, or its round has ended: this worker stops.", chunk_id)
        return None
    except (Refused, EngineError) as error:
        _fail(chunk.round, str(error))
        return None
    except Exception as error:
        _fail(chunk.round, _("Erreur inattendue : %(error)s") % {"error": f"{type(error).__name__}: {error}"})
        raise
    return _finished(chunk_id)


def give_up_or_resend() -> None:
    """Chunks whose worker fell silent are sent again, three times at most; then their round fails."""
    for chunk in RoundChunk.objects.of_computing_rounds().silent().select_related("round"):
        if chunk.attempt_count >= MAX_ATTEMPTS:
            _fail(chunk.round, _("Le calcul s’est interrompu trois fois. Rien n’a été envoyé."))
        else:
            RoundChunk.objects.silent().filter(pk=chunk.pk).update(lease="", sent_at=None)


def needs_done(round_: Round) -> int:
    """How many needs the finished chunks hold."""
    done = round_.chunks.filter(done_at__isnull=False)
    return int(done.aggregate(count=Sum(F("stop") - F("start")))["count"] or 0)


def _finished(chunk_id: int) -> int | None:
    """The round of the chunk, when it computes and no chunk of it is left: told again to who comes again."""
    chunk = RoundChunk.objects.of_computing_rounds().filter(pk=chunk_id).first()
    if chunk is None or RoundChunk.objects.waiting().filter(round_id=chunk.round_id).exists():
        return None
    return chunk.round_id


def _compute(chunk: RoundChunk, lease: str) -> None:
    sign = ChunkProgress(chunk, lease)
    sign("rules_and_scores", 0, 1)
    problem = inputs_of(chunk.round).problem
    rows = scan(prepare(problem), sieve_of(problem), chunk.start, chunk.stop, on_progress=sign)
    data, now = dump(rows, level=FAST), timezone.now()
    if not sign.mine.update(data=data, done_at=now, heartbeat_at=now):
        raise LeaseLost
    sign.tell_round()


class ChunkProgress:
    """Gives a sign of life for the chunk and its round; raises when the chunk was taken over or the round ended."""

    def __init__(self, chunk: RoundChunk, lease: str) -> None:
        self.round = chunk.round
        self.mine = RoundChunk.objects.waiting().filter(pk=chunk.pk, lease=lease)
        self.told_at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = monotonic()
        if now - self.told_at < SECONDS_BETWEEN_SIGNS:
            return
        self.told_at = now
        computes = Round.objects.computing().filter(pk=self.round.pk).exists()
        if not computes or not self.mine.update(heartbeat_at=timezone.now()):
            raise LeaseLost
        self.tell_round()

    def tell_round(self) -> None:
        """The round shows the needs whose chunk is done; a round that somebody holds tells its own steps."""
        rounds = Round.objects.computing().filter(pk=self.round.pk, lease="")
        rounds.update(heartbeat_at=timezone.now(), done_count=needs_done(self.round))


def _fail(round_: Round, reason: str) -> None:
    try:
        fail_round(round_, reason)
    except IllegalMove:
        logger.info("Round %s has ended meanwhile.", round_.pk)
