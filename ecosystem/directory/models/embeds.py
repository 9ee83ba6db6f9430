"""Lists of the directory that partners show inside their own pages."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.models.listing import Listing


def new_token() -> str:
    return secrets.token_urlsafe(12)


class EmbedQuerySet(models.QuerySet["Embed"]):
    def on(self) -> Self:
        """Those that partners may show now."""
        return self.filter(is_on=True)


class Embed(models.Model):
    """A list for one partner: which kind, filtered how, in which light, and the only sites whose pages may frame it."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("celui du lecteur")
        LIGHT = "light", _("clair")
        DARK = "dark", _("sombre")

    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    partner = models.CharField(_("partenaire"), max_length=120)
    kind = models.CharField(_("fiches montrées"), max_length=10, choices=Listing.Kind)
    query = models.CharField(_("filtres"), max_length=500, blank=True)
    ancestors = models.JSONField(_("sites autorisés"), default=list)
    theme = models.CharField(_("lumière"), max_length=5, choices=Theme, default=Theme.AUTO)
    language = models.CharField(_("langue"), max_length=2, choices=User.Language, default=User.Language.FR)
    is_on = models.BooleanField(_("en service"), default=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("créée par")
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)

    objects = EmbedQuerySet.as_manager()

    class Meta:
        verbose_name = _("intégration")
        verbose_name_plural = _("intégrations")
        ordering = ["partner", "pk"]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_kind_display()}"
