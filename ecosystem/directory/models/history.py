"""What a listing said before, who changed it, and what still waits for a curator."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


class Origin(models.TextChoices):
    """Whose word a field is: the owner's is never overwritten by a file."""

    OWNER = "owner", _("son auteur")
    STAFF = "staff", _("l’équipe")
    IMPORT = "import", _("un import")
    REGISTRY = "registry", _("le registre des entreprises")
    SUGGESTION = "suggestion", _("une suggestion")


class FieldOrigin(models.Model):
    """Who wrote a field last; a field without one still says what the listing was created with."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="origins", verbose_name=_("fiche"))
    field = models.CharField(_("champ"), max_length=40)
    origin = models.CharField(_("origine"), max_length=12, choices=Origin)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    ref = models.CharField(_("référence"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("origine d’un champ")
        verbose_name_plural = _("origines des champs")
        ordering = ["field"]
        constraints = [models.UniqueConstraint(fields=["listing", "field"], name="field_origin_once_a_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.get_origin_display()}"


class Version(models.Model):
    """One write of a listing: what each field said before and after; rows are only ever added."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="versions", verbose_name=_("fiche"))
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    origin = models.CharField(_("origine"), max_length=12, choices=Origin)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    ref = models.CharField(_("référence"), max_length=120, blank=True)
    changes = models.JSONField(_("changements"))

    class Meta:
        verbose_name = _("version d’une fiche")
        verbose_name_plural = _("versions des fiches")
        ordering = ["-number"]
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["ref"])]
        constraints = [models.UniqueConstraint(fields=["listing", "number"], name="version_number_once_a_listing")]

    def __str__(self) -> str:
        return f"{self.listing_id} v{self.number}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def pending(self) -> Self:
        """Not decided yet, the longest wait first."""
        return self.filter(state=Revision.State.PENDING).order_by("at", "pk")

    def to_read(self) -> Self:
        """Pending, of a listing that lives, and its author wrote it since the team last asked for a correction."""
        live = ~Q(listing__state__in=Listing.GONE)
        return self.pending().filter(live, Q(asked_at=None) | Q(updated_at__gt=F("asked_at")))


class Revision(models.Model):
    """What the owner of a published listing changed in its sensitive fields; the page keeps the former words.

    `values` holds what she wants, `base` what the page said when she wrote it; `trail` what waited of each field,
    by listing and from which version on.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("À relire")
        ACCEPTED = "accepted", _("Acceptée")
        PARTLY = "partly", _("Acceptée en partie")
        REFUSED = "refused", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="revisions", verbose_name=_("fiche"))
    values = models.JSONField(_("valeurs"))
    base = models.JSONField(_("valeurs en ligne"))
    trail = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("écrite le"), default=timezone.now)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidée par"),
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    message = models.CharField(_("message"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("correction demandée le"), null=True, blank=True)
    asked_fields = models.JSONField(_("champs à corriger"), default=list, blank=True)
    accepted_fields = models.JSONField(_("champs acceptés"), default=list, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("modification à relire")
        verbose_name_plural = _("modifications à relire")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(state="pending"), name="revision_one_pending_a_listing"
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_at__isnull=False), name="revision_decided_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.get_state_display()}"
