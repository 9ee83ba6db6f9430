"""What a round is computed from, kept so that it can be computed again, and its candidates while workers share them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.round import HEARTBEAT_TIMEOUT, Round


class RoundInputs(models.Model):
    """The inputs of one computation, read at one moment: every attempt, every worker and every replay reads these."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="inputs", verbose_name=_("tournée"))
    data = models.BinaryField(_("données"))
    digest = models.CharField(_("empreinte"), max_length=64)
    engine_version = models.PositiveSmallIntegerField(_("version du moteur"))
    kept_at = models.DateTimeField(_("conservées le"), default=timezone.now, editable=False)
    replayed_at = models.DateTimeField(_("rejouées le"), null=True, blank=True)
    replay_identical = models.BooleanField(_("identiques"), null=True, blank=True)
    replay_differences = models.JSONField(_("différences"), default=list, blank=True)

    class Meta:
        verbose_name = _("données d’une tournée")
        verbose_name_plural = _("données des tournées")

    def __str__(self) -> str:
        return f"{self.round} : {self.digest[:16]}"


class RoundChunkQuerySet(models.QuerySet["RoundChunk"]):
    """Conditional updates name columns of the chunk alone: a join would be read before the row is locked."""

    def of_computing_rounds(self) -> Self:
        return self.filter(round__state=Round.State.COMPUTING)

    def waiting(self) -> Self:
        """Still to be found."""
        return self.filter(done_at__isnull=True)

    def unsent(self) -> Self:
        """Waiting, and not handed to the workers yet, or to be handed out again."""
        return self.waiting().filter(sent_at__isnull=True)

    def silent(self) -> Self:
        """Taken by a worker that has given no sign of life for longer than one ever stays silent."""
        return self.waiting().exclude(lease="").filter(heartbeat_at__lt=timezone.now() - HEARTBEAT_TIMEOUT)

    def free_for(self, lease: str) -> Self:
        """Waiting, and held by nobody else who is alive."""
        old = Q(heartbeat_at__lt=timezone.now() - HEARTBEAT_TIMEOUT)
        return self.waiting().filter(Q(lease="") | Q(lease=lease) | old)


class RoundChunk(models.Model):
    """The candidates of needs start..stop-1 of a large round: this table, not the broker, says what is left to do."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="chunks", verbose_name=_("tournée"))
    start = models.PositiveIntegerField(_("du besoin"))
    stop = models.PositiveIntegerField(_("jusqu’au besoin"))
    lease = models.CharField(max_length=36, blank=True, editable=False)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=0)
    sent_at = models.DateTimeField(_("confié le"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), null=True, blank=True)
    data: Any = models.BinaryField(_("candidats"), null=True, blank=True)
    done_at = models.DateTimeField(_("terminé le"), null=True, blank=True)

    objects = RoundChunkQuerySet.as_manager()

    class Meta:
        verbose_name = _("part d’une tournée")
        verbose_name_plural = _("parts des tournées")
        ordering = ["round_id", "start"]
        constraints = [
            models.UniqueConstraint(fields=["round", "start"], name="round_chunk_once"),
            models.CheckConstraint(condition=Q(stop__gt=F("start")), name="round_chunk_is_not_empty"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, data__isnull=True) | Q(done_at__isnull=False, data__isnull=False),
                name="round_chunk_done_has_candidates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} : {self.start}-{self.stop}"
