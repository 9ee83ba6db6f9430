"""Who else than everybody may open a discreet listing: the apps above know who was put in touch with whom."""

from collections.abc import Callable

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing

Reader = Callable[[User, Listing], bool]

_readers: dict[str, Reader] = {}


def register_reader(name: str, reader: Reader) -> None:
    """Say who has met a listing's person, from `AppConfig.ready()`; the same name again replaces it."""
    _readers[name] = reader


def has_met(user: User, listing: Listing) -> bool:
    """Whether the person was put in touch with this listing, by whatever way."""
    return any(reader(user, listing) for reader in _readers.values())
