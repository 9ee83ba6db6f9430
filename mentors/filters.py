"""Finding mentors: the filters of the list page and of the API."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import FlagFilter, JoinedFacet, TermFacet
from ecosystem.directory.filters import SORTS, SortFilter
from ecosystem.directory.models import MeetingFormat, Skill, SpokenLanguage, Stage
from ecosystem.directory.nearby import DISTANCE, PlacedFilterSet
from mentors.models import MentorSkill


class MentorFilterSet(PlacedFilterSet):
    """Subject, sector, stage, language, format, place, and whether there is room."""

    kind = "mentor"
    default_sort = "places"

    sujet = TermFacet(Skill, MentorSkill.objects.all, term="skill", listing="mentor", label=_("Savoir-faire"))
    stade = JoinedFacet(field_name="stages", label=_("Stade accepté"), choices=Stage.choices)
    langue = JoinedFacet(field_name="languages", label=_("Langue"), choices=SpokenLanguage.choices)
    format = JoinedFacet(field_name="formats", label=_("Format"), choices=MeetingFormat.choices)
    disponible = FlagFilter(label=_("Place libre"), method="filter_available")
    tri = SortFilter(choices=[("places", _("Places libres d’abord")), *SORTS, DISTANCE])

    def filter_available(self, qs: Any, name: str, value: bool) -> Any:
        return qs.available(timezone.localdate()) if value else qs

    def sorted(self, found: Any) -> Any:
        """Free places first unless another order, or a text, asks for more."""
        if self.order == "places":
            return found.order_by(F("taken_count") - F("capacity"), "sort_name", "pk")
        return super().sorted(found)
