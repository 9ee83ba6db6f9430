"""Who may see and answer what, for pages, API and admin alike."""

from datetime import date

from ecosystem.accounts.models import User
from ecosystem.matching.models import Proposal
from startups.models import Need


def side_of(user: User, proposal: Proposal) -> str | None:
    """The side of the proposal on which the person stands, or None: a stranger learns nothing."""
    if proposal.person.user_id == user.pk:
        return Proposal.Side.PERSON
    if proposal.need.startup.members.filter(user=user).exists():
        return Proposal.Side.STARTUP
    return None


def may_see(side: str, proposal: Proposal) -> bool:
    """The mentor or funder sees what was sent; the startup sees it once that person has said yes."""
    if proposal.state == Proposal.State.DRAFTED or proposal.sent_at is None:
        return False
    return side == Proposal.Side.PERSON or proposal.person_answer == Proposal.Answer.YES


def awaits(side: str, proposal: Proposal, on: date) -> bool:
    """Whether that side can still answer: sent, in time, not answered yet, and the person answers first.

    Nobody is engaged for a need that its startup closed, or that has expired.
    """
    if proposal.state != Proposal.State.SENT or (proposal.expires_on is not None and proposal.expires_on < on):
        return False
    if side == Proposal.Side.PERSON and proposal.need.state in {Need.State.CLOSED, Need.State.EXPIRED}:
        return False
    return not proposal.answer_of(side) and may_see(side, proposal)


def contacts_are_open(proposal: Proposal) -> bool:
    """Contact details are shown to both parties only after two yeses."""
    return bool(proposal.state == Proposal.State.ACCEPTED)
