"""The tabs of a computed round; a page adds its own by one line of TABS."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models import Round

TABS = (
    ("matching:certificate", _("Certificat")),
    ("matching:why_not", _("Pourquoi pas ?")),
    ("matching:scarcity", _("Prix de la rareté")),
)


def tabs_of(round_: Round, current: str) -> list[dict[str, Any]]:
    """The tabs whose pages exist, the named one as the current."""
    found = []
    for name, label in TABS:
        try:
            url = reverse(name, args=[round_.pk])
        except NoReverseMatch:
            continue
        found.append({"label": label, "url": url, "current": name == current})
    return found
