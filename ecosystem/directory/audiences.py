"""Who else than everybody may open a discreet listing: the apps above know who was put in touch with whom."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import owns

Reader = Callable[[User, Listing], bool]

_readers: dict[str, Reader] = {}


def register_reader(name: str, reader: Reader) -> None:
    """Say who has met a listing's person, from `AppConfig.ready()`; the same name again replaces it."""
    _readers[name] = reader


def has_met(user: User, listing: Listing) -> bool:
    """Whether the person was put in touch with this listing, by whatever way."""
    return any(reader(user, listing) for reader in _readers.values())


def opens_for(user: User | AnonymousUser, listing: Listing) -> bool:
    """Whether a published listing exists for this reader: a discreet one is for its own, the team and whom it met."""
    if not listing.is_public or not listing.is_discreet:
        return listing.is_public
    return isinstance(user, User) and (user.is_curator or owns(user, listing) or has_met(user, listing))
