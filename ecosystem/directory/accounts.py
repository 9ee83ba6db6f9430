"""The account of a merged mentor or funder: it goes to the kept listing, unless that one has its own."""

from typing import Any

from ecosystem.directory.following import register_follower
from ecosystem.directory.merge_errors import AccountTaken


def register_account(kind: str) -> None:
    """The account of the listings of a kind follows them."""
    register_follower(f"{kind}s.account", _move, _back, kinds=(kind,))


def _move(kept: Any, gone: Any) -> dict[str, Any]:
    """A listing that is gone has no account: what its owner wrote is read by whoever keeps the other."""
    user = gone.user_id
    if user is None:
        return {}
    _give(gone, None)
    if kept.user_id is None:
        _give(kept, user)
    return {"user": user, "followed": kept.user_id == user}


def _back(kept: Any, gone: Any, said: dict[str, Any]) -> None:
    if said["followed"] and kept.user_id == said["user"]:
        _give(kept, None)
    if type(gone)._default_manager.filter(user=said["user"]).exclude(pk=gone.pk).exists():
        raise AccountTaken
    _give(gone, said["user"])


def _give(listing: Any, user: int | None) -> None:
    type(listing)._default_manager.filter(pk=listing.pk).update(user=user)
    listing.user_id = user
