"""People who sign in, and the signature that every change of state carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

CURATORS = "curators"


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractUser):  # type: ignore[django-manager-missing]  # its keys' base class, knox's, has no types
    """A person known by one e-mail address, whatever its case; what she may do follows from what she belongs to."""

    class Language(models.TextChoices):
        FR = "fr", _("français")
        EN = "en", _("anglais")

    class Door(models.TextChoices):
        FOUNDER = "founder", _("Je fonde")
        MENTOR = "mentor", _("J’accompagne")
        FUNDER = "funder", _("Je finance")

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(
        _("adresse e-mail"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Un compte existe déjà avec cette adresse.")},
    )
    full_name = models.CharField(_("nom complet"), max_length=120, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FR)
    door = models.CharField(_("porte d’entrée"), max_length=10, choices=Door, blank=True)
    timezone = models.CharField(_("fuseau horaire"), max_length=50, default="Europe/Paris")
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_its_case",
                violation_error_message=_("Un compte existe déjà avec cette adresse."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """Sessions end when the password or the epoch changes."""
        return self._tied_to_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same, under the site's former secret keys."""
        yield from (self._tied_to_epoch(digest) for digest in super().get_session_auth_fallback_hash())

    def _tied_to_epoch(self, digest: str) -> str:
        return f"{digest}.{self.session_epoch}" if self.session_epoch else digest

    def get_full_name(self) -> str:
        return self.full_name or self.email

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email

    @cached_property
    def is_curator(self) -> bool:
        """Curators are the active members of the group, and administrators."""
        return self.is_active and (self.is_superuser or self.groups.filter(name=CURATORS).exists())


class Move(models.Model):
    """One change of state, dated and signed; rows are only ever added."""

    from_state = models.CharField(_("de"), max_length=30)
    to_state = models.CharField(_("à"), max_length=30)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, verbose_name=_("par"), related_name="+")
    reason = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
