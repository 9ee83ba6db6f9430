"""What the matching asks and does when two mentors or two funders are merged: places, answers, engagements."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused
from ecosystem.directory.following import register_follower
from ecosystem.directory.merging import merging
from ecosystem.directory.models import Listing
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.models import Proposal, Round
from mentors.models import Mentor


class RoundIsComputing(Refused):
    """A round that was read before the merge would propose somebody who is gone."""

    message = _("Une tournée est en cours de calcul : attendez qu’elle finisse, puis recommencez.")


class BothAnswer(Refused):
    """Two people who both have something to answer are not made one."""

    message = _(
        "Les deux comptes ont une proposition en attente de réponse. Attendez les réponses, ou retirez-en une, puis "
        "fusionnez."
    )


class PlacesExceeded(Refused):
    """The kept mentor would have more places taken than she has."""

    def __init__(self, taken: int, capacity: int) -> None:
        said = _("La fiche gardée aurait %(taken)d places prises sur %(capacity)d. Augmentez d’abord ses places.")
        super().__init__(said % {"taken": taken, "capacity": capacity})


def register() -> None:
    """Called once, when the site starts."""
    merging.connect(_merging, dispatch_uid="matching.merging")
    kinds = (Listing.Kind.MENTOR, Listing.Kind.FUNDER)
    register_follower("matching.places", count_again, return_and_count_again, kinds=kinds)


def count_again(kept: Any, gone: Any) -> dict[str, Any]:
    """The places of both mentors follow what is under way; nothing is kept for the way back but that it was done."""
    if isinstance(kept, Mentor):
        _count(kept)
        _count(gone)
    return {"counted": True}


def return_and_count_again(kept: Any, gone: Any, said: dict[str, Any]) -> None:
    """What became of a proposal that goes back, goes back with it."""
    mine = Proposal.objects.filter(Q(mentor=gone.pk) if isinstance(gone, Mentor) else Q(funder=gone.pk))
    if isinstance(gone, Mentor):
        Engagement.objects.filter(proposal__in=mine, mentor=kept.pk).update(mentor=gone.pk)
        _count(kept)
        _count(gone)
    else:
        Introduction.objects.filter(proposal__in=mine, funder=kept.pk).update(funder=gone.pk)


def _merging(*, kept: int, gone: int, kind: str, **_more: Any) -> None:
    """Lock proposals before people, as an answer does; then refuse what cannot be made one."""
    if kind not in {Listing.Kind.MENTOR, Listing.Kind.FUNDER}:
        return
    waiting = Proposal.objects.sent().filter(**{f"{kind}__in": [kept, gone]})
    list(waiting.select_for_update(of=("self",)).order_by("pk"))
    of_kind = Round.Kind.MENTORS if kind == Listing.Kind.MENTOR else Round.Kind.FUNDERS
    if Round.objects.filter(state=Round.State.COMPUTING, kind=of_kind).exists():
        raise RoundIsComputing
    asked = Proposal.objects.awaited().filter(**{f"{kind}__user__isnull": False})
    if all(asked.filter(**{kind: pk}).exists() for pk in (kept, gone)):
        raise BothAnswer


def _count(mentor: Mentor) -> None:
    """A mentor's places: what is active, and what she said yes to."""
    active = Engagement.objects.active().filter(mentor=mentor.pk).count()
    promised = Proposal.objects.sent().filter(mentor=mentor.pk, person_answer=Proposal.Answer.YES).count()
    taken = active + promised
    capacity = Mentor.objects.values_list("capacity", flat=True).get(pk=mentor.pk)
    if taken > capacity:
        raise PlacesExceeded(taken, capacity)
    Mentor.objects.filter(pk=mentor.pk).update(taken_count=taken, places_moved_at=timezone.now())
