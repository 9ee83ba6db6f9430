"""The life of a round, from its settings to its end."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions.scenarios import check_kept
from ecosystem.matching.actions.sendable import lock_asking, sendable
from ecosystem.matching.errors import NothingToMatch, NothingToSend, WeightsDoNotSum
from ecosystem.matching.models import Proposal, ProposalMove, Round, RoundMove, default_weights
from ecosystem.matching.models.parts import DEFAULT_MINIMUM


def create_round(*, title: str, kind: str, by: User | None, **settings: Any) -> Round:
    """A new round is a draft with the default weights and the default minimal score of its kind."""
    defaults = {**default_weights(kind), "min_score": DEFAULT_MINIMUM[kind]}
    return Round.objects.create(title=title, kind=kind, created_by=by, **{**defaults, **settings})


def clone_round(source: Round, *, title: str, by: User | None) -> Round:
    """The same weights, rules and seed, as a new draft.

    Of a round that nobody has received yet it is a scenario: another answer to the same question, kept in the same
    family. Of a round that was sent it is a round of its own.
    """
    kept = [field for field in Round._meta.get_fields() if field.name.startswith(("weight_", "rule_"))]
    copied = {field.name: getattr(source, field.name) for field in kept}
    for name in ("alternates_count", "min_score", "answer_days", "seed"):
        copied[name] = getattr(source, name)
    if source.published_at is None:
        copied["source_id"] = source.root_id
    return create_round(title=title, kind=source.kind, by=by, **copied)


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
    return _move(round_, Round.start, by=by)


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
    """Back to the settings: the drafted proposals are thrown away, since nobody has seen them."""
    with transaction.atomic():
        moved = _move(round_, Round.reopen, by=by)
        moved.proposals.all().delete()
        moved.unserved.all().delete()
    return moved


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
    """
    today = on or timezone.localdate()
    lock_asking(round_.kind)
    moved = _move(round_, Round.publish, by=by)
    check_kept(moved)
    drafted = moved.proposals.chosen().filter(state=Proposal.State.DRAFTED)
    found = list(drafted.select_for_update().order_by("pk").values_list("pk", flat=True))
    sent = sendable(drafted, on=today, after_refusals=not moved.rule_refused_before)
    if not sent:
        raise NothingToSend
    stale = sorted(set(found) - set(sent))
    expiry = today + timedelta(days=moved.answer_days)
    moved.proposals.filter(pk__in=stale).update(state=Proposal.State.WITHDRAWN)
    drafted.update(state=Proposal.State.SENT, sent_at=timezone.now(), expires_on=expiry)
    _record(stale, Proposal.State.DRAFTED, Proposal.State.WITHDRAWN, by)
    _record(sent, Proposal.State.DRAFTED, Proposal.State.SENT, by)
    return moved


def close_round(round_: Round, *, by: User | None) -> Round:
    """A published round ends; answers that are still awaited keep their own deadline."""
    return _move(round_, Round.close, by=by)


def _record(ids: list[int], before: str, after: str, by: User | None) -> None:
    moves = [ProposalMove(proposal_id=pk, from_state=before, to_state=after, by=by) for pk in ids]
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
