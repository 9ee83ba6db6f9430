"""A departure: which proposals of a round leave together, after a while in which it can still be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.round import Round


class SendingQuerySet(models.QuerySet["Sending"]):
    def open(self) -> Self:
        """Confirmed, and neither gone nor undone."""
        return self.filter(left_at__isnull=True, cancelled_at__isnull=True)

    def due(self) -> Self:
        """Open, and their hour has come."""
        return self.open().filter(leaves_at__lte=timezone.now())

    def left(self) -> Self:
        """Gone, and not taken back since."""
        return self.filter(left_at__isnull=False, cancelled_at__isnull=True)


def _person(name: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=name
    )


class Sending(models.Model):
    """Confirmed by a person; its proposals leave at `leaves_at` unless it is undone; `cancelled_at` after `left_at`
    is a sending that was taken back before anyone answered."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sendings", verbose_name=_("tournée"))
    by = _person(_("confirmé par"))
    confirmed_at = models.DateTimeField(_("confirmé le"), default=timezone.now, editable=False)
    leaves_at = models.DateTimeField(_("part le"))
    left_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    announced_at = models.DateTimeField(_("courriels écrits le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancelled_by = _person(_("annulé par"))
    failure = models.CharField(_("pourquoi il n’est pas parti"), max_length=500, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(left_at__isnull=True, cancelled_at__isnull=True),
                name="sending_one_open_in_a_round",
            ),
            models.CheckConstraint(condition=Q(leaves_at__gte=F("confirmed_at")), name="sending_leaves_after"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.leaves_at:%d/%m %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.left_at is None and self.cancelled_at is None

    @property
    def was_taken_back(self) -> bool:
        return self.left_at is not None and self.cancelled_at is not None

    @property
    def window(self) -> timedelta:
        """How long it can be undone, from the confirmation."""
        return self.leaves_at - self.confirmed_at

    def seconds_left(self, now: datetime | None = None) -> int:
        """Until it leaves; 0 when its hour has come."""
        return max(0, round((self.leaves_at - (now or timezone.now())).total_seconds()))
