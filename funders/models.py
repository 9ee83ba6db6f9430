"""Funders: what they say they finance, and what they did finance."""

from __future__ import annotations

from hashlib import sha1
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from multiselectfield import MultiSelectField

from ecosystem.accounts.models import Consent
from ecosystem.core.text import fold
from ecosystem.directory.models import (
    FinancingInstrument,
    Listing,
    ListingQuerySet,
    Sector,
    SpokenLanguage,
    Stage,
)


class FunderQuerySet(ListingQuerySet["Funder"]):
    def proposable(self) -> Self:
        """Published, and not of somebody who took back her leave to be proposed."""
        return self.public().exclude(user__in=Consent.objects.withdrawn(Consent.Purpose.MATCHING).values("user"))


class Funder(Listing):
    """Someone who finances startups; the files taken in a month never exceed what was announced."""

    class Type(models.TextChoices):
        BUSINESS_ANGEL = "business_angel", _("Business angel")
        FUND = "fund", _("Fonds")
        BANK = "bank", _("Banque")
        PUBLIC = "public", _("Financeur public")
        CORPORATE = "corporate", _("Grand groupe")
        LOCAL_AUTHORITY = "local_authority", _("Collectivité")

    class Lead(models.TextChoices):
        LEADS = "leads", _("Mène le tour")
        FOLLOWS = "follows", _("Suit")
        EITHER = "either", _("Mène ou suit")

    KIND = Listing.Kind.FUNDER

    listing = models.OneToOneField(Listing, models.CASCADE, parent_link=True, primary_key=True, related_name="funder")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="funder",
        verbose_name=_("compte"),
    )
    funder_type = models.CharField(_("nature"), max_length=20, choices=Type, blank=True)
    thesis = models.TextField(_("thèse"), max_length=3000, blank=True)
    ticket_min_eur = models.PositiveBigIntegerField(_("ticket minimal, en euros"), null=True, blank=True)
    ticket_max_eur = models.PositiveBigIntegerField(_("ticket maximal, en euros"), null=True, blank=True)
    stages = MultiSelectField(_("stades"), choices=Stage.choices, max_length=60, blank=True)
    exception_stages = MultiSelectField(_("stades par exception"), choices=Stage.choices, max_length=60, blank=True)
    lead = models.CharField(_("mène ou suit"), max_length=10, choices=Lead, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(
        _("de la demande au virement, en jours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    countries = CountryField(_("pays financés"), multiple=True, blank=True)
    languages = MultiSelectField(_("langues"), choices=SpokenLanguage.choices, max_length=40, blank=True)
    instruments = MultiSelectField(_("instruments"), choices=FinancingInstrument.choices, max_length=60, blank=True)
    refused_sectors = models.ManyToManyField(
        Sector, blank=True, related_name="refused_by_funders", verbose_name=_("secteurs exclus")
    )
    conflicts = models.ManyToManyField(
        Listing, blank=True, related_name="conflicting_funders", verbose_name=_("conflits d’intérêts")
    )
    files_per_month = models.PositiveSmallIntegerField(
        _("dossiers par mois"), default=4, validators=[MaxValueValidator(200)]
    )
    month_on = models.DateField(_("mois compté"), null=True, blank=True, editable=False)
    taken_count = models.PositiveSmallIntegerField(_("dossiers pris ce mois-ci"), default=0, editable=False)
    paused_until = models.DateField(_("en pause jusqu’au"), null=True, blank=True)

    objects: ClassVar = FunderQuerySet.as_manager()

    class Meta:
        verbose_name = _("financeur")
        verbose_name_plural = _("financeurs")
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket_min_eur__isnull=True)
                | Q(ticket_max_eur__isnull=True)
                | Q(ticket_min_eur__lte=F("ticket_max_eur")),
                name="funder_ticket_min_at_most_max",
                violation_error_message=_(
                    "Le ticket minimal dépasse le ticket maximal. Corrigez l’un des deux montants."
                ),
            ),
            models.CheckConstraint(
                condition=Q(taken_count__lte=F("files_per_month")),
                name="funder_files_taken_within_the_month",
                violation_error_message=_("Il y a déjà plus de dossiers pris ce mois-ci que ce nombre."),
            ),
        ]

    @property
    def places_left(self) -> int:
        """Files that can still be taken this month."""
        taken = self.taken_count if self.month_on == timezone.localdate().replace(day=1) else 0
        return self.files_per_month - taken


class Deal(models.Model):
    """A past financing, as declared or as found in a public source."""

    funder = models.ForeignKey(Funder, models.CASCADE, related_name="deals", verbose_name=_("financeur"))
    company = models.CharField(_("entreprise"), max_length=200)
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="deals", verbose_name=_("secteur")
    )
    city = models.CharField(_("commune"), max_length=100, blank=True)
    region = models.CharField(_("département ou région"), max_length=100, blank=True)
    country = CountryField(_("pays"), blank=True)
    stage = models.CharField(_("stade"), max_length=10, choices=Stage, blank=True)
    amount = models.PositiveBigIntegerField(_("montant du tour"), null=True, blank=True)
    currency = models.CharField(_("devise"), max_length=3, default="EUR")
    announced_on = models.DateField(_("annoncé le"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    fingerprint = models.CharField(max_length=40, editable=False)

    startup: Listing | None = None
    """The page of the startup that bears this name, where a view looked for it."""

    class Meta:
        verbose_name = _("opération")
        verbose_name_plural = _("opérations")
        ordering = [F("announced_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "fingerprint"], name="deal_once"),
        ]

    def __str__(self) -> str:
        return self.company

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self) -> None:
        """What makes two rows the same deal; bulk imports call it for each row before they write."""
        facts = (fold(self.company), self.announced_on, self.stage, self.amount, self.currency)
        self.fingerprint = sha1(repr(facts).encode(), usedforsecurity=False).hexdigest()
