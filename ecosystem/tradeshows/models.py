"""Trade shows and each year of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from ecosystem.accounts.models import User
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

    def with_taken(self) -> Self:
        """Each with the number of places of its shared stand that are given, as `taken`."""
        return self.annotate(taken=Count("attendances", filter=Q(attendances__on_shared_stand=True)))

    def closing(self, on: date) -> Self:
        """The team still receives those who want a place on the shared stand, the next to close first."""
        return self.filter(closes_on__gte=on, is_cancelled=False).order_by("closes_on", "tradeshow__sort_name", "pk")

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
    is_cancelled = models.BooleanField(_("annulée par l’organisateur"), default=False)
    closes_on = models.DateField(_("clôture des candidatures"), null=True, blank=True)
    stand_places = models.PositiveSmallIntegerField(
        _("postes du stand collectif"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    stand_cost_eur = models.PositiveIntegerField(_("part de stand, en euros"), null=True, blank=True)
    subsidy_eur = models.PositiveIntegerField(
        _("aide par startup, en euros"),
        null=True,
        blank=True,
        help_text=_("Ce que la région et l’association prennent à leur charge."),
    )
    website = models.URLField(_("site de l’édition"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

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
            models.CheckConstraint(
                condition=Q(subsidy_eur__isnull=True) | Q(subsidy_eur__lte=F("stand_cost_eur")),
                name="edition_subsidy_within_cost",
                violation_error_message=_("L’aide dépasse le coût du stand. Corrigez l’un des deux montants."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tradeshow} {self.year}"

    def is_over(self, on: date) -> bool:
        """The contrary of `upcoming`, for a row that is already read."""
        if self.ends_on:
            return self.ends_on < on
        return (self.year, self.month or 12) < (on.year, on.month)

    def takes_applications(self, on: date) -> bool:
        """The team still receives those who want a place on the shared stand."""
        return self.closes_on is not None and on <= self.closes_on and not self.is_cancelled and not self.is_over(on)

    @property
    def own_share_eur(self) -> int | None:
        """What a startup pays once it was helped; unknown while the cost is."""
        return None if self.stand_cost_eur is None else self.stand_cost_eur - (self.subsidy_eur or 0)

    @property
    def helped_percent(self) -> int:
        """The part of the cost that others take, in whole percents."""
        return round(100 * (self.subsidy_eur or 0) / self.stand_cost_eur) if self.stand_cost_eur else 0


class Announcement(models.Model):
    """What was told last of an edition to those who follow its show: its sure dates, or that it does not take place."""

    class News(models.TextChoices):
        CONFIRMED = "confirmed", _("dates confirmées")
        CHANGED = "changed", _("dates changées")
        CANCELLED = "cancelled", _("édition annulée")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="announcements", verbose_name=_("édition"))
    news = models.CharField(_("nouvelle"), max_length=10, choices=News)
    starts_on = models.DateField(_("du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)
    told_at = models.DateTimeField(_("annoncée le"), default=timezone.now)

    class Meta:
        verbose_name = _("annonce d’une édition")
        verbose_name_plural = _("annonces des éditions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(news="cancelled", starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False) & ~Q(news="cancelled"),
                name="announcement_of_dates_has_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_news_display()}"

    def still_says(self, edition: Edition) -> bool:
        """The edition stands as it was announced."""
        if self.news == self.News.CANCELLED or edition.is_cancelled:
            return self.news == self.News.CANCELLED and edition.is_cancelled
        told = (self.starts_on, self.ends_on)
        return edition.dates_confirmed and told == (edition.starts_on, edition.ends_on)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def shown(self) -> Self:
        """Of listings that everyone may see, at shows that everyone may see."""
        seen = Listing.State.PUBLISHED
        return self.filter(listing__state=seen, listing__is_discreet=False, edition__tradeshow__state=seen)


class Attendance(models.Model):
    """A startup at an edition, as its own team or the association's says: the latest word stands."""

    class State(models.TextChoices):
        GOING = "going", _("y va")
        EXHIBITING = "exhibiting", _("y expose")
        VISITED = "visited", _("y est allée")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attendances", verbose_name=_("édition"))
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="attendances", verbose_name=_("startup"))
    state = models.CharField(_("présence"), max_length=10, choices=State, default=State.GOING)
    on_shared_stand = models.BooleanField(_("sur le stand collectif"), default=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dite par")
    )
    said_at = models.DateTimeField(_("dite le"), default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("présence à un salon")
        verbose_name_plural = _("présences aux salons")
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "listing"], name="attendance_once_an_edition"),
            models.CheckConstraint(
                condition=Q(on_shared_stand=False) | Q(state="exhibiting"), name="attendance_on_the_stand_exhibits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing}, {self.edition}"


class Follow(models.Model):
    """A person who wants a show, its dates and its deadlines in her own calendar."""

    user = models.ForeignKey(User, models.CASCADE, related_name="followed_shows", verbose_name=_("personne"))
    tradeshow = models.ForeignKey(TradeShow, models.CASCADE, related_name="followers", verbose_name=_("salon"))
    since = models.DateTimeField(_("depuis le"), default=timezone.now)

    class Meta:
        verbose_name = _("salon suivi")
        verbose_name_plural = _("salons suivis")
        constraints = [models.UniqueConstraint(fields=["user", "tradeshow"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.tradeshow}"
