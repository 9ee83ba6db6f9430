"""What a person agreed to, and took back."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models.people import User


class ConsentQuerySet(models.QuerySet["Consent"]):
    def latest_words(self) -> Self:
        """Of each person and purpose, the word that counts now."""
        same = Consent.objects.filter(user=OuterRef("user"), purpose=OuterRef("purpose"))
        later = same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
        return self.filter(~Exists(later))

    def withdrawn(self, purpose: str) -> Self:
        """Those who said no to a purpose, and have not said yes since; who was never asked has not refused."""
        return self.latest_words().filter(purpose=purpose, given=False, user__isnull=False)

    def granted(self, purpose: str) -> Self:
        """Those whose last word on a purpose is yes: what is asked in so many words needs one."""
        return self.latest_words().filter(purpose=purpose, given=True, user__isnull=False)


class Consent(models.Model):
    """One yes or one no to one purpose, dated, with the words that were read; rows are only ever added."""

    class Purpose(models.TextChoices):
        PUBLISH = "publish", _("publier sa fiche")
        MATCHING = "matching", _("recevoir des propositions")
        RAISE = "raise", _("montrer son dossier de levée")
        CITED = "cited", _("être cité")
        NEWSLETTER = "newsletter", _("lettre mensuelle")

    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="consents", verbose_name=_("personne")
    )
    purpose = models.CharField(_("usage"), max_length=12, choices=Purpose)
    given = models.BooleanField(_("accordé"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    wording = models.CharField(_("version du texte"), max_length=20)
    proof = models.JSONField(_("preuve"), default=dict, blank=True)

    objects: ClassVar = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["purpose", "user", "at"])]

    def __str__(self) -> str:
        return f"{self.purpose}: {'+' if self.given else '-'}"
