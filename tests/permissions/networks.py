"""Two networks of the world: the partner follows one, and not the other."""

from types import SimpleNamespace

from ecosystem.accounts.models import User
from startups.models import Startup
from tests.factories import NetworkFactory, NetworkMemberFactory, NetworkStaffFactory


def networks(partner: User, startup: Startup) -> SimpleNamespace:
    """The partner's own with one startup, and somebody else's."""
    own = NetworkFactory()
    return SimpleNamespace(
        own=own,
        member=NetworkMemberFactory(network=own, listing=startup),
        person=NetworkStaffFactory(network=own, user=partner),
        other=NetworkFactory(),
    )
