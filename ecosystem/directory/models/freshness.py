"""When the owner of a listing was asked whether it still holds, and what became of the question."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing, ListingMove


class FreshnessAskQuerySet(models.QuerySet["FreshnessAsk"]):
    def open(self) -> Self:
        """Not answered, and the listing is still on line as it was when they began."""
        waiting = self.filter(answered_at__isnull=True, listing__state=Listing.State.PUBLISHED)
        return waiting.exclude(listing__verified_at__gt=models.F("first_at"))


class FreshnessAsk(models.Model):
    """One question about one listing, put a few times until somebody confirms it, or it is hidden."""

    class Answer(models.TextChoices):
        VERIFIED = "verified", _("vérifiée")
        HIDDEN = "hidden", _("masquée sans réponse")
        MOOT = "moot", _("sans objet")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="asks", verbose_name=_("fiche"))
    since = models.DateTimeField(_("vérifiée le"))
    count = models.PositiveSmallIntegerField(_("relances"), default=0)
    first_at = models.DateTimeField(_("première relance"), default=timezone.now)
    last_at = models.DateTimeField(_("dernière relance"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    answered_after = models.PositiveSmallIntegerField(_("après la relance"), null=True, blank=True)
    hiding = models.OneToOneField(
        ListingMove, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("masquée par")
    )

    objects = FreshnessAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de confirmation")
        verbose_name_plural = _("demandes de confirmation")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(answered_at__isnull=True), name="freshness_one_open_a_listing"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="freshness_answered_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} ({self.count})"

    def close(self, answer: str, at: datetime) -> None:
        self.answer, self.answered_at, self.answered_after = answer, at, self.count
