"""Listings near another one of their kind: what they share is weighed, and the reason names what both really say.

Others are looked for through the terms that they carry (sectors; needs or subjects, as each kind registers), the
latest ties first and a bounded number of them, so that a page costs the same however large the directory is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.directory.models import Listing
from ecosystem.directory.panels import register_panel
from ecosystem.directory.shared_panels import shared

SHOWN = 3
LOOKED_AT = 24
"""The most promising of those that share a term: these are read whole."""
TIES = 400
"""The latest ties of the listing's terms: one that shares none of these is not looked at."""
Values = Mapping[Any, str]


@dataclass(frozen=True)
class Ties:
    """The rows that tie listings to terms, and their columns of the term and of the listing."""

    rows: Callable[[], QuerySet[Any]]
    term: str
    listing: str = "listing"

    def latest(self, keys: Iterable[Any]) -> set[tuple[int, Any]]:
        """The listings that carry one of these terms, with the term: whatever their kind and state.

        One table alone is asked, by its index on the term: joined to the listings, a database may well begin with them.
        """
        found = self.rows().filter(**{f"{self.term}__in": list(keys)}).order_by("-pk")
        return set(found.values_list(f"{self.listing}_id", f"{self.term}_id")[:TIES])


@dataclass(frozen=True)
class Trait:
    """Something that two listings of a kind may share: its values by key, with their names, and how it is said."""

    weight: int
    values: Callable[[Any], Values]
    said: Callable[[Sequence[str]], str]
    ties: Ties | None = None
    related: Callable[[], Sequence[Any]] = tuple
    """What to read beforehand for `values`."""


@dataclass(frozen=True)
class Alike:
    """A listing near another one, and why, the strongest reason first."""

    listing: Any
    reasons: tuple[str, ...]


def sectors_of(listing: Any) -> Values:
    return {sector.pk: str(sector) for sector in listing.sectors.all()}


def city_of(listing: Any) -> Values:
    return {listing.city: listing.city} if listing.city else {}


SECTORS = Trait(
    6,
    sectors_of,
    lambda names: (
        ngettext("Même secteur : %(names)s", "Mêmes secteurs : %(names)s", len(names)) % {"names": " · ".join(names)}
    ),
    Ties(Listing.sectors.through.objects.all, "sector"),
    lambda: ["sectors"],
)
CITY = Trait(2, city_of, lambda names: _("Même commune : %(name)s") % {"name": names[0]})
_own: dict[str, tuple[Trait, ...]] = {}


def register_traits(kind: str, *traits: Trait) -> None:
    """What else the listings of a kind may share, the strongest first, from `AppConfig.ready()`."""
    _own[kind] = traits


def traits_of(kind: str) -> list[Trait]:
    return sorted([*_own.get(kind, ()), SECTORS, CITY], key=lambda trait: -trait.weight)


def similar_to(listing: Any, limit: int = SHOWN) -> list[Alike]:
    """The listings on line of the same kind that share most with this one; none when nothing is shared by a term."""
    traits = traits_of(listing.kind)
    mine = [trait.values(listing) for trait in traits]
    promising = _promising(listing, traits, mine)
    if not promising:
        return []
    related = [path for trait in traits for path in trait.related()]
    rows = type(listing)._default_manager.listed().filter(pk__in=promising).prefetch_related(*related)
    scored = [_compared(row, traits, mine) for row in rows]
    best = sorted((one for one in scored if one[1].reasons), key=lambda one: (-one[0], one[1].listing.pk))
    return [alike for _score, alike in best[:limit]]


def choice_values(field: str) -> Callable[[Any], Values]:
    """The values of a column of one or several choices, with their labels."""

    def values(listing: Any) -> Values:
        chosen = getattr(listing, field) or ()
        keys = [chosen] if isinstance(chosen, str) else list(chosen)
        labels = dict(listing._meta.get_field(field).choices)
        return {key: str(labels.get(key, key)) for key in keys}

    return values


def _promising(listing: Any, traits: Sequence[Trait], mine: Sequence[Values]) -> list[int]:
    """Those on line that share most terms among the latest ties, at most `LOOKED_AT`."""
    weights: Counter[int] = Counter()
    for trait, values in zip(traits, mine, strict=True):
        if trait.ties is not None and values:
            for pk, _key in trait.ties.latest(values):
                weights[pk] += trait.weight
    del weights[listing.pk]
    if not weights:
        return []
    others = type(listing)._default_manager.listed().filter(pk__in=list(weights)).values_list("pk", flat=True)
    return sorted(others, key=lambda pk: (-weights[pk], -pk))[:LOOKED_AT]


def _compared(row: Any, traits: Sequence[Trait], mine: Sequence[Values]) -> tuple[int, Alike]:
    score, reasons = 0, []
    for trait, own in zip(traits, mine, strict=True):
        theirs = trait.values(row)
        shared = [name for key, name in own.items() if key in theirs]
        if shared:
            score += trait.weight * len(shared)
            reasons.append(trait.said(shared))
    return score, Alike(row, tuple(reasons))


@shared
def similar_panel(listing: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The block of the page of a listing that is on line; nothing is shown when nothing is near."""
    found = similar_to(listing) if listing.is_public and not listing.is_discreet else []
    return {"found": found, "kind": listing.kind} if found else None


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in Listing.__subclasses__():
        register_panel(kind, "directory/similar.html", similar_panel, slot="similar")
