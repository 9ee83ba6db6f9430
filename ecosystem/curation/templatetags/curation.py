"""How long something has waited, in the width of a list."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.filter(expects_localtime=True)
def since(value: datetime) -> str:
    """8 min, 3 h, hier, 12 j."""
    now = timezone.localtime()
    days = (now.date() - value.date()).days
    seconds = max(0, int((now - value).total_seconds()))
    if days > 1:
        return _("%(count)d j") % {"count": days}
    if days == 1:
        return _("hier")
    if seconds < 3600:
        return _("%(count)d min") % {"count": max(1, seconds // 60)}
    return _("%(count)d h") % {"count": seconds // 3600}
