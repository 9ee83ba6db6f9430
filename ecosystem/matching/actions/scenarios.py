"""Scenarios of a round: several settings of the same question, one of which is kept, and only that one is sent."""

from django.db import transaction

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions.moving import refuse_while_leaving
from ecosystem.matching.errors import AnotherScenario, HasScenarios, NotADraft, ScenarioSent
from ecosystem.matching.models import Round, RoundMove


@transaction.atomic
def adopt_scenario(round_: Round, *, by: User | None) -> Round:
    """Keep one scenario of a family instead of the one kept before; only what is computed and not sent can be.

    The whole family is locked, in the order of sending: two people who choose at once choose one after the other.
    """
    family = list(Round.objects.family(round_.root_id).select_for_update().order_by("pk"))
    kept = next((one for one in family if one.pk == round_.pk), None)
    if kept is None or kept.state != Round.State.READY:
        raise IllegalMove
    if any(one.published_at for one in family):
        raise ScenarioSent
    if kept.adopted:
        return kept
    refuse_while_leaving(*[one.pk for one in family])
    Round.objects.filter(pk__in=[one.pk for one in family], adopted=True).update(adopted=False)
    kept.adopted = True
    kept.save(update_fields=["adopted"])
    RoundMove.objects.create(round=kept, from_state=kept.state, to_state=kept.state, by=by, reason="scénario retenu")
    return kept


@transaction.atomic
def delete_draft(round_: Round) -> None:
    """Throw a draft away with its choices by hand; what was computed stays, and so does what others are scenarios of.

    Raises NotADraft, or HasScenarios.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != Round.State.DRAFT or locked.published_at:
        raise NotADraft
    if locked.scenarios.exists():
        raise HasScenarios
    locked.delete()


def check_kept(round_: Round) -> None:
    """Refuse to send a round whose family offers another answer, unless this one was kept."""
    rivals = Round.objects.rivals(round_)
    if rivals.filter(published_at__isnull=False).exists():
        raise ScenarioSent
    if not round_.adopted and rivals.exists():
        raise AnotherScenario


def why_not_sent(round_: Round) -> str:
    """The sentence of the refusal that sending would meet, or nothing."""
    try:
        check_kept(round_)
    except (AnotherScenario, ScenarioSent) as refusal:
        return str(refusal)
    return ""
