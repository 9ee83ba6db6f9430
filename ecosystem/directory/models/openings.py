"""Who opened what is not public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


class Opening(models.Model):
    """One reading of confidential parts of a listing, for its owner to see; rows are only ever added."""

    class What(models.TextChoices):
        CONTACT = "contact", _("Courriel et téléphone")
        RAISE = "raise", _("Dossier de levée")
        DECK = "deck", _("Présentation (deck)")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="openings", verbose_name=_("fiche"))
    what = models.CharField(_("document"), max_length=10, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    reason = models.CharField(_("motif"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ouverture")
        verbose_name_plural = _("ouvertures")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.listing_id}"
