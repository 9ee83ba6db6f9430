"""Ways on from a search that finds nothing: what each filter hides, and what a wider choice would give.

Every count is that of the list it leads to; nothing that would still give nothing is proposed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.models import Listing
from ecosystem.directory.places import Place, find_place
from ecosystem.search.actions import best_of_each
from ecosystem.ui.typography import number

ORDERED = ("stade",)
"""Facets whose choices follow each other: the next one is the nearest."""
AROUND_KM, PLACES_ADDED = 60, 3
STEP_KM, EARTH_KM = 5, 6371.0
WORDS_TRIED = 3


@dataclass(frozen=True)
class Part:
    """One active filter in words, and whether it is the one that is taken off."""

    label: str
    is_off: bool


@dataclass(frozen=True)
class Loosened:
    """The search without one of its filters."""

    parts: Sequence[Part]
    label: str
    count: int
    query: str

    @property
    def quoted(self) -> str:
        """The label between quotation marks, which the words sought already carry."""
        said = _("« %(text)s »") % {"text": self.label}
        return self.label if self.label[:1] == said[:1] else said


@dataclass(frozen=True)
class Wider:
    """The search with one of its filters made wider."""

    icon: str
    title: str
    detail: str
    query: str


@dataclass(frozen=True)
class Elsewhere:
    """The same words in another kind."""

    label: str
    count: int
    url: str


def loosened(filters: ListingFilterSet) -> list[Loosened]:
    """The search without each of its filters in turn, the one that gives most first."""
    labels = [filters.described(name) for name in filters.active]
    return [
        Loosened([Part(label, label == one.label) for label in labels], one.label, one.count, one.query)
        for one in filters.loosenings
    ]


def widenings(filters: ListingFilterSet) -> list[Wider]:
    """The nearest places, the next stage, fewer words: each where it finds something."""
    return [*_nearby(filters), *_next_choices(filters), *_fewer_words(filters)]


def elsewhere(filters: ListingFilterSet) -> list[Elsewhere]:
    """The other kinds in which the words are found."""
    found = best_of_each(Listing.Kind.values, filters.text, 0, as_typed=True) if filters.text else None
    counts = found.counts if found else {}
    return [
        Elsewhere(
            _in_words(kind, counts[kind]), counts[kind], f"{reverse(f'{kind}s:list')}?{urlencode({'q': filters.text})}"
        )
        for kind in Listing.Kind.values
        if kind != filters.kind and counts.get(kind)
    ]


def _nearby(filters: ListingFilterSet) -> Iterator[Wider]:
    """The communes around the chosen one that hold an answer, the nearest first: a listing is in one of them."""
    chosen = filters.cleaned.get("territoire") or []
    here = find_place(chosen[0]) if len(chosen) == 1 else None
    if here is None:
        return
    near = []
    for city, count in filters.counts.get("territoire", {}).items():
        there = find_place(city)
        if count and there and (distance := kilometres(here, there)) <= AROUND_KM:
            near.append((distance, city, count))
    if added := sorted(near)[:PLACES_ADDED]:
        far = STEP_KM * ceil(max(distance for distance, _city, _count in added) / STEP_KM)
        title = _("%(city)s et %(km)s km autour") % {"city": chosen[0], "km": far}
        cities = [city for _distance, city, _count in added]
        detail = _("%(found)s, à %(cities)s") % {
            "found": _in_words(filters.kind, sum(count for _distance, _city, count in added)),
            "cities": get_text_list(cities, _("et")),
        }
        yield Wider("map-pin", title, detail, _with(filters, "territoire", [*chosen, *cities]))


def _next_choices(filters: ListingFilterSet) -> Iterator[Wider]:
    """The choices that stand beside the chosen ones, each where it holds an answer."""
    for name in ORDERED:
        chosen = filters.cleaned.get(name) or []
        if not chosen:
            continue
        labels = {str(value): str(label) for value, label in filters.form.fields[name].choices}
        order, counts = list(labels), filters.counts.get(name, {})
        places = [order.index(value) for value in chosen if value in order]
        beside = {place + step for place in places for step in (-1, 1)} - set(places)
        added = [order[place] for place in sorted(beside) if 0 <= place < len(order) and counts.get(order[place])]
        for value in sorted(added, key=lambda one: -counts[one])[:1]:
            kept = [one for one in order if one in {*chosen, value}]
            title = get_text_list([labels[one] for one in kept], _("et"))
            yield Wider(
                "chart-no-axes-column", title, _in_words(filters.kind, counts[value]), _with(filters, name, kept)
            )


def _fewer_words(filters: ListingFilterSet) -> Iterator[Wider]:
    """The text without one of its words, the other filters kept: the one that gives most."""
    words = filters.text.split()[:WORDS_TRIED]
    if len(words) < 2:
        return
    best: tuple[int, str] = (0, "")
    for place in range(len(words)):
        text = " ".join(words[:place] + words[place + 1 :])
        tried = type(filters)(QueryDict(_with(filters, "q", [text])), filters.queryset, request=filters.request)
        best = max(best, (tried.found, text))
    count, text = best
    if count:
        title = _("« %(words)s » seul") % {"words": text}
        yield Wider("search", title, _in_words(filters.kind, count), _with(filters, "q", [text]))


def _in_words(kind: str, count: int) -> str:
    """So many listings of a kind."""
    match kind:
        case Listing.Kind.STARTUP:
            said = ngettext("%(count)s startup", "%(count)s startups", count)
        case Listing.Kind.MENTOR:
            said = ngettext("%(count)s mentor", "%(count)s mentors", count)
        case Listing.Kind.FUNDER:
            said = ngettext("%(count)s financeur", "%(count)s financeurs", count)
        case _:
            said = ngettext("%(count)s salon", "%(count)s salons", count)
    return said % {"count": number(count)}


def _with(filters: ListingFilterSet, name: str, values: list[str]) -> str:
    """The address of the search with other values of one filter."""
    query = QueryDict(mutable=True)
    query.update(filters.data)
    query.setlist(name, values)
    query.pop("page", None)
    return query.urlencode()


def kilometres(here: Place, there: Place) -> float:
    """As the crow flies."""
    north, east = radians(there.latitude - here.latitude), radians(there.longitude - here.longitude)
    flat = cos(radians(here.latitude)) * cos(radians(there.latitude))
    return 2 * EARTH_KM * asin(sqrt(sin(north / 2) ** 2 + flat * sin(east / 2) ** 2))
