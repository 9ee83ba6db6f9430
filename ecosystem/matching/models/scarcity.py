"""What one more person or place would change in a round: computed by a worker when asked, and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT, Round

MOST_ATTEMPTS = 3


class ScarcityReportQuerySet(models.QuerySet["ScarcityReport"]):
    def running(self) -> Self:
        """Asked for, and neither done nor given up."""
        return self.filter(computed_at__isnull=True, failure="")

    def silent(self) -> Self:
        """Running, but no sign of life for longer than a worker ever stays silent."""
        return self.running().filter(heartbeat_at__lt=timezone.now() - HEARTBEAT_TIMEOUT)


class ScarcityReport(models.Model):
    """The recruitment list of one round, as numbers and keys: names are read when it is shown.

    content: see `scarcity_words`; needs and people by primary key, topics, sectors and countries by their stable keys.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="scarcity", verbose_name=_("tournée"))
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now, editable=False)
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), default=timezone.now, editable=False)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=0)
    done_count = models.PositiveIntegerField(_("lignes calculées"), default=0)
    total_count = models.PositiveIntegerField(_("lignes à calculer"), default=0)
    computed_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    failure = models.CharField(_("échec"), max_length=500, blank=True)
    content = models.JSONField(_("contenu"), default=dict, blank=True)

    objects = ScarcityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("prix de la rareté")
        verbose_name_plural = _("prix de la rareté")
        constraints = [
            models.CheckConstraint(
                condition=Q(computed_at__isnull=True) | Q(failure=""), name="scarcity_done_or_failed_not_both"
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def is_running(self) -> bool:
        """Asked for, and not over."""
        return self.computed_at is None and not self.failure

    def is_lost(self, after: timedelta = 4 * HEARTBEAT_TIMEOUT) -> bool:
        """Running, but for so long without a sign that it may be asked for again."""
        return self.is_running and timezone.now() - self.heartbeat_at > after
