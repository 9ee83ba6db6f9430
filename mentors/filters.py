"""Finding mentors: the filters of the list page and of the API."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import FlagFilter, JoinedFacet, TermFacet
from ecosystem.directory.filters import SORTS, SortFilter
from ecosystem.directory.models import MeetingFormat, Skill, SpokenLanguage, Stage
from ecosystem.directory.nearby import DISTANCE, PlacedFilterSet
from ecosystem.directory.ordering import ListOrder
from ecosystem.directory.sources import Amount
from ecosystem.search.index.clauses import Between, Clause, Every, Flag
from mentors.models import MentorSkill
from mentors.ordering import BY_PLACES


def available() -> Clause:
    """`MentorQuerySet.available()` today, as the search index knows it."""
    awake = Between("paused_until", high=timezone.localdate().toordinal() - 1)
    return Every((Flag("proposable"), Between("places_left", low=1), awake))


def free_places() -> Amount:
    """The places that mentors show, of those who have one today."""
    return Amount(
        "places_shown",
        among=available(),
        rows=lambda mentors: mentors.available(timezone.localdate()).showing_places(),
        value=F("capacity") - F("taken_count"),
    )


class MentorFilterSet(PlacedFilterSet):
    """Subject, sector, stage, language, format, place, and whether there is room."""

    kind = "mentor"
    default_sort = "places"
    orders: ClassVar[Mapping[str, ListOrder]] = {**PlacedFilterSet.orders, "places": BY_PLACES}
    """Free places come first unless another order, or a text, asks for more."""

    sujet = TermFacet(
        Skill, MentorSkill.objects.all, term="skill", listing="mentor", indexed="skill", label=_("Savoir-faire")
    )
    stade = JoinedFacet(field_name="stages", indexed="stage", label=_("Stade accepté"), choices=Stage.choices)
    langue = JoinedFacet(field_name="languages", indexed="language", label=_("Langue"), choices=SpokenLanguage.choices)
    format = JoinedFacet(field_name="formats", indexed="format", label=_("Format"), choices=MeetingFormat.choices)
    disponible = FlagFilter(label=_("Place libre"), method="filter_available", asks=lambda _on: available())
    tri = SortFilter(choices=[("places", _("Places libres d’abord")), *SORTS, DISTANCE])

    def filter_available(self, qs: Any, name: str, value: bool) -> Any:
        return qs.available(timezone.localdate()) if value else qs

    @property
    def amounts(self) -> Mapping[str, Amount]:
        return {"places": free_places()}

    @cached_property
    def free_places(self) -> int:
        """How many places are free among those found; those that a mentor keeps back are not told."""
        return self.sum_of("places")
