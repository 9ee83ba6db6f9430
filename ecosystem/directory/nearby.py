"""Where listings are: around a town, within a department or a region, inside a part of the map."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import cos, radians, sin
from typing import Any, ClassVar, NamedTuple

import django_filters
from django import forms
from django.db.models import BigIntegerField, F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Round, Sin
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import Facet
from ecosystem.directory.filters import SORTS, ListingFilterSet, SortFilter
from ecosystem.directory.ordering import NAME_COLUMNS, Column, Key, ListOrder, name_key
from ecosystem.directory.places import Place, departments, meant_place, places_like
from ecosystem.search.index.clauses import Clause, Inside, Near, OneOf
from ecosystem.search.index.points import EARTH_KM
from ecosystem.search.index.points import kilometres as measured
from ecosystem.ui.typography import NO_BREAK

DEGREE_KM = 111.2
RADII = (5, 10, 20, 30, 50, 100, 200)
RADIUS = 30
DISTANCE = ("distance", _("Distance"))


def read_metres(part: str) -> int:
    return round(float(part) * 1000)


def by_distance(place: Place, km: float) -> ListOrder:
    """The nearest to the town first, then by name; a key tells kilometres, to the millimetre."""

    def key(listing: Any) -> Key:
        away = measured(place.latitude, place.longitude, listing.latitude, listing.longitude)
        return f"{away:012.6f}", *name_key(listing)

    metres = Cast(Round(distance_from(place) * Value(1000.0)), BigIntegerField())
    columns = (Column("metres", read_metres), *NAME_COLUMNS)
    return ListOrder(Near(place.latitude, place.longitude, km), key, columns, {"metres": metres})


class Zone(NamedTuple):
    """A part of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return ",".join(f"{edge:.4f}".rstrip("0").rstrip(".") for edge in self)


def kilometres(place: Place, latitude: float | None, longitude: float | None) -> float | None:
    """As the crow flies from the town to a point; None when the point is not known."""
    if latitude is None or longitude is None:
        return None
    return measured(place.latitude, place.longitude, latitude, longitude)


def distance_from(place: Place) -> Combinable:
    """The same, computed by the database for each listing that has coordinates."""
    here = radians(place.latitude)
    turn = Radians(F("longitude")) - Value(radians(place.longitude), FloatField())
    straight = Sin(Radians(F("latitude"))) * Value(sin(here), FloatField())
    turned = Cos(Radians(F("latitude"))) * Value(cos(here), FloatField()) * Cos(turn)
    cosine = Least(Greatest(straight + turned, Value(-1.0)), Value(1.0))
    return Value(EARTH_KM, FloatField()) * ACos(cosine)


def within(place: Place, km: float) -> Q:
    """The square that holds the circle: what an index of the database can look up."""
    height = km / DEGREE_KM + 0.01
    known = Q(latitude__range=(place.latitude - height, place.latitude + height), longitude__isnull=False)
    width = height / max(0.01, cos(radians(place.latitude)))
    west, east = place.longitude - width, place.longitude + width
    return known & Q(longitude__range=(west, east)) if west >= -180 and east <= 180 else known


class PlaceField(forms.CharField):
    """The name of a town; one that is not known proposes those that are spelt almost so."""

    default_error_messages = {
        "unknown": _("« %(value)s » n’est pas une commune que nous connaissons : ce filtre n’a pas été appliqué."),
        "almost": _("« %(value)s » n’est pas une commune que nous connaissons. Vouliez-vous dire : %(names)s ?"),
    }
    refusals = {
        "unknown": _("« %(value)s » n’est pas une commune que nous connaissons."),
        "almost": default_error_messages["almost"],
    }

    def to_python(self, value: Any) -> Any:
        """The place itself; empty when nothing was typed."""
        typed = super().to_python(value)
        if not typed:
            return None
        if place := meant_place(typed):
            return place
        towns = [place.name for place in places_like(typed)]
        names = ", ".join(towns)
        params = {"value": typed, "names": names, "towns": [name for name in towns if meant_place(name)]}
        code = "almost" if names else "unknown"
        raise forms.ValidationError(self.error_messages[code], code=code, params=params)

    def run_validators(self, value: Any) -> None:
        """The length is that of the words typed, which `to_python` has read already."""

    def clean(self, value: Any) -> Any:
        """A name longer than any town has is cut before it is looked up."""
        return super().clean(value[:100] if isinstance(value, str) else value)


class PlaceFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    """A town to look around, as far as the radius of its list says."""

    field_class = PlaceField

    def clause(self, value: Place) -> Clause:
        return Near(value.latitude, value.longitude, self.parent.radius)


class RadiusField(django_filters.fields.ChoiceField):  # type: ignore[misc]  # django-filter has no types
    """A number of kilometres; the usual one is said by nothing, so that addresses stay short."""

    def to_python(self, value: Any) -> Any:
        return super().to_python("" if value == str(RADIUS) else value)

    def prepare_value(self, value: Any) -> Any:
        """An address may say the usual radius all the same: it is the one shown as chosen."""
        return "" if value == str(RADIUS) else value


