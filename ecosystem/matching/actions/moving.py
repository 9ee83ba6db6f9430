"""A round's change of state: locked, read again, moved and signed."""

from collections.abc import Callable

from django.db import transaction
from django_fsm import TransitionNotAllowed

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.matching.errors import SendingUnderWay
from ecosystem.matching.models import Round, RoundMove, Sending


def locked_round(pk: int, *states: str) -> Round:
    """The round under lock, in one of these states."""
    locked = Round.objects.select_for_update().get(pk=pk)
    if locked.state not in states:
        raise IllegalMove
    return locked


@transaction.atomic
def move_round(
    round_: Round, transition: Callable[[Round], None], *, by: User | None, reason: str = "", held: bool = True
) -> Round:
    """Lock, re-read, move, sign; not while a sending can still be undone, unless that sending moves it itself."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    before = locked.state
    if held:
        refuse_while_leaving(locked.pk)
    try:
        transition(locked)
    except TransitionNotAllowed as error:
        raise IllegalMove from error
    locked.save()
    RoundMove.objects.create(round=locked, from_state=before, to_state=locked.state, by=by, reason=reason[:500])
    return locked


def refuse_while_leaving(*rounds: int) -> None:
    """What was confirmed leaves as it was confirmed: it is undone first, changed then."""
    if Sending.objects.open().filter(round__in=rounds).exists():
        raise SendingUnderWay
