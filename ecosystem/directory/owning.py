"""How a listing is handed over: each kind says it, so that claims and invitations need to know none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import deciders_of


@dataclass(frozen=True)
class Owning:
    """How the listings of one kind are held.

    `has_owner` says of the rows of Listing that an active account writes them. `give` hands a listing to an account in
    a role, or refuses; `may_take` refuses what `give` would refuse. `space` is where she goes on, `team` where its
    owners decide who joins: a listing with a team has several owners.
    """

    has_owner: Q
    give: Callable[[int, User, str], None]
    may_take: Callable[[int, User], None]
    space: Callable[[int], str]
    team: Callable[[int], str] | None = None

    @property
    def is_shared(self) -> bool:
        return self.team is not None


_ways: dict[str, Owning] = {}


def register_owning(kind: str, owning: Owning) -> None:
    """Called when an app is ready; a kind without one belongs to the association's team."""
    _ways[kind] = owning


def owning_of(listing: Listing) -> Owning | None:
    """How the listing is held; None for what only the association's team writes."""
    return _ways.get(listing.kind)


def owners_of(listing: Listing) -> list[User]:
    """The active accounts that write the listing."""
    return deciders_of(listing)


def kinds_held() -> Mapping[str, Owning]:
    """The kinds whose listings are held by people."""
    return _ways


def orphans() -> QuerySet[Listing]:
    """Published listings that no active account holds."""
    free = Q(pk__in=[])
    for kind, owning in _ways.items():
        held = Listing.objects.filter(owning.has_owner, kind=kind).values("pk")
        free |= Q(kind=kind) & ~Q(pk__in=held)
    return Listing.objects.public().filter(free)
