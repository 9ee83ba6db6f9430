"""Saved searches that write: an address asks to be told what is new in a list of the directory."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = {"daily": 1, "weekly": 7, "fortnightly": 14}


class AlertQuerySet(models.QuerySet["Alert"]):
    def active(self) -> Self:
        return self.filter(state=Alert.State.ACTIVE)

    def due(self, today: date) -> Self:
        """Those that have their day to look at the list, or had it."""
        return self.active().filter(next_on__lte=today)

    def of(self, address: str) -> Self:
        """The alerts of an address, whatever its case, the latest first."""
        return self.filter(address__iexact=address.strip()).order_by("-created_at", "-pk")


class Alert(models.Model):
    """One search of one address; it writes nothing before its owner has confirmed it from her mailbox."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Chaque jour")
        WEEKLY = "weekly", _("Chaque semaine")
        FORTNIGHTLY = "fortnightly", _("Toutes les deux semaines")

    class State(models.TextChoices):
        PENDING = "pending", _("À confirmer")
        ACTIVE = "active", _("Active")
        STOPPED = "stopped", _("Arrêtée")

    watched = models.CharField(_("liste"), max_length=20)
    query = models.CharField(_("recherche"), max_length=1000, blank=True)
    address = models.EmailField(_("e-mail"))
    language = models.CharField(_("langue"), max_length=5, default="fr")
    rhythm = models.CharField(_("rythme"), max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING)
    is_broad = models.BooleanField(_("trop large pour retenir ce qu’elle trouvait"), default=False)
    created_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    renewed_at = models.DateTimeField(_("voulue de nouveau le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("question posée le"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)
    next_on = models.DateField(_("prochain passage"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "next_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "watched", "query"], name="alert_once_a_search_and_address"),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(confirmed_at__isnull=False, renewed_at__isnull=False, next_on__isnull=False),
                name="alert_active_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watched}?{self.query}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    def next_after(self, day: date) -> date:
        """The day of its next look at the list."""
        return day + timedelta(days=DAYS[self.rhythm])


class AlertedItem(models.Model):
    """An entry that an alert does not tell: it told it already, or the search found it when the alert began."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="items", verbose_name=_("alerte"))
    item = models.PositiveBigIntegerField(_("numéro de la fiche"))
    told_at = models.DateTimeField(_("annoncée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fiche connue d’une alerte")
        verbose_name_plural = _("fiches connues des alertes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["alert", "item"], name="alerted_item_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.item}"
