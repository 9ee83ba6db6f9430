"""What the pages of a need and of its proposals say: answers, standing, end, and who is kept apart."""

from django import template
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import NeverAgain
from ecosystem.matching import need_life
from ecosystem.matching.actions.apart import sides
from ecosystem.matching.models import Proposal
from startups.models import Need
from startups.questions import Answered, answered

register = template.Library()


@register.simple_tag
def ending(need: Need) -> need_life.Ending | None:
    """The honest end, where there is one."""
    return need_life.ending(need, timezone.localdate())


@register.simple_tag
def ending_heading(need: Need) -> str:
    """From when to when it was open, and that nobody was found."""
    return need_life.heading(need)


@register.simple_tag
def answers_of(need: Need) -> list[Answered]:
    """What the startup answered to the questions of its subject."""
    return answered(need)


@register.simple_tag
def kept_apart(proposal: Proposal, is_person: bool) -> NeverAgain | None:
    """Whether the side that reads has asked never to be proposed the other again."""
    side = Proposal.Side.PERSON if is_person else Proposal.Side.STARTUP
    mine, other = sides(proposal, side)
    return NeverAgain.objects.filter(listing=mine.pk, other=other.pk).first()


@register.simple_tag
def standing(need: Need, reader: User) -> need_life.Standing:
    """« Où en est-on » in figures."""
    return need_life.standing(need, reader.pk, timezone.localdate())
