"""Where towns are: coordinates by folded name and country, from the taxonomy's own list, and what holds them."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from django.utils.text import slugify
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecosystem.core.text import fold
from ecosystem.directory.vocabulary import TAXONOMY

_GAPS = re.compile(r"[\W_]+")
_DISTRICT = re.compile(r"\b(\d{5}|cedex|\d{1,2}(er|e|eme|th|st|nd|rd)?)\b")
"""What follows or precedes a town in an address: a postcode, the number of its district."""
HOME_REGION = "provence-alpes-cote-d-azur"


@dataclass(frozen=True, slots=True)
class Place:
    """A town, about a kilometre wide: for distances between towns, not for addresses."""

    name: str
    department: str
    region: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Department:
    """A French department and its region."""

    code: str
    name: str
    region: str

    @property
    def region_slug(self) -> str:
        return str(slugify(self.region.replace("’", " ")))


def find_place(city: str, country: str = "") -> Place | None:
    """The town of that name, whatever its accents, hyphens and case; without a country only if one town bears it.

    A postcode or the number of a district beside the name is left aside.
    """
    name = _key(city)
    if country:
        return _by_country().get((name, country.upper()))
    found = _by_name().get(name, ())
    return found[0] if len(found) == 1 else None


def meant_place(typed: str) -> Place | None:
    """The town that a reader here most likely means: the French one of that name, else the first of the list."""
    return find_place(typed, "FR") or next(iter(_by_name().get(_key(typed), ())), None)


def places_like(typed: str, limit: int = 3) -> list[Place]:
    """Towns whose name is one or two slips of the keyboard away, or starts that way; the closest first."""
    name = _key(typed)[:60]
    if len(name) < 3:
        return []
    slips = 1 if len(name) < 6 else 2
    close = process.extract(name, _by_name().keys(), scorer=OSA.distance, score_cutoff=slips, limit=limit)
    started = (other for other in _by_name() if other.startswith(name))
    keys = dict.fromkeys((*(key for key, _slips, _index in close), *started))
    found = dict.fromkeys(place for key in keys if (place := meant_place(key)))
    return list(found)[:limit]


@cache
def departments() -> tuple[Department, ...]:
    """Every French department, those of the home region first."""
    with (TAXONOMY / "departments.csv").open(encoding="utf-8", newline="") as file:
        found = [Department(row["code"], row["name"], row["region"]) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda one: one.region_slug != HOME_REGION))


def _key(name: str) -> str:
    spaced = _GAPS.sub(" ", fold(name))
    words = (_DISTRICT.sub(" ", spaced).strip() or spaced).split()
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
