"""Where towns are: coordinates by folded name and country, from the taxonomy's own list."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from ecosystem.core.text import fold
from ecosystem.directory.vocabulary import TAXONOMY

_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A town, about a kilometre wide: for distances between towns, not for addresses."""

    name: str
    department: str
    region: str
    country: str
    latitude: float
    longitude: float


def find_place(city: str, country: str = "") -> Place | None:
    """The town of that name, whatever its accents, hyphens and case; without a country only if one town bears it."""
    name = _key(city)
    if country:
        return _by_country().get((name, country.upper()))
    found = _by_name().get(name, ())
    return found[0] if len(found) == 1 else None


def _key(name: str) -> str:
    words = _GAPS.sub(" ", fold(name)).split()
    return " ".join("saint" if word == "st" else "sainte" if word == "ste" else word for word in words)


@cache
def _by_country() -> dict[tuple[str, str], Place]:
    found = {}
    with (TAXONOMY / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            aliases = row.pop("aliases")
            place = Place(
                name=row["name"],
                department=row["department"],
                region=row["region"],
                country=row["country"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for name in filter(None, (place.name, *aliases.split(";"))):
                found[_key(name), place.country] = place
    return found


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for (name, _), place in _by_country().items():
        found[name] = (*found.get(name, ()), place)
    return found
