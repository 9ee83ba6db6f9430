"""What the matching does when an app below moves something: a pause stops the count, the end of a need frees places."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ecosystem.accounts.consents import Purpose, consent_moved
from ecosystem.accounts.models import User
from ecosystem.directory.actions import pause_moved
from ecosystem.directory.audiences import register_reader
from ecosystem.directory.models import Listing
from ecosystem.directory.panels import register_events
from ecosystem.matching.actions.answers import withdraw_proposal
from ecosystem.matching.actions.ladder import shift_for_pause
from ecosystem.matching.actions.telling import tell_need_expired
from ecosystem.matching.models import Proposal
from ecosystem.matching.need_life import events
from startups.actions import need_closing, need_moved
from startups.models import Need, Startup


def listen() -> None:
    """Called once, when the apps are ready."""
    consent_moved.connect(_consent_moved, dispatch_uid="matching.consent")
    pause_moved.connect(_pause_moved, dispatch_uid="matching.pause")
    need_closing.connect(_need_closing, dispatch_uid="matching.closing")
    need_moved.connect(_need_moved, dispatch_uid="matching.need")
    register_events(Need, events)
    register_reader("proposals", _were_proposed)


def _pause_moved(*, listing: Listing, before: date | None, after: date | None, **_: Any) -> None:
    shift_for_pause(listing, before=before, after=after, on=timezone.localdate())


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **_: Any) -> None:
    """What waits for an answer ends with the leave to propose: nobody is told who took it back, nor why."""
    if purpose != Purpose.MATCHING or given:
        return
    theirs = Q(need__startup__in=Startup.objects.of(user).out_of_matching().values("pk"))
    mine = Proposal.objects.sent().filter(Q(mentor__user=user) | Q(funder__user=user) | theirs)
    for proposal in mine.order_by("pk"):
        withdraw_proposal(proposal, by=user, reason="accord retiré")


def _were_proposed(user: User, listing: Listing) -> bool:
    """Somebody of a startup to which the listing's person was proposed, whatever came of it."""
    theirs = Proposal.objects.seen().of_startup_team(user)
    return theirs.filter(Q(mentor__pk=listing.pk) | Q(funder__pk=listing.pk)).exists()


def _need_closing(*, need: Need, **_: Any) -> None:
    """An answer locks its proposal, then the need: so does whoever closes the need."""
    list(Proposal.objects.sent().filter(need=need).select_for_update(of=("self",)).order_by("pk"))


def _need_moved(*, need: Need, to_state: str, **_: Any) -> None:
    if to_state == Need.State.CLOSED:
        for proposal in Proposal.objects.sent().filter(need=need).order_by("pk"):
            withdraw_proposal(proposal, by=None, reason="besoin clos")
    elif to_state == Need.State.EXPIRED:
        tell_need_expired(need)
