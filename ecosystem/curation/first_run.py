"""The first steps of somebody who joins the team: each ticks itself, and the list goes once all is done."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.directory.models import Assignment, Likeness, Listing, ListingMove, Merge, Revision
from ecosystem.matching.models import RoundMove
from ecosystem.ui.first_steps import Step, unless_complete

READ = (Listing.State.PUBLISHED, Listing.State.CHANGES_REQUESTED)


def team_steps(person: User) -> list[Step]:
    """What somebody of the team does once to know her desk, in one query; nothing once all is done."""
    queue = reverse("curation:queue")
    asked: list[tuple[str, str, Any]] = [
        (_("Protéger votre compte"), reverse("mfa_index"), _any(Authenticator.objects.filter(user=person))),
        (_("Relire une première fiche"), queue, _read(person)),
        (_("Suivre une fiche"), queue, _any(Assignment.objects.filter(person=person))),
        (_("Trancher un doublon"), reverse("curation:duplicates"), _settled(person)),
        (_("Préparer une tournée"), reverse("matching:rounds"), _any(RoundMove.objects.filter(by=person))),
    ]
    found = User.objects.filter(pk=person.pk).values_list(*(done for _label, _url, done in asked)).get()
    return unless_complete(
        [Step(label, bool(done), url) for (label, url, _done), done in zip(asked, found, strict=True)]
    )


def _any(rows: QuerySet[Any]) -> Q:
    return Q(Exists(rows))


def _read(person: User) -> Q:
    """She published or sent back a listing, or decided about a change of one."""
    moves = ListingMove.objects.filter(by=person, from_state=Listing.State.SUBMITTED, to_state__in=READ)
    return _any(moves) | _any(Revision.objects.filter(decided_by=person))


def _settled(person: User) -> Q:
    """She merged two listings, or called them distinct."""
    return _any(Merge.objects.filter(by=person)) | _any(Likeness.objects.filter(distinct_by=person))
