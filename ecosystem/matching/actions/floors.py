"""The frontier of a round: what a floor under the worst served would cost in total, floor by floor."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions.again import Market, facts_of, market_of
from ecosystem.matching.actions.storing import facts_digest
from ecosystem.matching.engine.goal import relative_floor
from ecosystem.matching.figures import COMPUTED
from ecosystem.matching.floors import FLOORS, is_silent
from ecosystem.matching.models import Round


@transaction.atomic
def ask_frontier(round_: Round) -> bool:
    """Begin the frontier of a computed round again from nothing; False while it is being computed already."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in COMPUTED:
        raise IllegalMove
    if locked.frontier_at is not None and not is_silent(locked) and len(points_of(locked)) < len(FLOORS):
        return False
    locked.frontier, locked.frontier_at = {}, timezone.now()
    locked.save(update_fields=["frontier", "frontier_at"])
    return True


def compute_frontier(round_id: int) -> int:
    """Solve the round with each floor that is not known yet, exactly, and keep its point; how many points were added.

    Delivered twice it gives the same points; a round that was reopened or asked again meanwhile keeps nothing of this.
    """
    round_ = Round.objects.filter(pk=round_id, frontier_at__isnull=False, state__in=[*COMPUTED]).first()
    if round_ is None:
        return 0
    snapshot = facts_of(round_)
    facts, market = facts_digest(snapshot.problem), market_of(snapshot.problem)
    known = points_of(round_) if round_.frontier.get("facts") == facts else []
    mine = Round.objects.filter(pk=round_id, computed_at=round_.computed_at, state__in=[*COMPUTED])
    points = list(known)
    for floor in FLOORS[len(known) :]:
        points.append(_point(market, floor))
        if not mine.update(frontier={"facts": facts, "points": points}, frontier_at=timezone.now()):
            break
    return len(points) - len(known)


def points_of(round_: Round) -> list[dict[str, Any]]:
    """The points that are known, the lowest floor first."""
    return list(round_.frontier.get("points", ()))


def _point(market: Market, percent: int) -> dict[str, int]:
    """What the round comes to when every served need should get so many percent of its best candidate; hundredths."""
    instance = market.instance
    edge = market.best(replace(market.goal, floor=relative_floor(instance, percent) if percent else None))
    best: dict[int, int] = {}
    for need, score in zip(instance.rows_of(edge).tolist(), market.scores(edge).tolist(), strict=True):
        best[need] = max(score, best.get(need, 0))
    total = int(market.scores(edge).sum())
    return {"floor": percent, "served": len(best), "total": total, "worst": min(best.values(), default=0)}
