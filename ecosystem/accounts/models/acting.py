"""Who of the team opened somebody's space, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models.people import User


class ActingAsQuerySet(models.QuerySet["ActingAs"]):
    def open(self, now: datetime | None = None) -> Self:
        """Neither left nor run out."""
        return self.filter(ended_at__isnull=True, ends_at__gt=now or timezone.now())


class ActingAs(models.Model):
    """A curator read the site as somebody sees it, for a while and for a reason; she never wrote in her place."""

    user = models.ForeignKey(User, models.CASCADE, related_name="visits", verbose_name=_("personne"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("par"))
    reason = models.CharField(_("motif"), max_length=300)
    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)
    ends_at = models.DateTimeField(_("jusqu’à"))
    ended_at = models.DateTimeField(_("quittée à"), null=True, blank=True)
    refused_count = models.PositiveIntegerField(_("écritures refusées"), default=0)

    objects = ActingAsQuerySet.as_manager()

    class Meta:
        verbose_name = _("ouverture d’un espace")
        verbose_name_plural = _("ouvertures d’espaces")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("at")), name="acting_as_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(reason=""), name="acting_as_has_a_reason"),
            models.CheckConstraint(condition=Q(by=None) | ~Q(by=F("user")), name="acting_as_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.at:%d/%m/%Y %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()

    @property
    def minutes_left(self) -> int:
        """Whole minutes, the one that has begun included."""
        seconds = (self.ends_at - timezone.now()).total_seconds()
        return max(0, -int(-seconds // 60))
