"""Keys by which programs read the API in a person's name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken
from multiselectfield import MultiSelectField

from ecosystem.accounts.models.people import User

USED_EVERY = timedelta(minutes=1)
"""A busy key does not write its last use at each request."""


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: datetime | None = None) -> Self:
        """Neither revoked nor run out."""
        return self.filter(Q(expiry=None) | Q(expiry__gt=now or timezone.now()), revoked_at=None)

    def over(self, before: datetime) -> Self:
        """Those that opened nothing any more before that moment."""
        return self.filter(Q(expiry__lt=before) | Q(revoked_at__lt=before))


class ApiToken(AbstractAuthToken):  # type: ignore[misc]  # knox has no types
    """A key of one integration: only its digest is kept, what it opens is chosen, and it can be revoked at any time."""

    class Scope(models.TextChoices):
        DIRECTORY = "read:directory", _("lire l’annuaire, à un rythme plus élevé")
        OWN = "read:own", _("lire mes fiches et mes besoins, brouillons compris")

    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("personne"))
    name = models.CharField(_("nom"), max_length=80)
    scopes = MultiSelectField(_("droits"), choices=Scope.choices, max_length=60)
    last_used_at = models.DateTimeField(_("dernier usage"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("révoquée le"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("clé de l’API")
        verbose_name_plural = _("clés de l’API")
        ordering: ClassVar = ["-created", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def opens(self, scope: str) -> bool:
        """Whether the key was made for this."""
        return scope in (self.scopes or ())

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and (self.expiry is None or self.expiry > timezone.now())

    def mark_used(self) -> None:
        """Note that the key has just served, once a minute at most."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - USED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)