class RadiusFilter(django_filters.ChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    """How far around the town; it removes nothing by itself."""

    field_class = RadiusField

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid_choice": _("« %(value)s » n’est pas un rayon de cette liste.")}
        choices = [("" if km == RADIUS else km, f"{km}{NO_BREAK}km") for km in RADII]
        super().__init__(choices=choices, empty_label=None, error_messages=errors, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class ZoneField(forms.CharField):
    """Four numbers: west, south, east, north."""

    default_error_messages = {"invalid": _("Cette zone de la carte ne se lit pas : elle n’a pas été appliquée.")}
    refusals = {"invalid": _("Écrivez quatre nombres : ouest,sud,est,nord.")}

    def to_python(self, value: Any) -> Any:
        """The zone itself; empty when nothing was asked."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            zone = Zone(*(float(edge) for edge in typed[:200].split(",")))
        except (TypeError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not (-180 <= zone.west <= zone.east <= 180 and -90 <= zone.south <= zone.north <= 90):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return zone


class ZoneFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    """What stands inside a part of the map."""

    field_class = ZoneField

    def clause(self, value: Zone) -> Clause:
        return Inside(*value)

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        return qs.filter(latitude__range=(value.south, value.north), longitude__range=(value.west, value.east))


@cache
def perimeters(of: str) -> Mapping[str, tuple[str, ...]]:
    """For each department, or region, the words that the column of listings may hold for it."""
    found: dict[str, list[str]] = {}
    for one in departments():
        key, own = (one.code, ()) if of == "department" else (one.region_slug, (one.region,))
        words = found.setdefault(key, [])
        for name in (one.name, *own):
            words += [name, name.replace("’", "'")]
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


class PerimeterFacet(Facet):
    """French departments, or regions: the column of listings holds either."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        labels = {one.code: f"{one.name} ({one.code})" for one in departments()}
        if of == "region":
            labels = {one.region_slug: one.region for one in departments()}
        super().__init__(field_name="region", indexed="region", choices=list(labels.items()), **kwargs)
        self.words = perimeters(of)

    def condition(self, values: list[str]) -> Q:
        return Q(region__in=self._meant(values))

    def clause(self, values: list[str]) -> Clause:
        return OneOf("region", tuple(self._meant(values)))

    def told(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """One choice stands for several words of the column."""
        return self.read(counts.items())

    def _meant(self, values: list[str]) -> list[str]:
        return [word for value in values for word in self.words.get(value, ())]

    def read(self, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
        stored = dict(rows)
        counts = {value: sum(stored.get(word, 0) for word in words) for value, words in self.words.items()}
        return {value: count for value, count in counts.items() if count}


class PlacedFilterSet(ListingFilterSet):
    """Listings that stand somewhere: filtered by distance, perimeter or part of the map, sorted by distance."""

    leaves_all: ClassVar[frozenset[str]] = ListingFilterSet.leaves_all | {"rayon"}

    departement = PerimeterFacet("department", label=_("Département"))
    region = PerimeterFacet("region", label=_("Région"))
    autour = PlaceFilter(label=_("Autour de"), method="filter_around")
    rayon = RadiusFilter(label=_("Rayon"))
    zone = ZoneFilter(label=_("Zone de la carte"), widget=forms.HiddenInput)
    tri = SortFilter(choices=[*SORTS, DISTANCE])

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if not self._is_around:
            sort = self.filters["tri"]
            sort.extra["choices"] = [choice for choice in sort.extra["choices"] if choice[0] != DISTANCE[0]]
        self.form.fields["autour"].written = self._circle

    def _circle(self, place: Place) -> str:
        return f"{place.name}, {self.radius}{NO_BREAK}km"

    @property
    def _is_around(self) -> bool:
        """Whether a town that is known was asked for: the choices of the sort depend on it before anything is read."""
        return meant_place(str(self.data.get("autour") or "")[:100]) is not None

    @property
    def place(self) -> Place | None:
        """The town to look around."""
        found: Place | None = self.cleaned.get("autour")
        return found

    @property
    def marks_rows(self) -> bool:
        """Rows say how far they are from the town."""
        return super().marks_rows or self.place is not None

    @property
    def radius(self) -> int:
        return int(self.cleaned.get("rayon") or RADIUS)

    @property
    def order(self) -> str:
        """Around a town, the nearest first unless another order, or a text, asks for more."""
        if not self.place:
            asked = super().order
            return self.default_sort if asked == DISTANCE[0] else asked
        return DISTANCE[0] if not self.cleaned.get("tri") and not self.text else super().order

    def order_of(self, name: str) -> ListOrder | None:
        if name == DISTANCE[0] and self.place:
            return by_distance(self.place, self.radius)
        return super().order_of(name)

    def first_sort(self) -> str:
        return DISTANCE[0] if self._is_around and not self.data.get("q") else super().first_sort()

    def filter_around(self, qs: Any, name: str, place: Place | None) -> Any:
        if place is None:
            return qs
        near = qs.filter(within(place, self.radius))
        return near.alias(distance=distance_from(place)).filter(distance__lte=self.radius)

    @property
    def almost(self) -> dict[str, Any]:
        """The town that was typed wrong, and those that are spelt almost so: each leads to the list around it."""
        errors = self.form.errors.get("autour")
        found = [error for error in (errors.as_data() if errors else ()) if error.code == "almost"]
        return dict(found[0].params) if found and found[0].params["towns"] else {}

    def away(self, listing: Any) -> float | None:
        """How far a listing is from the town, in kilometres."""
        return kilometres(self.place, listing.latitude, listing.longitude) if self.place else None
