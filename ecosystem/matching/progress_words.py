"""Where a computation stands, step by step, and how long it may still take."""

from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.matching.figures import percent_done
from ecosystem.matching.models import Round
from ecosystem.ui.typography import number

LEAST_DONE, LEAST_SECONDS = 10, 2
"""Percent and seconds before which a guess would say nothing."""

STEPS: list[Round.Step] = [step for step in Round.Step if step is not Round.Step.QUEUED]


def steps_of(round_: Round) -> list[dict[str, object]]:
    """Every step with its state: those before the present one are done; where it failed or was stopped is told."""
    at = STEPS.index(Round.Step(round_.step)) if round_.step in STEPS else -1
    stopped = round_.state in {Round.State.FAILED, Round.State.CANCELLED}
    return [_step(step, place, at, stopped) for place, step in enumerate(STEPS)]


def _step(step: Round.Step, place: int, at: int, stopped: bool) -> dict[str, object]:
    if place != at:
        return {"label": step.label, "state": "done" if place < at else "todo"}
    if stopped:
        return {"label": step.label, "state": "error", "detail": _("arrêté ici")}
    return {"label": step.label, "state": "current"}


def detail_words(round_: Round) -> str:
    """« 4 186 sur 7 168, encore 12 s environ »: what is known of it."""
    counts = {"done": number(round_.done_count), "total": number(round_.total_count)}
    counted = _("%(done)s sur %(total)s") % counts if round_.total_count > 1 else ""
    left = "" if round_.cancel_requested else left_words(round_)
    return ", ".join(told for told in (counted, left) if told)


def left_words(round_: Round) -> str:
    """How long a computation may still take, from what it has done so far; nothing while that says nothing."""
    percent = percent_done(round_)
    if round_.begun_at is None or percent < LEAST_DONE:
        return ""
    spent = (timezone.now() - round_.begun_at).total_seconds()
    if spent < LEAST_SECONDS:
        return ""
    left = spent * (100 - percent) / percent
    if left < 60:
        return _("encore %(seconds)s s environ") % {"seconds": max(1, ceil(left))}
    return _("encore %(minutes)s min environ") % {"minutes": ceil(left / 60)}
