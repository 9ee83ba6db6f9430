"""How many people or files a mentor or a funder takes, as it changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


class CapacityChange(models.Model):
    """A mentor changed her places, or a funder its files a month: dated, for the team's check of fairness alone."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="capacity_changes", verbose_name=_("fiche"))
    before = models.PositiveSmallIntegerField(_("avant"))
    after = models.PositiveSmallIntegerField(_("après"))
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("changement de capacité")
        verbose_name_plural = _("changements de capacité")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"
