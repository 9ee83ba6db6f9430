"""The life of a round, from its settings to its end."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions import mails
from ecosystem.matching.actions.scenarios import check_kept
from ecosystem.matching.actions.sendable import conflicting, leaving, lock_asking, risk_of, sendable, set_aside
from ecosystem.matching.actions.wishes import copy_wishes
from ecosystem.matching.deadlines import answer_by
from ecosystem.matching.errors import NothingToMatch, NothingToSend, WeightsDoNotSum
from ecosystem.matching.models import (
    Proposal,
    ProposalMove,
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
    locked = _locked(round_, Round.State.DRAFT)
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
        moved = _move(round_, Round.start, by=by)
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
        moved = _move(round_, Round.reopen, by=by)
        moved.proposals.all().delete()
        moved.unserved.all().delete()
        forget_computation(moved)
        RoundCertificate.objects.filter(round=moved).delete()
    return moved


def forget_computation(round_: Round) -> None:
    """A new computation reads the database again: inputs and candidates of the last one are thrown away."""
    RoundInputs.objects.filter(round=round_).delete()
    RoundChunk.objects.filter(round=round_).delete()


def fail_round(round_: Round, reason: str) -> Round:
    """A computation that cannot go on says so, and can be started again."""

    def transition(locked: Round) -> None:
        locked.failure = reason[:500]
        locked.fail()

    return _move(round_, transition, by=None, reason=reason)


@transaction.atomic
def publish_round(round_: Round, *, by: User | None, on: date | None = None) -> Round:
    """The chosen proposals are sent; what has become impossible since the computation is withdrawn, not sent.

    Of several scenarios that are ready, only the one that was kept is sent.
    A round that takes a risk of too many yeses also asks the best alternates, as long as the risk allows; the yeses
    beyond what a need wants end as those of any need that is served meanwhile.
    """
    today = on or timezone.localdate()
    lock_asking(round_.kind)
    moved = _move(round_, Round.publish, by=by)
    check_kept(moved)
    drafted = leaving(moved)
    found = list(drafted.select_for_update().order_by("pk").values_list("pk", "rank"))
    barred, risk = conflicting(drafted, moved), risk_of(moved)
    sent = sendable(drafted, on=today, after_refusals=not moved.rule_refused_before, barred=barred, risk=risk)
    if not sent:
        raise NothingToSend
    going, expiry = set(sent), answer_by(moved.answer_days, on=on)
    stale = [pk for pk, rank in found if pk not in going and (not rank or pk in barred)]
    more = [pk for pk, rank in found if pk in going and rank]
    moved.proposals.filter(pk__in=stale).update(state=Proposal.State.WITHDRAWN)
    leave = {"state": Proposal.State.SENT, "sent_at": timezone.now(), "expires_on": expiry}
    moved.proposals.filter(pk__in=more).update(**leave)
    drafted.chosen().update(**leave)
    _record(stale, Proposal.State.DRAFTED, Proposal.State.WITHDRAWN, by, set_aside(barred))
    _record(sent, Proposal.State.DRAFTED, Proposal.State.SENT, by)
    for alternate in moved.proposals.filter(pk__in=more).with_parties():
        mails.ask_alternate(alternate)
    return moved


def close_round(round_: Round, *, by: User | None) -> Round:
    """A published round ends; answers that are still awaited keep their own deadline."""
    return _move(round_, Round.close, by=by)


def _record(ids: list[int], before: str, after: str, by: User | None, why: Mapping[int, str] | None = None) -> None:
    why = why or {}
    moves = [
        ProposalMove(proposal_id=pk, from_state=before, to_state=after, by=by, reason=why.get(pk, "")[:500])
        for pk in ids
    ]
    ProposalMove.objects.bulk_create(moves, batch_size=500)


def _locked(round_: Round, *states: str) -> Round:
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in states:
        raise IllegalMove
    return locked


@transaction.atomic
def _move(round_: Round, transition: Callable[[Round], None], *, by: User | None, reason: str = "") -> Round:
    """Lock, re-read, move, sign."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    before = locked.state
    try:
        transition(locked)
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save()
    RoundMove.objects.create(round=locked, from_state=before, to_state=locked.state, by=by, reason=reason[:500])
    return locked
