"""Two listings of one thing: what looks alike, what was merged, and where former addresses lead."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def open(self) -> Self:
        """Between two listings that live, and not set aside; the likeliest first."""
        live = ~Q(first__state__in=Listing.GONE) & ~Q(second__state__in=Listing.GONE)
        return self.filter(live, distinct_at=None).order_by("-strength", "first__sort_name", "pk")

    def between(self, one: int, other: int) -> Self:
        return self.filter(first=min(one, other), second=max(one, other))


class Likeness(models.Model):
    """Two listings of a kind that may be one; once a curator calls them distinct, nobody is warned again."""

    first = models.ForeignKey(Listing, models.CASCADE, related_name="+", verbose_name=_("fiche"))
    second = models.ForeignKey(Listing, models.CASCADE, related_name="+", verbose_name=_("autre fiche"))
    strength = models.PositiveSmallIntegerField(_("force"))
    reasons = models.JSONField(_("raisons"), default=list, blank=True)
    found_at = models.DateTimeField(_("trouvée le"), default=timezone.now)
    distinct_at = models.DateTimeField(_("distinctes depuis le"), null=True, blank=True)
    distinct_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = _("ressemblance")
        verbose_name_plural = _("ressemblances")
        ordering = ["-strength", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_the_order_of_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} · {self.second_id}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Not undone, the latest first."""
        return self.filter(undone_at=None).order_by("-at", "-pk")


class Merge(models.Model):
    """One listing went into another: what it took along, so that undoing it brings everything back."""

    kept = models.ForeignKey(Listing, models.CASCADE, related_name="merges", verbose_name=_("fiche gardée"))
    gone = models.ForeignKey(Listing, models.CASCADE, related_name="departures", verbose_name=_("fiche fusionnée"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    former_state = models.CharField(_("état d’avant"), max_length=20)
    changes = models.JSONField(_("champs repris"), default=dict, blank=True)
    origins = models.JSONField(_("origines d’avant"), default=dict, blank=True)
    moved = models.JSONField(_("ce qui a suivi"), default=dict, blank=True)
    undone_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulée par"),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merge_stands_once_a_listing"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_is_of_two_listings"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Redirect(models.Model):
    """A former address of a listing: whoever follows it is led to the present one."""

    kind = models.CharField(_("type"), max_length=10, choices=Listing.Kind)
    slug = models.SlugField(_("ancienne adresse"), max_length=140)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="redirects", verbose_name=_("fiche"))
    at = models.DateTimeField(_("depuis le"), default=timezone.now)

    class Meta:
        verbose_name = _("redirection")
        verbose_name_plural = _("redirections")
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="redirect_once_an_address")]

    def __str__(self) -> str:
        return self.slug
