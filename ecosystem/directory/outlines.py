"""The base of the map as SVG paths: coast, waters, rivers and hills of the home region, in Web Mercator."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import asinh, degrees, radians, tan
from typing import TypeAlias

from ecosystem.directory.nearby import Zone
from ecosystem.directory.vocabulary import TAXONOMY

Point: TypeAlias = tuple[float, float]

BASE = Zone(3.2, 42.55, 8.2, 45.15)
"""What the base draws."""
HOME = Zone(4.75, 43.08, 5.8, 43.72)
"""What the map opens on when nothing is found."""
UNITS = 200
"""SVG units in a degree of longitude."""
INLAND = ((9.4, 46.5), (2.4, 46.5), (2.4, 43.0))
"""Closes the coast by the land."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a place of the base is called, and where it is written."""

    kind: str
    text: str
    degrees: Point
    point: Point

    @property
    def at(self) -> str:
        return written(self.point)

    def box(self, scale: float) -> tuple[float, float, float, float]:
        """What the name fills, where a pixel measures `scale`."""
        (x, y), half = self.point, 4 * len(self.text) * scale
        return x - half, y - 14 * scale, x + half, y + 4 * scale


@dataclass(frozen=True, slots=True)
class Base:
    """The paths of the base, each for one style."""

    view: str
    land: str
    coast: str
    waters: str
    rivers: str
    hills: str
    borders: str
    names: tuple[Name, ...]


def project(latitude: float, longitude: float) -> Point:
    """Degrees to SVG units, as web maps do: angles stay what they are."""
    return round((longitude - BASE.west) * UNITS, 1), round((_height(BASE.north) - _height(latitude)) * UNITS, 1)


def _height(latitude: float) -> float:
    return degrees(asinh(tan(radians(max(-85.0, min(85.0, latitude))))))


def written(point: Point) -> str:
    """A point as SVG reads it in every language."""
    return f"{point[0]:g} {point[1]:g}"


def view_of(zone: Zone) -> tuple[float, float, float, float]:
    """The part of the drawing that shows a zone: left, top, width, height."""
    left, top = project(zone.north, zone.west)
    right, bottom = project(zone.south, zone.east)
    return left, top, max(right - left, 1.0), max(bottom - top, 1.0)


@cache
def base() -> Base:
    """Drawn once a process: it never changes."""
    facts = json.loads((TAXONOMY / "outlines.json").read_text(encoding="utf-8"))
    islands = [*map(_closed, facts["islands"])]
    return Base(
        view=" ".join(f"{edge:g}" for edge in view_of(BASE)),
        land=" ".join([_closed([*facts["coast"], *INLAND]), *islands]),
        coast=" ".join([_line(facts["coast"]), *islands]),
        waters=" ".join(map(_closed, facts["waters"])),
        rivers=" ".join(map(_line, facts["rivers"])),
        hills=" ".join(map(_closed, facts["hills"])),
        borders=" ".join(map(_line, facts["borders"])),
        names=tuple(Name(kind, text, (lat, lon), project(lat, lon)) for kind, text, lon, lat in facts["names"]),
    )


def _line(points: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(written(project(latitude, longitude)) for longitude, latitude in points)


def _closed(points: Sequence[Sequence[float]]) -> str:
    return _line(points) + "Z"
