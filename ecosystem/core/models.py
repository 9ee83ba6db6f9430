"""The outbox: a mail is a row written in the same transaction as the event that it tells (docs/adr/0002)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailQuerySet(models.QuerySet["Mail"]):
    def queued(self) -> Self:
        return self.filter(state=Mail.State.QUEUED)


class Mail(models.Model):
    """One mail to one person about one event: the key makes it impossible to write it twice."""

    class State(models.TextChoices):
        QUEUED = "queued", _("en attente")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("parti")
        FAILED = "failed", _("échoué")

    key = models.CharField(_("clé de l’événement"), max_length=200, unique=True)
    to = models.EmailField(_("destinataire"))
    language = models.CharField(_("langue"), max_length=5, default="fr")
    template = models.CharField(_("modèle"), max_length=100)
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"))
    html = models.TextField("HTML", blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.QUEUED)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=0)
    failure = models.CharField(_("erreur"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=False) | ~models.Q(state="sent"), name="mail_sent_has_a_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
