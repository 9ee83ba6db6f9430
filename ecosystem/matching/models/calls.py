"""What the team heard by telephone about a proposal that waits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.proposal import Proposal


class CallNote(models.Model):
    """A call about a proposal: for the team only; it moves no deadline."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="calls", verbose_name=_("proposition"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    said = models.CharField(_("ce qui s’est dit"), max_length=500)

    class Meta:
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.said
