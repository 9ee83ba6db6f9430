"""What every kind of listing says of itself."""

from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from ecosystem.curation.rows.cells import Cells, RowRefused
from ecosystem.directory.places import find_place

APART = frozenset({"line", "warnings", "source_ref", "sectors", "skills", "need", "edition"})


@dataclass(slots=True, kw_only=True)
class ListingRow:
    """A row that was understood; None means that the file does not say, and then nothing is changed."""

    line: int
    name: str
    warnings: list[str] = field(default_factory=list)
    source_ref: str = ""
    siren: str | None = None
    language: str | None = None
    tagline: str | None = None
    description: str | None = None
    tagline_alt: str | None = None
    description_alt: str | None = None
    website: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    sectors: list[int] | None = None

    def facts(self) -> dict[str, Any]:
        """What the row states about columns of the listing's two tables."""
        stated = ((item.name, getattr(self, item.name)) for item in fields(self) if item.name not in APART)
        return {name: value for name, value in stated if value is not None}


def read_listing(cells: Cells) -> dict[str, Any]:
    """The fields that all kinds share, checked."""
    read: dict[str, Any] = {
        "line": cells.line,
        "name": cells.name("name", 120),
        "source_ref": cells.reference("source_ref"),
        "siren": cells.siren("siren"),
        "language": cells.language_code("language"),
        "tagline": cells.text("tagline", 200),
        "description": cells.long_text("description", 6000),
        "tagline_alt": cells.text("tagline_alt", 200),
        "description_alt": cells.long_text("description_alt", 6000),
        "website": cells.url("website"),
        "contact_email": cells.email("contact_email"),
        "contact_phone": cells.text("contact_phone", 30),
        "city": cells.text("city", 100),
        "region": cells.text("region", 100) or cells.text("state", 100),
        "country": cells.country("country"),
        "sectors": cells.sectors("sectors"),
    }
    return {**read, **_coordinates(cells, read["city"], read["country"])}


def _coordinates(cells: Cells, city: str | None, country: str | None) -> dict[str, float]:
    """Those of the file when it states both, else those of the town."""
    latitude, longitude = cells.degrees("latitude", 90), cells.degrees("longitude", 180)
    if latitude is not None and longitude is not None:
        return {"latitude": latitude, "longitude": longitude}
    place = find_place(city, country or "") if city else None
    return {"latitude": place.latitude, "longitude": place.longitude} if place else {}


def check_order(low: Any, high: Any, reason: str) -> None:
    """Two stated bounds in the wrong order refuse the row."""
    if low is not None and high is not None and low > high:
        raise RowRefused(reason)


def ticket_reason() -> str:
    return _("Le ticket minimal dépasse le ticket maximal. Corrigez l’un des deux montants.")


def dates_reason() -> str:
    return _("La fin précède le début. Corrigez l’une des deux dates.")
