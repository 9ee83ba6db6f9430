"""Whose a listing is: each kind says, when it is ready, which accounts own one and which of them decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing

Deciders = Callable[[int], QuerySet[User]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail about a listing is written to: an account, or the address that the listing gives."""

    user: User | None
    name: str
    address: str
    language: str


_paths: dict[str, str] = {}
_deciders: dict[str, Deciders] = {}


def register_owner(kind: str, path: str, deciders: Deciders) -> None:
    """The path from a listing to its accounts ("mentor__user"), and those that decide, by the listing's key."""
    _paths[kind], _deciders[kind] = path, deciders


def owned_by(user: Any, prefix: str = "") -> Q:
    """The listings of a person; `prefix` is the path to the listing ("listing__")."""
    found = Q(pk__in=[])
    for path in _paths.values():
        found |= Q(**{f"{prefix}{path}": user})
    return found


def has_account() -> Q:
    """The listings that at least one account owns."""
    found = Q(pk__in=[])
    for path in _paths.values():
        found |= Q(**{f"{path}__isnull": False})
    return found


def deciders_of(listing: Listing) -> list[User]:
    """The active accounts that decide for a listing."""
    found = _deciders.get(listing.kind)
    return list(found(listing.pk).filter(is_active=True).order_by("pk").distinct()) if found else []


def owns(user: User, listing: Listing) -> bool:
    """Whether the listing is the person's own."""
    return Listing.objects.filter(owned_by(user), pk=listing.pk).exists()


def readers_of(listing: Listing) -> list[Reader]:
    """Those who decide; without an account, the address of the listing; nobody when it gives none."""
    people = [Reader(one, one.get_short_name(), one.email, one.language) for one in deciders_of(listing)]
    if people or not listing.contact_email:
        return people
    return [Reader(None, listing.name, listing.contact_email, listing.language)]
