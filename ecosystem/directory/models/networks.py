"""Incubators, clusters, networks and labels: which startups are theirs, and who follows them there."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.models.listing import Listing


class NetworkQuerySet(models.QuerySet["Network"]):
    def of(self, user: User) -> Self:
        """Those that the person follows as a partner."""
        return self.filter(staff__user=user)

    def shown(self) -> Self:
        """Those that public pages name."""
        return self.filter(is_public=True)


class Network(models.Model):
    """A partner of the association; its people see its own startups, without anything confidential."""

    class Kind(models.TextChoices):
        INCUBATOR = "incubator", _("incubateur")
        CLUSTER = "cluster", _("pôle")
        NETWORK = "network", _("réseau")
        LABEL = "label", _("label")

    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(_("adresse de la page"), max_length=140, unique=True)
    website = models.URLField(_("site web"), max_length=300, blank=True)
    is_public = models.BooleanField(_("nommé sur les fiches publiques"), default=True)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    listings = models.ManyToManyField(
        Listing, through="NetworkMember", related_name="networks", verbose_name=_("fiches")
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("réseau partenaire")
        verbose_name_plural = _("réseaux partenaires")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its partners' own page."""
        return reverse("curation:network", args=[self.slug])


class NetworkMember(models.Model):
    """A listing that belongs to a network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="members", verbose_name=_("réseau"))
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="network_rows", verbose_name=_("fiche"))
    at = models.DateTimeField(_("depuis le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    class Meta:
        verbose_name = _("fiche d’un réseau")
        verbose_name_plural = _("fiches des réseaux")
        ordering = ["listing__sort_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["network", "listing"], name="network_listing_once")]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.listing_id}"


class NetworkStaff(models.Model):
    """A person who follows a network's startups: the partner's role."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="staff", verbose_name=_("réseau"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="followed_networks", verbose_name=_("compte")
    )
    at = models.DateTimeField(_("depuis le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["network", "user"], name="network_person_once")]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.user_id}"
