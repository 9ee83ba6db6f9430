"""The communes of the figures on the map of the home region: discs, with the table beside them."""

from collections.abc import Mapping
from typing import Any

from ecosystem.directory.map_views import drawing
from ecosystem.directory.outlines import HOME
from ecosystem.directory.places import find_place
from ecosystem.directory.towns import Town
from ecosystem.home.masking import Chart


def town_map(chart: Chart) -> Mapping[str, Any] | None:
    """What the drawing needs; None when no commune may be named, or none of them is on the map."""
    towns = []
    for row in chart.rows:
        place = None if row.value is None or row.rest else find_place(row.label, "FR")
        if place is not None and row.value and _is_home(place.latitude, place.longitude):
            towns.append(Town(place.name, row.value, place.latitude, place.longitude))
    return drawing(towns, (), HOME) if towns else None


def _is_home(latitude: float, longitude: float) -> bool:
    return HOME.south <= latitude <= HOME.north and HOME.west <= longitude <= HOME.east
