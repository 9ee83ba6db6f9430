"""Who may see and answer what, and what a need already has: for pages, API and admin alike."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ecosystem.accounts.models import User
from ecosystem.engagements.models import Engagement, Introduction, IntroductionQuerySet
from ecosystem.matching.models import Proposal, Round
from startups.models import Member, Need, NeedQuerySet

OVER = {Need.State.SERVED, Need.State.CLOSED}
"""Needs that wait for nobody more."""


def side_of(user: User, proposal: Proposal) -> str | None:
    """The side of the proposal on which the person stands, or None: a stranger learns nothing."""
    if proposal.person.user_id == user.pk:
        return Proposal.Side.PERSON
    if proposal.need.startup.members.filter(user=user).exists():
        return Proposal.Side.STARTUP
    return None


def still_theirs(user_id: int, side: str, proposal: Proposal) -> bool:
    """Whether the account that a link was written to still answers for that side; 0 is an address without account."""
    if not user_id:
        return True
    if side == Proposal.Side.PERSON:
        user = proposal.person.user
        return user is not None and user.pk == user_id and user.is_active
    admins = proposal.need.startup.members.filter(role=Member.Role.ADMIN)
    return admins.filter(user=user_id, user__is_active=True).exists()


def may_see(side: str, proposal: Proposal) -> bool:
    """The mentor or funder sees what was sent; the startup sees it once that person has said yes."""
    if proposal.state == Proposal.State.DRAFTED or proposal.sent_at is None:
        return False
    return side == Proposal.Side.PERSON or proposal.person_answer == Proposal.Answer.YES


def awaits(side: str, proposal: Proposal, on: date) -> bool:
    """Whether that side can still answer: sent, in time, not answered yet, and the person answers first.

    Nobody is engaged for a need that is served or that its startup closed. One that has expired asks nobody more, but
    its startup may still answer a yes that came in time.
    """
    if proposal.state != Proposal.State.SENT or (proposal.expires_on is not None and proposal.expires_on < on):
        return False
    if need_is_over(side, proposal):
        return False
    return not proposal.answer_of(side) and may_see(side, proposal)


def need_is_over(side: str, proposal: Proposal) -> bool:
    """Whether the need waits for nothing more from that side."""
    state = proposal.need.state
    return state in OVER or (state == Need.State.EXPIRED and side == Proposal.Side.PERSON)


def contacts_are_open(proposal: Proposal) -> bool:
    """Contact details are shown to both parties only after two yeses."""
    return bool(proposal.state == Proposal.State.ACCEPTED)


def met(introductions: IntroductionQuerySet) -> IntroductionQuerySet:
    """Those that count for a need: not what one of the two gave back."""
    return introductions.exclude(proposal__state=Proposal.State.GIVEN_BACK)


def can_give_back(side: str, proposal: Proposal) -> bool:
    """Whether that side has a yes that stands: what both agreed to, or the person's own that still waits."""
    if proposal.state == Proposal.State.SENT:
        return side == Proposal.Side.PERSON and bool(proposal.person_answer == Proposal.Answer.YES)
    if proposal.state != Proposal.State.ACCEPTED:
        return False
    if proposal.engagement is not None:
        return bool(proposal.engagement.state == Engagement.State.ACTIVE)
    over = {Introduction.State.COMMITTED, Introduction.State.PASSED}
    return proposal.introduction is not None and proposal.introduction.state not in over


def can_reconsider(side: str, proposal: Proposal) -> bool:
    """Whoever said no may think again, once."""
    said_no = proposal.state == Proposal.State.DECLINED and proposal.declined_by_side == side
    return said_no and proposal.reconsidered_at is None


def people_of(needs: NeedQuerySet, kind: str) -> Counter[int]:
    """How many people of a kind each need already has: at work, or asked and not answered to the end. Two queries."""
    asked = Proposal.objects.sent().filter(need__in=needs)
    at_work: Iterable[int]
    if kind == Round.Kind.MENTORS:
        at_work = Engagement.objects.active().filter(need__in=needs).values_list("need_id", flat=True)
        asked = asked.filter(mentor__isnull=False)
    else:
        at_work = met(Introduction.objects.filter(need__in=needs)).values_list("need_id", flat=True)
        asked = asked.filter(funder__isnull=False)
    return Counter([*at_work, *asked.values_list("need_id", flat=True)])
