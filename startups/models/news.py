"""What a startup tells of itself as it goes: dated, signed, and public with its listing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from startups.models.startup import Startup


class News(models.Model):
    """One fact of a startup's life, told by its team: a raise, a hiring, a customer, or the end."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Client gagné")
        PRODUCT = "product", _("Produit")
        RAISE = "raise", _("Levée de fonds")
        HIRE = "hire", _("Recrutement")
        AWARD = "award", _("Prix ou label")
        OTHER = "other", _("Autre nouvelle")
        CLOSED = "closed", _("Fin d’activité")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="news", verbose_name=_("startup"))
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    title = models.CharField(_("en une phrase"), max_length=140)
    body = models.TextField(_("détails"), max_length=1500, blank=True)
    on = models.DateField(_("le"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("écrite le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("nouvelle")
        verbose_name_plural = _("nouvelles")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["startup", "-on"])]

    def __str__(self) -> str:
        return self.title
