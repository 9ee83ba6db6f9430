"""Listings by town: how many, where, who, and the discs that a map makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from ecosystem.directory.nearby import PlacedFilterSet, Zone
from ecosystem.directory.outlines import BASE, HOME, project, written
from ecosystem.directory.places import find_place

TOWNS_MAX = 300
"""Towns that a map holds, those with most listings first."""
ROWS_EACH = 3
ROWS_ALONE = 20
"""Rows of a town when it is the only one."""
WIDTH = 720
"""Pixels that the map is wide when it is drawn without script."""
APART = 46
"""Pixels under which two marks are one."""
MAST = 25
"""Pixels from the foot of a flag to its middle."""
SPAN_MIN = 0.16
"""Degrees that the narrowest view shows."""
MOST = 0.85
"""The share of the listings that the first view holds at least."""
LETTER = 8
"""Pixels that a letter of a name is wide, about."""
LINE = 18


@dataclass(slots=True)
class Town:
    """The listings found in one town."""

    name: str
    count: int
    latitude: float
    longitude: float
    only: Any = None
    """The listing, when there is one alone."""
    rows: list[Any] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def is_drawn(self) -> bool:
        """Inside what the base of the map draws."""
        return BASE.west <= self.longitude <= BASE.east and BASE.south <= self.latitude <= BASE.north

    @property
    def zone(self) -> str:
        """A view of the town and its surroundings, as the address says it."""
        return str(around([self], SPAN_MIN))


@dataclass(slots=True)
class Disc:
    """One mark of the map: a town, or several that stand too close to be told apart."""

    towns: list[Town]
    x: float
    y: float
    is_named: bool = False
    """There is room to write its name."""
    is_left: bool = False
    """That room is on its left."""

    @property
    def count(self) -> int:
        return sum(town.count for town in self.towns)

    @property
    def at(self) -> str:
        return written((self.x, self.y))

    @property
    def name(self) -> str:
        return self.towns[0].name

    @property
    def only(self) -> Any:
        return self.towns[0].only if len(self.towns) == 1 else None

    @property
    def zone(self) -> str:
        return str(around(self.towns, SPAN_MIN))

    def covers(self, other: "Disc", scale: float) -> bool:
        """Whether the two marks stand too close to be told apart; a flag is where its mast holds it."""
        lower = (self.y - other.y) / scale - (MAST if self.only else 0) + (MAST if other.only else 0)
        return hypot((self.x - other.x) / scale, lower) < APART

    @property
    def radius(self) -> int:
        """In pixels; grows with the number, slowly."""
        if self.only or not self.count:
            return 15 if self.only else 6
        return min(34, 15 + 2 * len(str(self.count)) + int(self.count**0.5))


def towns_of(filters: PlacedFilterSet) -> list[Town]:
    """The towns of what is found, those with most listings first, and who stands in each that has one alone."""
    stands = filters.towns(TOWNS_MAX)
    alone = [stand.first for stand in stands if stand.count == 1]
    single = filters.queryset.prefetch_related(None).in_bulk(alone) if alone else {}
    return [Town(stand.name, stand.count, stand.latitude, stand.longitude, single.get(stand.first)) for stand in stands]


def fill(towns: Sequence[Town], filters: PlacedFilterSet) -> None:
    """The first rows of each town, by name, in one query and what it prefetches."""
    if not towns:
        return
    each = ROWS_ALONE if len(towns) == 1 else ROWS_EACH
    by_name = {town.name: town for town in towns}
    for listing in filters.rows_by_town(list(by_name), each):
        by_name[listing.city].rows.append(listing)


def others(filters: PlacedFilterSet, towns: Iterable[Town]) -> list[Town]:
    """The towns of the directory where nothing was found, as far as the facet names them."""
    found = {town.name for town in towns}
    places = (find_place(city, "FR") for city, _label in filters.filters["territoire"].extra["choices"])
    return [
        Town(place.name, 0, place.latitude, place.longitude)
        for place in places
        if place is not None and place.name not in found
    ]


def around(towns: Sequence[Town], least: float = 0.35) -> Zone:
    """The zone that holds these towns, with a margin, never narrower than `least` degrees."""
    west, east = min(town.longitude for town in towns), max(town.longitude for town in towns)
    south, north = min(town.latitude for town in towns), max(town.latitude for town in towns)
    across, along = max(least, (east - west) * 1.25) / 2, max(least * 0.7, (north - south) * 1.25) / 2
    middle, height = (west + east) / 2, (south + north) / 2
    edges = (middle - across, height - along, middle + across, height + along)
    return Zone(*(round(edge, 3) for edge in edges))


def shown_zone(filters: PlacedFilterSet, towns: Sequence[Town]) -> Zone:
    """What the map opens on: the zone asked for, else what holds most of what is found, else home."""
    asked: Zone | None = filters.cleaned.get("zone")
    drawn = [town for town in towns if town.is_drawn]
    return asked or (around(heart(drawn)) if drawn else HOME)


def heart(towns: Sequence[Town]) -> list[Town]:
    """The towns that hold most of the listings, without those that stand far from the others."""
    total = sum(town.count for town in towns)
    middle = [sum(town.count * edge(town) for town in towns) / total for edge in (_latitude, _longitude)]
    nearest = sorted(towns, key=lambda town: hypot(_latitude(town) - middle[0], _longitude(town) - middle[1]))
    kept: list[Town] = []
    while nearest and sum(town.count for town in kept) < MOST * total:
        kept.append(nearest.pop(0))
    return kept


def _latitude(town: Town) -> float:
    return town.latitude * 1.37  # A degree of latitude is that much longer, at 43° north.


def _longitude(town: Town) -> float:
    return town.longitude


def discs(towns: Iterable[Town], scale: float, among: Iterable[Disc] = ()) -> list[Disc]:
    """Towns that would cover each other become one disc, named after the first, which has most listings.

    `scale` is what a pixel measures in the drawing; those that would cover discs of `among` are left out.
    """
    found = [Disc([town], *project(town.latitude, town.longitude)) for town in towns]
    others = list(among)
    kept = [disc for disc in found if not any(disc.covers(other, scale) for other in others)]
    while True:
        apart = list[Disc]()
        for disc in kept:
            near = next((other for other in apart if other.covers(disc, scale)), None)
            if near is None:
                apart.append(disc)
            else:
                near.towns.extend(disc.towns)
        if len(apart) == len(kept):
            return apart
        kept = apart  # A flag that became a disc stands lower: it may cover another mark now.


Box = tuple[float, float, float, float]


def write_names(marks: Sequence[Disc], scale: float) -> list[Box]:
    """Name the discs that have room for it, the first ones first; the boxes that marks and names then fill."""
    boxes = [_box(disc.x - disc.radius * scale, disc.y - _top(disc) * scale, 2 * disc.radius, _top(disc) + 8, scale)
             for disc in marks]  # fmt: skip
    for disc in marks:
        top = disc.y - ((35 if disc.only else 0) + LINE / 2) * scale
        wide, aside = LETTER * len(disc.name), (disc.radius + 8) * scale
        sides = [_box(start, top, wide, LINE, scale) for start in (disc.x + aside, disc.x - aside - wide * scale)]
        room = next((side for side in sides if is_free(side, boxes)), None)
        if room is not None:
            disc.is_named, disc.is_left = True, room is sides[1]
            boxes.append(room)
    return boxes


def _top(disc: Disc) -> int:
    return 50 if disc.only else disc.radius


def _box(left: float, top: float, width: float, height: float, scale: float) -> Box:
    return left, top, left + width * scale, top + height * scale


def is_free(box: Box, boxes: Iterable[Box]) -> bool:
    """Whether nothing stands there yet."""
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in boxes
    )
