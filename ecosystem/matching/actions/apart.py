"""« Ne plus nous proposer l’un à l’autre », said from a proposal."""

from ecosystem.accounts.models import User
from ecosystem.directory.actions import declare_never_again
from ecosystem.directory.models import Listing, NeverAgain
from ecosystem.matching.models import Proposal


def keep_apart(proposal: Proposal, side: str, *, by: User) -> NeverAgain:
    """The listing of that side asks never to be proposed the other one again; said twice, it is written once."""
    mine, other = sides(proposal, side)
    return declare_never_again(mine, by=by, other=other)


def sides(proposal: Proposal, side: str) -> tuple[Listing, Listing]:
    """The listing of one side of a proposal, and the other one."""
    startup: Listing = proposal.need.startup
    person: Listing = proposal.person
    return (person, startup) if side == Proposal.Side.PERSON else (startup, person)
