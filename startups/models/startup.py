"""The startup and the people of its team."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from multiselectfield import MultiSelectField

from ecosystem.accounts.models import Consent, User
from ecosystem.core.files import private_storage
from ecosystem.directory.models import Listing, ListingQuerySet, SpokenLanguage, Stage


class StartupQuerySet(ListingQuerySet["Startup"]):
    def of(self, user: User) -> Self:
        """The startups whose team the person belongs to."""
        return self.filter(members__user=user)

    def administered_by(self, user: User) -> Self:
        """The startups whose listing the person writes."""
        return self.filter(members__user=user, members__role=Member.Role.ADMIN)

    def out_of_matching(self) -> Self:
        """Those whose admins all took back their leave to be proposed: one who agrees is enough."""
        refusing = Consent.objects.withdrawn(Consent.Purpose.MATCHING).values("user")
        admins = Member.objects.filter(startup=OuterRef("pk"), role=Member.Role.ADMIN, user__isnull=False)
        return self.filter(Exists(admins.filter(user__in=refusing)), ~Exists(admins.exclude(user__in=refusing)))

    def citable(self) -> Self:
        """Public ones of which an admin agreed to be cited by those who help, and no other one refused."""
        admins = Member.objects.filter(startup=OuterRef("pk"), role=Member.Role.ADMIN, user__is_active=True)
        agreed = Consent.objects.granted(Consent.Purpose.CITED).values("user")
        refused = Consent.objects.withdrawn(Consent.Purpose.CITED).values("user")
        return self.listed().filter(Exists(admins.filter(user__in=agreed)), ~Exists(admins.filter(user__in=refused)))


class Startup(Listing):
    """A company, or a project without a SIREN yet; its team always has at least one admin."""

    KIND = Listing.Kind.STARTUP

    listing = models.OneToOneField(Listing, models.CASCADE, parent_link=True, primary_key=True, related_name="startup")
    stage = models.CharField(_("stade"), max_length=10, choices=Stage, blank=True)
    founded_on = models.DateField(_("créée le"), null=True, blank=True)
    headcount = models.PositiveIntegerField(
        _("effectif"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    raised_eur = models.PositiveBigIntegerField(_("déjà levé, en euros"), null=True, blank=True)
    women_led = models.BooleanField(_("dirigée par une femme"), null=True, blank=True)
    first_time_founders = models.BooleanField(_("première création"), null=True, blank=True)
    languages = MultiSelectField(_("langues de travail"), choices=SpokenLanguage.choices, max_length=40, blank=True)
    countries = CountryField(_("marchés actuels"), multiple=True, blank=True)
    unregistered = models.BooleanField(_("pas encore immatriculée"), default=False)
    address = models.CharField(_("adresse du siège"), max_length=200, blank=True)
    naf = models.CharField(_("code NAF"), max_length=6, blank=True)
    raise_eur = models.PositiveBigIntegerField(_("montant recherché, en euros"), null=True, blank=True)
    raise_use = models.TextField(_("à quoi servira la levée"), max_length=1500, blank=True)
    raise_by = models.DateField(_("clôture visée"), null=True, blank=True)
    deck = models.FileField(
        _("présentation (deck)"), upload_to="decks/", storage=private_storage, max_length=120, blank=True
    )
    deck_name = models.CharField(_("nom du fichier"), max_length=120, blank=True, editable=False)
    deck_at = models.DateTimeField(_("envoyée le"), null=True, blank=True, editable=False)

    objects: ClassVar = StartupQuerySet.as_manager()

    class Meta:
        verbose_name = _("startup")
        verbose_name_plural = _("startups")

    @property
    def is_raising(self) -> bool:
        """A raise sheet is filled: those who said yes may open it."""
        return bool(self.raise_eur or self.raise_use)


class Member(models.Model):
    """A person of a startup's team; she may be shown without having an account."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("administre la fiche")
        MEMBER = "member", _("membre")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="members", verbose_name=_("startup"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("compte"),
    )
    name = models.CharField(_("nom"), max_length=120)
    title = models.CharField(_("fonction"), max_length=120, blank=True)
    role = models.CharField(_("rôle"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("entrée le"), default=timezone.now)

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["startup", "user"], condition=Q(user__isnull=False), name="member_once_in_a_startup"
            )
        ]

    def __str__(self) -> str:
        return self.name
