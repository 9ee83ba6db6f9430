"""What the association's team answered to a need: kept, or returned with one typed reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from startups.models.need import Need


class NeedReview(models.Model):
    """One reading of a need by the team, dated and signed; a returned one is told to the startup by its own mail."""

    class Verdict(models.TextChoices):
        KEPT = "kept", _("gardé")
        TOO_VAGUE = "too_vague", _("trop vague")
        OUT_OF_SCOPE = "out_of_scope", _("hors de notre champ")
        WRONG_REGION = "wrong_region", _("hors de notre territoire")
        DUPLICATE = "duplicate", _("en double")
        NOT_YET = "not_yet", _("trop tôt")

    need = models.ForeignKey(Need, models.CASCADE, related_name="reviews", verbose_name=_("besoin"))
    verdict = models.CharField(_("réponse"), max_length=20, choices=Verdict)
    words = models.TextField(_("mot de l’équipe"), max_length=1000, blank=True)
    elsewhere = models.CharField(_("autre voie"), max_length=200, blank=True)
    elsewhere_url = models.URLField(_("adresse de cette voie"), blank=True)
    twin = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("l’autre besoin")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par"))

    class Meta:
        verbose_name = _("réponse de l’équipe à un besoin")
        verbose_name_plural = _("réponses de l’équipe aux besoins")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.need} : {self.get_verdict_display()}"

    @property
    def is_return(self) -> bool:
        """Whether the need went back to its startup."""
        return self.verdict != self.Verdict.KEPT
