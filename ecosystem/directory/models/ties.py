"""What binds a listing to a company or bars it from another listing: declared, never shown to the other side."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


def plain(percent: Decimal) -> str:
    """5,00 is read 5, and 5,50 is read 5,5."""
    return number_format(format(percent.normalize(), "f"))


class NamedCompany(models.Model):
    """A company by its name, and by its SIREN and its listing where they are known."""

    company_name = models.CharField(_("entreprise"), max_length=200)
    company_siren = models.CharField(_("SIREN de l’entreprise"), max_length=9, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("déclarée par"),
    )
    created_at = models.DateTimeField(_("déclarée le"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.company_name


class Stake(NamedCompany):
    """Shares that a mentor or a funder holds in a company: she is never proposed to it, nor to its competitors."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="stakes", verbose_name=_("fiche du détenteur"))
    company = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("fiche de l’entreprise")
    )
    percent = models.DecimalField(
        _("part détenue, en %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering: ClassVar = ["company_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "company_name"], name="stake_once_a_company"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="stake_percent_from_0_to_100",
            ),
        ]

    @property
    def share(self) -> str:
        """The percent as it is read: no useless zeros."""
        return plain(self.percent) if self.percent is not None else ""

    @property
    def details(self) -> str:
        """« 5 % · SIREN 732829320 · pacte de 2024 », as far as it is known."""
        known = (
            self.share and f"{self.share}\N{NO-BREAK SPACE}%",
            self.company_siren and f"SIREN {self.company_siren}",
        )
        return " · ".join(part for part in (*known, self.source) if part)


class Rival(NamedCompany):
    """A competitor that a startup declares: whoever holds shares in it, financed it or works there is not proposed."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="rivals", verbose_name=_("startup"))
    company = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("fiche de l’entreprise")
    )

    class Meta:
        verbose_name = _("concurrent déclaré")
        verbose_name_plural = _("concurrents déclarés")
        ordering: ClassVar = ["company_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "company_name"], name="rival_once_a_startup"),
        ]


class NeverAgain(models.Model):
    """« Ne plus nous proposer l’un à l’autre » : said by one listing of another; it bars the pair in both senses."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="never_again", verbose_name=_("fiche qui le demande")
    )
    other = models.ForeignKey(
        Listing, models.CASCADE, related_name="never_again_of_others", verbose_name=_("fiche à ne plus proposer")
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("déclaré par"),
    )
    created_at = models.DateTimeField(_("déclaré le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("paire à ne plus proposer")
        verbose_name_plural = _("paires à ne plus proposer")
        ordering: ClassVar = ["other__sort_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "other"], name="never_again_once"),
            models.CheckConstraint(condition=~Q(listing=F("other")), name="never_again_is_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.listing} · {self.other}"
