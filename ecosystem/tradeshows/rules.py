"""Who may say where a startup goes."""

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.directory.owners import deciders_of


def can_say_shows_of(user: User, listing: Listing) -> bool:
    """Those who decide for the listing, and the association's team."""
    return user.is_active and (user.is_curator or user in deciders_of(listing))
