"""Mentors: what they bring, to whom, and how many places they have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from multiselectfield import MultiSelectField

from ecosystem.accounts.models import Consent
from ecosystem.directory.models import (
    Listing,
    ListingQuerySet,
    MeetingFormat,
    Sector,
    Skill,
    SpokenLanguage,
    Stage,
)


class Slot(models.TextChoices):
    """A part of a working day of the week."""

    MON_MORNING = "mon1", _("lundi matin")
    MON_NOON = "mon2", _("lundi midi")
    MON_EVENING = "mon3", _("lundi soir")
    TUE_MORNING = "tue1", _("mardi matin")
    TUE_NOON = "tue2", _("mardi midi")
    TUE_EVENING = "tue3", _("mardi soir")
    WED_MORNING = "wed1", _("mercredi matin")
    WED_NOON = "wed2", _("mercredi midi")
    WED_EVENING = "wed3", _("mercredi soir")
    THU_MORNING = "thu1", _("jeudi matin")
    THU_NOON = "thu2", _("jeudi midi")
    THU_EVENING = "thu3", _("jeudi soir")
    FRI_MORNING = "fri1", _("vendredi matin")
    FRI_NOON = "fri2", _("vendredi midi")
    FRI_EVENING = "fri3", _("vendredi soir")


class MentorQuerySet(ListingQuerySet["Mentor"]):
    def available(self, on: date) -> Self:
        """Published, not paused on that day, and with a place left."""
        awake = Q(paused_until__isnull=True) | Q(paused_until__lt=on)
        return self.proposable().filter(awake, taken_count__lt=F("capacity"))

    def showing_places(self) -> Self:
        """Without those who keep back how many places they have."""
        return self.exclude(hidden_parts__contains=Mentor.Part.PLACES)

    def proposable(self) -> Self:
        """Published, and not of somebody who took back her leave to be proposed."""
        return self.public().exclude(user__in=Consent.objects.withdrawn(Consent.Purpose.MATCHING).values("user"))


class Mentor(Listing):
    """A person who accompanies startups; the places taken never exceed the capacity."""

    class Part(models.TextChoices):
        COMPANY = "company", _("Mon organisation")
        PLACES = "places", _("Mes places libres")
        HOURS = "hours", _("Mes heures et mes créneaux")
        LINK = "link", _("Mon site ou profil public")

    KIND = Listing.Kind.MENTOR

    listing = models.OneToOneField(Listing, models.CASCADE, parent_link=True, primary_key=True, related_name="mentor")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentor",
        verbose_name=_("compte"),
    )
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    company = models.CharField(_("organisation"), max_length=120, blank=True)
    employer_siren = models.CharField(_("SIREN de l’organisation"), max_length=9, blank=True)
    languages = MultiSelectField(_("langues"), choices=SpokenLanguage.choices, max_length=40, blank=True)
    countries = CountryField(_("marchés connus"), multiple=True, blank=True)
    stages = MultiSelectField(_("stades acceptés"), choices=Stage.choices, max_length=60, blank=True)
    formats = MultiSelectField(_("formats acceptés"), choices=MeetingFormat.choices, max_length=30, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), default=2, validators=[MaxValueValidator(20)])
    load_min = models.PositiveSmallIntegerField(
        _("startups au moins"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_("Une tournée propose au moins de quoi atteindre ce nombre, ou elle s’arrête et le dit."),
    )
    taken_count = models.PositiveSmallIntegerField(_("places prises"), default=0, editable=False)
    places_moved_at = models.DateTimeField(
        _("places changées le"), null=True, blank=True, editable=False, db_index=True
    )
    """When what lists count of her, but no page dates, last changed: places, pause, leave to be proposed."""
    hours_per_month = models.PositiveSmallIntegerField(
        _("heures par mois"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    paused_until = models.DateField(_("en pause jusqu’au"), null=True, blank=True)
    refused_sectors = models.ManyToManyField(
        Sector, blank=True, related_name="refused_by_mentors", verbose_name=_("secteurs refusés")
    )
    conflicts = models.ManyToManyField(
        Listing, blank=True, related_name="conflicting_mentors", verbose_name=_("conflits d’intérêts")
    )
    sector_note = models.CharField(_("votre expérience du secteur, en une phrase"), max_length=200, blank=True)
    stage_note = models.CharField(_("ce que vous cherchez chez une startup"), max_length=200, blank=True)
    availability_note = models.CharField(_("vos créneaux"), max_length=200, blank=True)

    slots = MultiSelectField(_("créneaux"), choices=Slot.choices, max_length=120, blank=True)
    hidden_parts = MultiSelectField(
        _("ce que la page publique ne montre pas"), choices=Part.choices, max_length=60, blank=True
    )

    objects: ClassVar = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_count__lte=F("capacity")),
                name="mentor_places_taken_within_capacity",
                violation_error_message=_("Il y a déjà plus de places prises que cette capacité."),
            ),
            models.CheckConstraint(
                condition=Q(load_min__lte=F("capacity")),
                name="mentor_minimum_within_capacity",
                violation_error_message=_("Le minimum ne peut pas dépasser les places."),
            ),
        ]

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken_count

    def shows(self, part: str) -> bool:
        """Whether everybody reads this part of the page: what the mentor keeps back is for whom she meets."""
        return part not in (self.hidden_parts or ())

    @property
    def kept_back(self) -> frozenset[str]:
        return frozenset(name for part, names in PART_FIELDS.items() if not self.shows(part) for name in names)

    @property
    def shown_company(self) -> str:
        return self.company if self.shows(self.Part.COMPANY) else ""

    def is_paused(self, on: date | None = None) -> bool:
        return self.paused_until is not None and self.paused_until >= (on or timezone.localdate())


PART_FIELDS: Mapping[str, tuple[str, ...]] = {
    Mentor.Part.COMPANY: ("company",),
    Mentor.Part.PLACES: ("capacity", "places_left"),
    Mentor.Part.HOURS: ("hours_per_month", "availability_note", "slots"),
    Mentor.Part.LINK: ("website",),
}
"""The fields of each part that a mentor may keep back."""


class MentorSkill(models.Model):
    """A subject that a mentor masters, with the sentence that proves it: it is quoted to explain a proposal."""

    class Level(models.IntegerChoices):
        NOTIONS = 1, _("notions")
        PRACTICE = 2, _("pratique")
        EXPERT = 3, _("expertise")

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="skills", verbose_name=_("mentor"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="mentor_skills", verbose_name=_("sujet"))
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level, default=Level.PRACTICE)
    proof = models.CharField(_("ce que vous avez fait, en une phrase"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sujet d’un mentor")
        verbose_name_plural = _("sujets des mentors")
        ordering = ["-level", "skill__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "skill"], name="mentor_names_a_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="mentor_skill_level_from_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.skill} ({self.get_level_display()})"
