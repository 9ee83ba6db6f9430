"""What anybody tells the team of a listing: a correction field by field, or that something is wrong."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.models.listing import Listing


class Told(models.Model):
    """Somebody's word about a listing, with or without an account, and what became of it."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="%(class)ss", verbose_name=_("fiche"))
    at = models.DateTimeField(_("reçue le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    email = models.EmailField(_("votre e-mail"), blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=User.Language, default="fr")
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidée par"),
    )
    answer = models.CharField(_("réponse"), max_length=1000, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def pending(self) -> Self:
        """Not decided yet, the longest wait first."""
        return self.filter(state=Suggestion.State.PENDING).order_by("at", "pk")


class Suggestion(Told):
    """A correction that somebody else than the owner proposes; the team accepts it field by field.

    `values` holds what is proposed, `base` what the page said then.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("À relire")
        ACCEPTED = "accepted", _("Acceptée")
        PARTLY = "partly", _("Acceptée en partie")
        REFUSED = "refused", _("Refusée")

    values = models.JSONField(_("valeurs"))
    base = models.JSONField(_("valeurs en ligne"))
    message = models.CharField(_("d’où vient l’information"), max_length=1000, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING, db_index=True)
    accepted_fields = models.JSONField(_("champs acceptés"), default=list, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta(Told.Meta):
        verbose_name = _("correction suggérée")
        verbose_name_plural = _("corrections suggérées")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_at__isnull=False), name="suggestion_decided_has_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.get_state_display()}"


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Not answered yet, the longest wait first."""
        return self.filter(outcome="").order_by("at", "pk")


class Report(Told):
    """Somebody says that a listing is wrong, closed, copied or abusive; open until the team says what it did."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("Les informations sont fausses")
        CLOSED = "closed", _("L’entreprise ou l’activité a cessé")
        DUPLICATE = "duplicate", _("La fiche est en double")
        IDENTITY = "identity", _("Quelqu’un se fait passer pour un autre")
        ABUSE = "abuse", _("Le contenu est illicite ou déplacé")
        OTHER = "other", _("Autre chose")

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("Fiche corrigée")
        HIDDEN = "hidden", _("Fiche masquée")
        KEPT = "kept", _("Fiche laissée telle quelle")

    reason = models.CharField(_("motif"), max_length=12, choices=Reason)
    text = models.TextField(_("ce qui ne va pas"), max_length=2000)
    outcome = models.CharField(_("suite donnée"), max_length=12, choices=Outcome, blank=True, db_index=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Told.Meta):
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_at__isnull=False), name="report_closed_has_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.get_reason_display()}"
