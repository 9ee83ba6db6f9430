"""What the team writes for itself about a listing: never public, never in the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import fold
from ecosystem.directory.models.listing import Listing


class Note(models.Model):
    """A few words that only the team reads."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="notes", verbose_name=_("fiche"))
    text = models.TextField(_("note"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("note de l’équipe")
        verbose_name_plural = _("notes de l’équipe")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Tag(models.Model):
    """A word by which the team gathers listings; the names of two tags differ by more than capitals and accents."""

    name = models.CharField(_("étiquette"), max_length=40)
    key = models.CharField(max_length=80, unique=True, editable=False)
    listings = models.ManyToManyField(Listing, blank=True, related_name="tags", verbose_name=_("fiches"))

    class Meta:
        verbose_name = _("étiquette de l’équipe")
        verbose_name_plural = _("étiquettes de l’équipe")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold(self.name)
        super().save(*args, **kwargs)


class Assignment(models.Model):
    """Who of the team follows a listing: one person at most."""

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="assignment", verbose_name=_("fiche"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("suivie par")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("suivi d’une fiche")
        verbose_name_plural = _("suivis des fiches")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.person}"
