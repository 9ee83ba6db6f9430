"""The proof of a computed round, kept as the file that anybody may verify."""

from __future__ import annotations

import gzip
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.round import Round


class RoundCertificate(models.Model):
    """The sealed document of a round, written with its proposals, and what its verifications found.

    The document names nobody: it holds ids, and names are added to the copy that is handed out.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="certificate", verbose_name=_("tournée"))
    document = models.BinaryField(_("document"))
    content_hash = models.CharField(_("empreinte du certificat"), max_length=64)
    size = models.PositiveIntegerField(_("taille, en octets"))
    findings = models.JSONField(_("vérifications"), default=list, blank=True)
    checked_at = models.DateTimeField(_("vérifié le"), default=timezone.now)
    replay_asked_at = models.DateTimeField(_("rejeu demandé le"), null=True, blank=True)
    replayed_at = models.DateTimeField(_("rejoué le"), null=True, blank=True)
    replay_identical = models.BooleanField(_("rejeu identique"), null=True, blank=True)
    replay_differences = models.JSONField(_("différences du rejeu"), default=list, blank=True)

    class Meta:
        verbose_name = _("certificat d’une tournée")
        verbose_name_plural = _("certificats des tournées")
        constraints = [
            models.CheckConstraint(
                condition=Q(replayed_at__isnull=True) | Q(replay_identical__isnull=False),
                name="certificate_replayed_has_a_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} : {self.content_hash[:12]}"

    @property
    def file(self) -> bytes:
        """The document as plain JSON, byte for byte as it was sealed."""
        return gzip.decompress(bytes(self.document))

    @property
    def is_replaying(self) -> bool:
        """Asked, and not done since."""
        asked, done = self.replay_asked_at, self.replayed_at
        return asked is not None and (done is None or done < asked)

    def found(self, check: str) -> dict[str, Any] | None:
        """What one verification found, by its name."""
        return next((one for one in self.findings if one.get("check") == check), None)
