"""The life of a round, from its settings to its end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from ecosystem.accounts.models import User
from ecosystem.matching.actions import sendings
from ecosystem.matching.actions.moving import locked_round, move_round, refuse_while_leaving
from ecosystem.matching.actions.sendable import lock_asking
from ecosystem.matching.actions.team_mails import tell_round_failed
from ecosystem.matching.actions.wishes import copy_wishes
from ecosystem.matching.errors import NothingToMatch, WeightsDoNotSum
from ecosystem.matching.models import (
    Round,
    RoundCertificate,
    RoundChunk,
    RoundInputs,
    RoundMove,
    default_weights,
)
from ecosystem.matching.models.parts import DEFAULT_MINIMUM

COPIED = (
    "alternates_count", "min_score", "answer_days", "seed", "fairness_memory", "expected_acceptance",
    "over_acceptance_risk", "floor_percent",
)  # fmt: skip
"""What a scenario keeps of its source, besides weights and rules."""


def create_round(*, title: str, kind: str, by: User | None, **settings: Any) -> Round:
    """A new round is a draft with the default weights and the default minimal score of its kind."""
    defaults = {**default_weights(kind), "min_score": DEFAULT_MINIMUM[kind]}
    return Round.objects.create(title=title, kind=kind, created_by=by, **{**defaults, **settings})


def clone_round(source: Round, *, title: str, by: User | None) -> Round:
    """The same weights, rules, seed and choices by hand, as a new draft.

    Of a round that nobody has received yet it is a scenario: another answer to the same question, kept in the same
    family. Of a round that was sent it is a round of its own.
    """
    kept = [field for field in Round._meta.get_fields() if field.name.startswith(("weight_", "rule_"))]
    copied = {field.name: getattr(source, field.name) for field in kept}
    for name in COPIED:
        copied[name] = getattr(source, name)
    if source.published_at is None:
        copied["source_id"] = source.root_id
    with transaction.atomic():
        made = create_round(title=title, kind=source.kind, by=by, **copied)
        copy_wishes(source, made, by=by)
    return made


@transaction.atomic
def scenario_with_weights(source: Round, weights: Mapping[str, int], *, title: str, by: User | None) -> Round:
    """A scenario of the round with other weights, as a draft."""
    copied = clone_round(source, title=title, by=by)
    return change_settings(copied, by=by, **{f"weight_{part}": weight for part, weight in weights.items()})


@transaction.atomic
def change_settings(round_: Round, *, by: User | None, **settings: Any) -> Round:
    """Weights and rules change only in a draft, and the weights make 100."""
    locked = locked_round(round_.pk, Round.State.DRAFT)
    for name, value in settings.items():
        setattr(locked, name, value)
    if sum(locked.weights.values()) != 100:
        raise WeightsDoNotSum
    locked.save()
    return locked


def start_round(round_: Round, *, by: User | None) -> Round:
    """Hand a draft to the workers; starting it twice is refused."""
    if not round_.open_needs().exists():
        raise NothingToMatch
    with transaction.atomic():
        moved = move_round(round_, Round.start, by=by)
        forget_computation(moved)
    return moved


@transaction.atomic
def ask_to_cancel(round_: Round, *, by: User | None) -> bool:
    """Ask the worker to stop at its next step, or cancel at once what no worker holds; False when it is not computing.

    It is signed once. A claim is a conditional update of the same row: whoever comes second finds what the first did.
    """
    locked = Round.objects.select_for_update().computing().filter(pk=round_.pk).first()
    if locked is None:
        return False
    is_held = locked.lease and not Round.objects.silent().filter(pk=locked.pk).exists()
    if is_held and locked.cancel_requested:
        return True
    before, locked.cancel_requested = locked.state, True
    if not is_held:
        locked.cancel()
    locked.save(update_fields=["cancel_requested", "state"])
    RoundMove.objects.create(
        round=locked, from_state=before, to_state=locked.state, by=by, reason="annulation demandée"
    )
    return True


def reopen_round(round_: Round, *, by: User | None) -> Round:
    """Back to the settings: proposals and certificate are thrown away, since nobody has seen them."""
    with transaction.atomic():
        moved = move_round(round_, Round.reopen, by=by)
        moved.proposals.all().delete()
        moved.unserved.all().delete()
        forget_computation(moved)
        RoundCertificate.objects.filter(round=moved).delete()
    return moved


def forget_computation(round_: Round) -> None:
    """A new computation reads the database again: inputs and candidates of the last one are thrown away."""
    RoundInputs.objects.filter(round=round_).delete()
    RoundChunk.objects.filter(round=round_).delete()


@transaction.atomic
def fail_round(round_: Round, reason: str) -> Round:
    """A computation that cannot go on says so, to whoever started it too, and can be started again."""

    def transition(locked: Round) -> None:
        locked.failure = reason[:500]
        locked.fail()

    failed = move_round(round_, transition, by=None, reason=reason)
    tell_round_failed(failed)
    return failed


@transaction.atomic
def publish_round(round_: Round, *, by: User | None, on: date | None = None) -> Round:
    """Everything in review is validated and leaves at once, without the while in which it could be undone."""
    lock_asking(round_.kind)
    locked = locked_round(round_.pk, Round.State.READY)
    refuse_while_leaving(locked.pk)
    sendings.validate_all(locked, by=by)
    sending = sendings.confirm_sending(locked, by=by, minutes=0, on=on)
    sendings.depart(sending.pk, on=on)
    locked.refresh_from_db()
    return locked


def close_round(round_: Round, *, by: User | None) -> Round:
    """A published round ends; answers that are still awaited keep their own deadline."""
    return move_round(round_, Round.close, by=by)
