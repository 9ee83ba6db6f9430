"""The life of a need, as its page tells it: what was written, what the team answered, what comes next."""

from collections.abc import Iterator
from datetime import datetime, time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.directory.panels import Event, events_of
from startups.models import Need, NeedMove, NeedReview

COMING = "later"
MOVES = {
    Need.State.SERVED: "check",
    Need.State.CLOSED: "flag",
    Need.State.EXPIRED: "clock",
}


def life_of(need: Need, request: HttpRequest) -> list[Event]:
    """Everything in its order, what is to come at the end."""
    found = [*_own(need), *events_of(need, request)]
    return sorted(found, key=lambda event: (event.state == COMING, event.at))


def _own(need: Need) -> Iterator[Event]:
    yield Event(need.created_at, _("Écrit"), icon="pencil")
    for move in need.moves.all():
        yield _of_move(move)
    for review in need.reviews.all():
        yield _of_review(review)
    if need.state == Need.State.OPEN and need.deadline_on:
        last = timezone.make_aware(datetime.combine(need.deadline_on, time.max))
        yield Event(last, _("Échéance"), _("Passé ce jour, le besoin se ferme de lui-même."), "flag", COMING)


def _of_move(move: NeedMove) -> Event:
    if move.to_state == Need.State.OPEN:
        again = move.from_state != Need.State.DRAFT
        return Event(move.at, _("Besoin ouvert à nouveau") if again else _("Besoin ouvert"))
    ended = move.to_state in {Need.State.CLOSED, Need.State.EXPIRED}
    return Event(
        move.at, move.label, icon=MOVES.get(Need.State(move.to_state), "check"), state="no" if ended else "done"
    )


def _of_review(review: NeedReview) -> Event:
    if not review.is_return:
        return Event(review.at, _("Lu et gardé par l’équipe"), _("Il entre dans la prochaine tournée."))
    label = _("Rendu par l’équipe : %(reason)s") % {"reason": review.get_verdict_display()}
    return Event(review.at, label, review.words, "x", "no")
