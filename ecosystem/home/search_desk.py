"""The desk of the search: what people look for, what they do not find, and the synonyms that mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.search.actions import found_by
from ecosystem.search.models import SearchCount, Synonym
from ecosystem.search.models.words import SearchCountQuerySet

PERIODS = (7, 30, 90)


@dataclass(frozen=True)
class Effect:
    """One expression: what it finds with the synonyms, and how much of it would be missing without them."""

    expression: str
    found: int
    gained: int


def days_of(given: str) -> int:
    """The period that the address asks for; thirty days otherwise."""
    return int(given) if given in map(str, PERIODS) else 30


def searched(days: int, *, in_vain: bool) -> Any:
    """What was sought in these days, the most often first; in vain, or at all."""
    rows: Any = _counted(days).by_words()
    if in_vain:
        return rows.filter(empty__gt=0).order_by("-empty", "-asked", "words")
    return rows.order_by("-asked", "words")


def totals(days: int) -> dict[str, int]:
    """How many searches there were, and how many in vain."""
    counted = _counted(days).aggregate(asked=Sum("asked_count"), empty=Sum("empty_count"))
    return {name: count or 0 for name, count in counted.items()}


def period_links(days: int, *, in_vain: bool) -> list[dict[str, Any]]:
    """The same page over another period."""
    shown = {} if in_vain else {"voir": "toutes"}
    return [
        {
            "label": _("%(days)s jours") % {"days": one},
            "url": f"{reverse('home:searches')}?{urlencode({**shown, 'jours': one})}",
            "current": one == days,
        }
        for one in PERIODS
    ]


def effects_of(rows: Iterable[Synonym]) -> list[tuple[Synonym, list[Effect]]]:
    """Each row of synonyms with what it changes; without an index nothing is claimed."""
    listed = list(rows)
    found = found_by(one for row in listed for one in row.expressions)
    return [
        (row, [Effect(one, found[one][0], found[one][0] - found[one][1]) for one in row.expressions if one in found])
        for row in listed
    ]


def _counted(days: int) -> SearchCountQuerySet:
    return SearchCount.objects.since(timezone.localdate() - timedelta(days=days - 1))
