"""Distances on the ground, over the distinct places of the index: towns, so far fewer than entries."""

from collections.abc import Iterator
from itertools import groupby
from math import acos, cos, radians, sin

from tantivy import Query

from ecosystem.search.index.clauses import Inside, Near
from ecosystem.search.index.entries import point_name, point_of
from ecosystem.search.index.store import IndexUnavailable, View, unavailable_if_broken

EARTH_KM = 6371.0
POINTS_MAX = 50_000


class TooManyPoints(IndexUnavailable):
    """Entries stand at so many places that the database measures distances better."""


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance between two places, by the law of cosines, as the database computes it."""
    here, there, turn = radians(latitude), radians(other_latitude), radians(longitude - other_longitude)
    cosine = sin(here) * sin(there) + cos(here) * cos(there) * cos(turn)
    return EARTH_KM * acos(max(-1.0, min(1.0, cosine)))


def stood_at(view: View, query: Query) -> dict[str, int]:
    """How many of the entries stand at each place."""
    wanted = {"places": {"terms": {"field": "point", "size": POINTS_MAX, "segment_size": POINTS_MAX}}}
    with unavailable_if_broken():
        found = view.searcher.aggregate(query, wanted)["places"]
    if found["sum_other_doc_count"]:
        raise TooManyPoints(str(found["sum_other_doc_count"]))
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"] if bucket["key"]}


def points(view: View) -> tuple[tuple[float, float], ...]:
    """Every place where an entry stands."""
    return view.once("points", lambda: tuple(map(point_of, stood_at(view, Query.all_query()))))


def within(view: View, near: Near) -> tuple[tuple[float, str], ...]:
    """The places within the circle, as (kilometres, name), the nearest first."""
    return view.once(near, lambda: _within(view, near))


def _within(view: View, near: Near) -> tuple[tuple[float, str], ...]:
    measured = (
        (kilometres(near.latitude, near.longitude, latitude, longitude), point_name(latitude, longitude))
        for latitude, longitude in points(view)
    )
    return tuple(sorted(pair for pair in measured if pair[0] <= near.km))


def inside(view: View, edges: Inside) -> tuple[str, ...]:
    """The places between the edges."""
    return tuple(
        point_name(latitude, longitude)
        for latitude, longitude in points(view)
        if edges.south <= latitude <= edges.north and edges.west <= longitude <= edges.east
    )


def rings(view: View, near: Near) -> Iterator[tuple[str, list[str]]]:
    """The places of the circle by growing distance, to the millimetre; those at one distance together."""
    for distance, found in groupby(within(view, near), key=lambda pair: f"{pair[0]:012.6f}"):
        yield distance, [name for _distance, name in found]
