"""The vocabulary: what listings are described with, and what the filters take."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers

from ecosystem.api.resources import Resource
from ecosystem.directory.models import Sector, Skill


class TreeSerializer(serializers.Serializer[Any]):
    """A word and the one that gathers it, named in the language of the request."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    parent = serializers.SlugField(source="parent.slug", default=None, allow_null=True)  # type: ignore[assignment]


class SectorViewSet(mixins.ListModelMixin, Resource[Sector]):
    """Sectors, on two levels."""

    title = _("Secteurs")
    about = _("Le vocabulaire des secteurs, sur deux niveaux.")
    serializer_class: Any = TreeSerializer
    queryset = Sector.objects.none()

    def get_queryset(self) -> QuerySet[Sector]:
        return Sector.objects.select_related("parent").order_by("position", "slug")


class SkillViewSet(mixins.ListModelMixin, Resource[Skill]):
    """Subjects that needs ask for and that mentors bring, on two levels."""

    title = _("Savoir-faire")
    about = _("Les sujets que les besoins demandent et que les mentors apportent.")
    serializer_class: Any = TreeSerializer
    queryset = Skill.objects.none()

    def get_queryset(self) -> QuerySet[Skill]:
        return Skill.objects.select_related("parent").order_by("position", "slug")
