"""Trade shows and each year of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from ecosystem.directory.models import Listing, ListingQuerySet


class TradeShowQuerySet(ListingQuerySet["TradeShow"]):
    pass


class TradeShow(Listing):
    """A show that startups can reach with a delegation; what happens in a year is an edition."""

    KIND = Listing.Kind.TRADESHOW

    listing = models.OneToOneField(
        Listing, models.CASCADE, parent_link=True, primary_key=True, related_name="tradeshow"
    )
    organiser = models.CharField(_("organisateur"), max_length=160, blank=True)

    objects: ClassVar = TradeShowQuerySet.as_manager()

    class Meta:
        verbose_name = _("salon")
        verbose_name_plural = _("salons")


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> Self:
        return self.filter(tradeshow__state=Listing.State.PUBLISHED)

    def upcoming(self, on: date) -> Self:
        """Not over on that day; without dates, the month says it, and without a month the year."""
        dated = Q(ends_on__gte=on)
        by_month = Q(ends_on__isnull=True, year=on.year, month__gte=on.month)
        by_year = Q(ends_on__isnull=True) & (Q(year__gt=on.year) | Q(year=on.year, month__isnull=True))
        return self.filter(dated | by_month | by_year)

    def by_date(self) -> Self:
        """In the order of the calendar: an unknown month comes last in its year, an unknown day last in its month."""
        month = Coalesce(ExtractMonth("starts_on"), F("month"), output_field=models.IntegerField())
        known = self.annotate(known_month=month)
        return known.order_by(
            "year",
            F("known_month").asc(nulls_last=True),
            F("starts_on").asc(nulls_last=True),
            "tradeshow__sort_name",
            "pk",
        )


class Edition(models.Model):
    """One year of a show; dates that nobody has confirmed are shown as « dates à confirmer »."""

    tradeshow = models.ForeignKey(TradeShow, models.CASCADE, related_name="editions", verbose_name=_("salon"))
    year = models.PositiveSmallIntegerField(_("année"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    month = models.PositiveSmallIntegerField(
        _("mois habituel"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    starts_on = models.DateField(_("du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)
    dates_confirmed = models.BooleanField(_("dates confirmées"), default=False)
    city = models.CharField(_("ville"), max_length=100, blank=True)
    country = CountryField(_("pays"), blank=True)
    venue = models.CharField(_("lieu"), max_length=160, blank=True)
    is_online = models.BooleanField(_("en ligne"), default=False)
    stand_cost_eur = models.PositiveIntegerField(_("part de stand, en euros"), null=True, blank=True)
    website = models.URLField(_("site de l’édition"), max_length=300, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("édition")
        verbose_name_plural = _("éditions")
        ordering = ["year", "month", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tradeshow", "year"], name="edition_once_a_year"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="edition_ends_after_it_starts",
                violation_error_message=_("La fin précède le début. Corrigez l’une des deux dates."),
            ),
            models.CheckConstraint(
                condition=Q(dates_confirmed=False) | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="edition_confirmed_has_dates",
                violation_error_message=_("Indiquez les dates avant de les confirmer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tradeshow} {self.year}"
