"""What people keep of the directory: their alerts and their favourites."""

from dataclasses import dataclass

from ecosystem.accounts.models import User
from ecosystem.directory.models import Favourite
from ecosystem.search.alerts.links import token_of
from ecosystem.search.models import Alert
from startups.models import Startup
from tests.factories import AlertFactory, FavouriteFactory


@dataclass(frozen=True)
class Kept:
    """The founder's, and somebody else's where it says `other_`."""

    alert: Alert
    own: Favourite
    other: Favourite

    @property
    def alert_token(self) -> str:
        return token_of(self.alert)


def kept(founder: User, startup: Startup) -> Kept:
    return Kept(
        alert=AlertFactory(active=True, address=founder.email),
        own=FavouriteFactory(inside__owner=founder, inside__shared=True, listing=startup),
        other=FavouriteFactory(inside__shared=True),
    )
