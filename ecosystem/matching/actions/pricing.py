"""The price of scarcity of a round, by a worker: many solves, told as they go, kept at the end."""

import logging
from dataclasses import asdict
from datetime import datetime
from time import monotonic
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.errors import Refused
from ecosystem.matching.actions.explaining import inputs_or_today
from ecosystem.matching.engine.errors import EngineError
from ecosystem.matching.engine.grid import TooManyPairs
from ecosystem.matching.engine.live import BalanceNotKept
from ecosystem.matching.engine.parts import Kind
from ecosystem.matching.engine.recruits import PLACES
from ecosystem.matching.engine.scarcity import Gap, Price, Scarcity, price_scarcity
from ecosystem.matching.errors import BalancedNotExplained, LeaseLost, TooLargeToExplain
from ecosystem.matching.models import Round, ScarcityReport
from ecosystem.matching.models.scarcity import MOST_ATTEMPTS
from ecosystem.matching.snapshot import Snapshot

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 0.5
MOST_PRICES = 40
"""Rows kept: the list is sorted, and nobody recruits forty people."""


def compute_scarcity(round_id: int) -> bool:
    """Compute the list that was asked for; False when nothing is asked, or it was asked for anew meanwhile.

    Delivered twice, both compute the same list from the same inputs.
    """
    mine = ScarcityReport.objects.running().filter(round=round_id)
    asked = mine.values_list("asked_at", flat=True).first()
    if asked is None:
        return False
    mine = mine.filter(asked_at=asked)
    mine.update(attempt_count=F("attempt_count") + 1, heartbeat_at=timezone.now())
    try:
        content = _content(Round.objects.get(pk=round_id), asked)
    except LeaseLost:
        logger.warning("The scarcity of round %s was asked for anew: this worker stops.", round_id)
        return False
    except (Refused, EngineError) as error:
        mine.update(failure=str(error)[:500])
        return False
    except Exception as error:
        mine.update(failure=_("Erreur inattendue : %(error)s") % {"error": type(error).__name__})
        raise
    return bool(mine.update(content=content, computed_at=timezone.now()))


def give_up_or_retry_scarcity(report: ScarcityReport) -> bool:
    """A silent list is computed again, three times at most, then fails; True when it is worth another try."""
    if report.attempt_count < MOST_ATTEMPTS:
        ScarcityReport.objects.filter(pk=report.pk).update(heartbeat_at=timezone.now())
        return True
    ScarcityReport.objects.silent().filter(pk=report.pk).update(
        failure=_("Le calcul s’est interrompu trois fois. Rien n’a été envoyé.")
    )
    return False


class _Progress:
    """Writes counts; raises when the list was asked for anew."""

    def __init__(self, round_id: int, asked: datetime) -> None:
        self.mine = ScarcityReport.objects.running().filter(round=round_id, asked_at=asked)
        self.told_at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if done < total and monotonic() - self.told_at < SECONDS_BETWEEN_SIGNS:
            return
        self.told_at = monotonic()
        if not self.mine.update(done_count=done, total_count=total, heartbeat_at=timezone.now()):
            raise LeaseLost


def _content(round_: Round, asked: datetime) -> dict[str, Any]:
    snapshot, is_fresh = inputs_or_today(round_)
    try:
        found = price_scarcity(snapshot.problem, on_progress=_Progress(round_.pk, asked))
    except TooManyPairs as error:
        raise TooLargeToExplain from error
    except BalanceNotKept as error:
        raise BalancedNotExplained from error
    return _stored(snapshot, found) | {"is_fresh": is_fresh}


def _stored(snapshot: Snapshot, found: Scarcity) -> dict[str, Any]:
    """The list as JSON, with stable keys instead of positions."""
    return {
        "needs": int((snapshot.problem.needs.wanted > 0).sum()),
        "covered": found.now.covered,
        "total": found.now.total,
        "places": PLACES,
        "prices": [_price(snapshot, price) for price in found.prices[:MOST_PRICES]],
        "together": [_price(snapshot, price) for price in found.together],
        "unsolved": [snapshot.need_ids[need] for need in found.unsolved],
        "gaps": [_gap(snapshot, gap) for gap in found.gaps],
    }


def _price(snapshot: Snapshot, price: Price) -> dict[str, Any]:
    profile = price.profile
    return {
        "topic": snapshot.skills[profile.topic] if profile.topic >= 0 else "",
        "sector": snapshot.sectors[profile.sector] if profile.sector >= 0 else "",
        "country": snapshot.countries[profile.country] if profile.country >= 0 else "",
        "person": snapshot.person_ids[price.person] if price.person >= 0 else None,
        "places": price.places,
        "enough": price.enough,
        "served": price.served,
        "gain": price.gain,
        "covered": price.after.covered,
        "total": price.after.total,
        "moves": [
            {
                "need": snapshot.need_ids[move.need],
                "newly": move.need in price.newly,
                "left": sum(one.score for one in move.left),
                "came": sum(one.score for one in move.came),
                "gain": move.gain,
            }
            for move in price.moves
        ],
    }


def _gap(snapshot: Snapshot, gap: Gap) -> dict[str, Any]:
    keys = snapshot.skills if snapshot.problem.kind is Kind.MENTORS else snapshot.sectors
    return {**asdict(gap), "subject": keys[gap.subject]}
