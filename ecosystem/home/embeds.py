"""Lists in partners' pages: what each shows, and the few lines that the partner pastes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.models import Embed, Listing
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import TradeShow
from funders.filters import FunderFilterSet
from funders.models import Funder
from mentors.filters import MentorFilterSet
from mentors.models import Mentor
from startups.filters import StartupFilterSet
from startups.models import Startup

PER_PAGE = 10
ANCESTORS_MAX = 10
ANCESTOR = re.compile(r"https://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](:[0-9]{1,5})?")
"""A site over HTTPS, or all those under a name: what `frame-ancestors` takes, and nothing that could say more."""
NO_SITE = _("« %(site)s » n’est pas l’adresse d’un site, comme https://www.exemple.fr, sans chemin.")
TOO_MANY = _("Dix sites au plus.")


@dataclass(frozen=True)
class Source:
    """The published listings of a kind, and the filters of their page."""

    filters: type[ListingFilterSet]
    rows: Callable[[], Any]
    list_url: str


SOURCES: Mapping[str, Source] = {
    Listing.Kind.STARTUP: Source(StartupFilterSet, Startup.objects.listed, "startups:list"),
    Listing.Kind.MENTOR: Source(MentorFilterSet, Mentor.objects.listed, "mentors:list"),
    Listing.Kind.FUNDER: Source(FunderFilterSet, Funder.objects.listed, "funders:list"),
    Listing.Kind.TRADESHOW: Source(TradeShowFilterSet, TradeShow.objects.listed, "tradeshows:list"),
}


def filters_of(kind: str, query: str) -> ListingFilterSet:
    """The filters of the list page, for the words of its address."""
    source = SOURCES[kind]
    return source.filters(QueryDict(query), source.rows().prefetch_related("sectors"))


def page_of(embed: Embed, number: str | None) -> Page[Any]:
    """One page of the list; a number that does not exist gives the nearest."""
    return Paginator(filters_of(embed.kind, embed.query).qs, PER_PAGE).get_page(number)


def sites(text: str) -> list[str]:
    """The sites of a text, one a line; ValidationError names what is none."""
    found = list(dict.fromkeys(line.strip().lower().rstrip("/") for line in text.splitlines() if line.strip()))
    for site in found:
        if not ANCESTOR.fullmatch(site):
            raise ValidationError(NO_SITE % {"site": site})
    if len(found) > ANCESTORS_MAX:
        raise ValidationError(TOO_MANY)
    return found


def address_of(embed: Embed) -> str:
    """Where the frame reads, in the language of the embed."""
    with translation.override(embed.language):
        return f"{settings.SITE_URL}{reverse('home:embed', args=[embed.token])}"


def snippet(embed: Embed) -> SafeString:
    """What the partner pastes into a page."""
    with translation.override(embed.language):
        title = gettext("Annuaire %(name)s") % {"name": settings.ESCALE_NAME}
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="720" loading="lazy"></iframe>', address_of(embed), title
    )
