"""Mentors: what they bring and how many places are left."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ecosystem.api.listings import LISTING_FIELDS, ListingSerializer, ListingViewSet
from ecosystem.api.resources import CodesField, TermSerializer
from mentors.filters import MentorFilterSet
from mentors.models import Mentor, MentorQuerySet, MentorSkill
from mentors.views.public import with_skills


class MentorSkillSerializer(serializers.ModelSerializer[MentorSkill]):
    """A subject that a mentor brings: level 1 knows of it, 2 practises it, 3 is an expert."""

    skill = TermSerializer()

    class Meta:
        model = MentorSkill
        fields = ("skill", "level", "proof")


class MentorSerializer(ListingSerializer[Mentor]):
    """A mentor as visitors see them: no conflicts, no dates of a pause."""

    languages = CodesField()
    countries = CodesField()
    stages = CodesField()
    formats = CodesField()
    skills = MentorSkillSerializer(many=True)
    capacity = serializers.IntegerField(allow_null=True)
    places_left = serializers.IntegerField(allow_null=True)
    is_paused = serializers.SerializerMethodField()

    class Meta:
        model = Mentor
        fields = (
            *LISTING_FIELDS,
            "job_title",
            "company",
            "languages",
            "countries",
            "stages",
            "formats",
            "capacity",
            "places_left",
            "is_paused",
            "hours_per_month",
            "skills",
        )

    def to_representation(self, instance: Mentor) -> dict[str, Any]:
        """What the mentor keeps back is empty here as on her page."""
        shown: dict[str, Any] = super().to_representation(instance)
        kept = instance.kept_back & shown.keys()
        return shown | {name: "" if name in {"company", "website"} else None for name in kept}

    def get_is_paused(self, mentor: Mentor) -> bool:
        return mentor.is_paused()


class MentorViewSet(ListingViewSet[Mentor]):
    """Mentors."""

    title = _("Mentors")
    about = _("Les mentors publiés, leurs sujets et leurs places libres.")
    serializer_class = MentorSerializer
    filterset_class = MentorFilterSet
    queryset: Any = Mentor.objects.none()

    def get_queryset(self) -> MentorQuerySet:
        return with_skills(Mentor.objects.listed().prefetch_related("sectors"))
