"""What a list without any result proposes."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import gettext as _

from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.widening import elsewhere, loosened, widenings
from ecosystem.ui.navigation import address

register = template.Library()


@register.simple_tag
def ways_on(filters: ListingFilterSet) -> dict[str, Any]:
    """Each filter taken off in turn, the wider choices, and the other kinds where the words are found."""
    off = loosened(filters)
    counted = {"count": len(off), "words": number_word(len(off))}
    return {"off": off, "wider": widenings(filters), "elsewhere": elsewhere(filters), **counted}


def number_word(count: int) -> str:
    """A small number in letters, a larger one in digits."""
    words = {2: _("deux"), 3: _("trois"), 4: _("quatre"), 5: _("cinq"), 6: _("six"), 7: _("sept"), 8: _("huit")}
    return words.get(count, str(count))


@register.inclusion_tag("directory/nothing_aside.html", takes_context=True)
def other_means(context: Context, kind: str = "") -> dict[str, str]:
    """To be told when such a listing of the kind arrives, where the site offers it, or to ask the team."""
    request: HttpRequest = context["request"]
    page = address("search:alert_new") if kind else ""
    query = f"{urlencode({'liste': f'{kind}s'})}&{request.GET.urlencode()}"
    return {"alert_url": f"{page}?{query}" if page else "", "contact": settings.ESCALE_CONTACT}
