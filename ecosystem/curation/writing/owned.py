"""What an import leaves to the person who keeps a listing: it fills what is empty, and overwrites nothing."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import ngettext

from ecosystem.core.text import fold
from ecosystem.directory.models import Listing
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Member

ANSWERS = frozenset({"paused_until"})
"""Columns that the owner has answered by leaving them empty."""
PLACE = frozenset({"region", "country", "latitude", "longitude"})
"""What belongs to a town: that of the file's town does not complete the owner's."""
COORDINATES = frozenset({"latitude", "longitude"})
"""Read from the town; nobody counts them as fields."""


def owned_among(kind: str, pks: Collection[int]) -> set[int]:
    """The listings that a person keeps: startups with an admin who has an account, mentors and funders who have one."""
    if not pks:
        return set()
    match kind:
        case Listing.Kind.STARTUP:
            admins = Member.objects.filter(startup__in=pks, user__isnull=False, role=Member.Role.ADMIN)
            return set(admins.values_list("startup_id", flat=True))
        case Listing.Kind.MENTOR:
            return set(Mentor.objects.filter(pk__in=pks, user__isnull=False).values_list("pk", flat=True))
        case Listing.Kind.FUNDER:
            return set(Funder.objects.filter(pk__in=pks, user__isnull=False).values_list("pk", flat=True))
    return set()


def may_fill(listing: Any, name: str, city: str | None) -> bool:
    """Whether the file may say this column of an owned listing: only an empty one, of the same town."""
    value = getattr(listing, name)
    is_elsewhere = name in PLACE and bool(city and listing.city) and fold(city or "") != fold(listing.city)
    is_empty = value is None or (not isinstance(value, bool | int | float) and not value)
    return is_empty and name not in ANSWERS and not is_elsewhere


def kept_warning(count: int) -> str:
    """What the report says of a row whose listing holds fields written by its owner or by the team."""
    said = ngettext(
        "%(n)d champ laissé tel quel : l’auteur de la fiche ou l’équipe l’a écrit.",
        "%(n)d champs laissés tels quels : l’auteur de la fiche ou l’équipe les a écrits.",
        count,
    )
    return said % {"n": count}
