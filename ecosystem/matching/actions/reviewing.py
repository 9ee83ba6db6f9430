"""What a curator decides of one pair in review: kept, replaced or excluded by hand; a new computation knows it all.

Each choice is written as the round's own, signed and with its reason, and is applied at once to its drafts.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import IllegalMove
from ecosystem.matching.actions.answers import move_proposal, withdraw_proposal
from ecosystem.matching.actions.engine_room import pair_with_reasons, scored
from ecosystem.matching.actions.moving import locked_round, refuse_while_leaving
from ecosystem.matching.actions.sendable import conflicting
from ecosystem.matching.actions.sendings import READING
from ecosystem.matching.errors import AlreadyProposed, NeedHasEnough, NoPlaceInTheRound, NotInTheRound, PairBarred
from ecosystem.matching.loads import rooms
from ecosystem.matching.models import Proposal, Round, RoundPair
from ecosystem.matching.rules import people_of
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


@transaction.atomic
def lock_pair(proposal: Proposal, *, by: User | None, reason: str = "") -> Proposal:
    """A new computation keeps this pair whatever its score."""
    round_, locked = _in_review(proposal)
    _remember(round_, locked, RoundPair.Kind.IMPOSED, by=by, reason=reason or _("Gardée à la relecture"))
    locked.imposed = True
    locked.save(update_fields=["imposed"])
    return locked


@transaction.atomic
def unlock_pair(proposal: Proposal) -> Proposal:
    """A new computation decides of this pair alone again."""
    round_, locked = _in_review(proposal)
    _choices(round_, locked).delete()
    locked.imposed = False
    locked.save(update_fields=["imposed"])
    return locked


@transaction.atomic
def exclude_pair(proposal: Proposal, *, by: User | None, reason: str = "") -> Proposal:
    """The pair is set aside now, and a new computation leaves it out."""
    round_, locked = _in_review(proposal, alternates=True)
    _remember(round_, locked, RoundPair.Kind.SET_ASIDE, by=by, reason=reason or _("Écartée à la relecture"))
    return withdraw_proposal(locked, by=by, reason=reason)


@transaction.atomic
def choose_pair(
    round_: Round,
    need: Need,
    person: Mentor | Funder,
    *,
    instead: Proposal | None = None,
    by: User | None,
    reason: str = "",
) -> Proposal:
    """The person is proposed to the need by hand, instead of somebody or in an empty place; it counts as validated.

    No hand breaks a hard rule of the round, asks a person beyond her places, or gives a need more people than it wants.
    """
    locked = locked_round(round_.pk, *READING)
    refuse_while_leaving(locked.pk)
    _check_rules(locked, need, person)
    replaced = _in_review(instead)[1] if instead is not None else None
    if replaced is not None:
        if replaced.round_id != locked.pk or replaced.need_id != need.pk:
            raise IllegalMove
        if replaced.person.pk == person.pk:
            raise AlreadyProposed
        why = reason or _("Remplacée à la relecture")
        exclude_pair(replaced, by=by, reason=why)
    elif missing(locked, need) < 1:
        raise NeedHasEnough
    if rooms(locked, [person.pk]).get(person.pk, 0) < 1:
        raise NoPlaceInTheRound
    chosen = _draft(locked, need, person, by=by)
    _remember(locked, chosen, RoundPair.Kind.IMPOSED, by=by, reason=reason or _("Choisie à la relecture"))
    barred = conflicting(Proposal.objects.filter(pk=chosen.pk), locked)
    if barred:
        raise PairBarred(barred[chosen.pk].words)
    if replaced is None:
        locked.unserved.filter(need=need).update(missing_count=F("missing_count") - 1)
        locked.unserved.filter(need=need, missing_count__lt=1).delete()
    return chosen


def missing(round_: Round, need: Need) -> int:
    """How many people the round could still propose to the need."""
    wanted = need.mentors_wanted if round_.kind == Round.Kind.MENTORS else need.funders_wanted
    have = people_of(Need.objects.filter(pk=need.pk), round_.kind)[need.pk]
    return wanted - have - round_.proposals.in_review().filter(need=need).count()


def _check_rules(round_: Round, need: Need, person: Mentor | Funder) -> None:
    if isinstance(person, Mentor) != (round_.kind == Round.Kind.MENTORS):
        raise NotInTheRound
    words = scored(round_).barred_words(need.pk, person.pk)
    if words:
        raise PairBarred(words)


def _draft(round_: Round, need: Need, person: Mentor | Funder, *, by: User | None) -> Proposal:
    """The pair's one row in the round: an alternate, what was set aside, or a new one with its score and evidence."""
    found = round_.proposals.select_for_update().filter(_of(person), need=need).first()
    if found is None:
        found = pair_with_reasons(round_, need.pk, person.pk)
    elif found.state == Proposal.State.WITHDRAWN and found.sent_at is None:
        move_proposal(found, Proposal.bring_back, by=by, side="", reason="remise par l’équipe")
    elif found.state != Proposal.State.DRAFTED or not found.rank:
        raise AlreadyProposed
    if found.rank:
        round_.proposals.filter(need=need, rank__gt=found.rank).update(rank=F("rank") - 1)
    found.rank, found.imposed = 0, True
    found.reviewed_at, found.reviewed_by = timezone.now(), by
    found.save()
    return found


def _in_review(proposal: Proposal, *, alternates: bool = False) -> tuple[Round, Proposal]:
    """The round and the draft, both under lock."""
    round_ = locked_round(proposal.round_id, *READING)
    refuse_while_leaving(round_.pk)
    locked = Proposal.objects.held(proposal.pk)
    if locked.state != Proposal.State.DRAFTED or (locked.rank and not alternates):
        raise IllegalMove
    return round_, locked


def _of(person: Mentor | Funder) -> Q:
    return Q(mentor=person.pk) if isinstance(person, Mentor) else Q(funder=person.pk)


def _choices(round_: Round, proposal: Proposal) -> Any:
    return round_.pairs.filter(_of(proposal.person), need=proposal.need_id)


def _remember(round_: Round, proposal: Proposal, kind: str, *, by: User | None, reason: str) -> None:
    """One choice a pair: the later one."""
    _choices(round_, proposal).delete()
    RoundPair.objects.create(
        round=round_,
        need_id=proposal.need_id,
        mentor_id=proposal.mentor_id,
        funder_id=proposal.funder_id,
        kind=kind,
        by=by,
        reason=reason.strip()[:500],
    )
