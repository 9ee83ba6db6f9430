"""Who opened the confidential parts of a person's listings, as the rows of the directory tell it."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _

from ecosystem.accounts.models import CURATORS, User
from ecosystem.accounts.readings import Reading, register_readings
from ecosystem.directory.models import Listing, Opening
from funders.models import Funder
from mentors.models import Mentor


def register() -> None:
    """Called once, when the site starts."""
    register_readings("openings", openings)
    register_readings("visits", visits)


def own_listings(user: User) -> Q:
    """The listings whose openings the person reads: those of her teams, and her own."""
    return Q(startup__members__user=user) | Q(mentor__user=user) | Q(funder__user=user)


def openings(user: User, since: datetime) -> Iterator[Reading]:
    """Four queries, however many rows."""
    mine = Listing.objects.filter(own_listings(user)).values("pk")
    rows = list(Opening.objects.filter(listing__in=mine, at__gte=since).select_related("by", "listing")[:500])
    readers = {row.by_id for row in rows if row.by_id}
    roles = _roles(readers) if readers else {}
    for row in rows:
        who = str(row.by) if row.by else _("Une personne partie depuis")
        why = row.reason or row.listing.name
        yield Reading(row.at, who, roles.get(row.by_id or 0, ""), str(row.get_what_display()), why)


def visits(user: User, since: datetime) -> Iterator[Reading]:
    """When the team saw the site as the person does, and why."""
    for visit in user.visits.filter(at__gte=since).select_related("by")[:500]:
        who = str(visit.by) if visit.by else _("Quelqu’un de l’équipe")
        yield Reading(visit.at, who, _("Équipe"), _("Votre espace"), visit.reason)


def _roles(readers: set[int]) -> dict[int, str]:
    """As what each reader is known: the team first, then a funder's name, then a mentor."""
    found = {pk: _("Mentor") for pk in Mentor.objects.filter(user__in=readers).values_list("user", flat=True) if pk}
    named = Funder.objects.filter(user__in=readers).values_list("user", "name")
    found |= {pk: name for pk, name in named if pk}
    team = Group.objects.filter(name=CURATORS, user__in=readers).values_list("user", flat=True)
    return found | {pk: _("Équipe") for pk in team}
