"""What the page of a need says of its standing and of its end."""

from django import template
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.matching import need_life
from startups.models import Need

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
def standing(need: Need, reader: User) -> need_life.Standing:
    """« Où en est-on » in figures."""
    return need_life.standing(need, reader.pk, timezone.localdate())
