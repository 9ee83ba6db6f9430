"""How a person comes to hold a listing: she claims it, or she is invited; and what is written to listings of nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.directory.models.listing import Listing


class ClaimQuerySet(models.QuerySet["Claim"]):
    def pending(self) -> Self:
        """Neither decided nor given up."""
        return self.filter(state=Claim.State.PENDING)

    def asked(self) -> Self:
        """Pending, and somebody must answer: the longest wait first."""
        return self.pending().filter(way=Claim.Way.REQUEST).order_by("at", "pk")


class Claim(models.Model):
    """« This listing is mine »: asked for by an account, or proven by a link sent to the listing's own address."""

    class Way(models.TextChoices):
        REQUEST = "request", _("demande")
        LINK = "link", _("lien à l’adresse de la fiche")

    class State(models.TextChoices):
        PENDING = "pending", _("À décider")
        APPROVED = "approved", _("Acceptée")
        REFUSED = "refused", _("Refusée")
        CANCELLED = "cancelled", _("Annulée")
        EXPIRED = "expired", _("Sans suite")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="claims", verbose_name=_("fiche"))
    way = models.CharField(_("voie"), max_length=10, choices=Way, default=Way.REQUEST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("demandée par"),
    )
    address = models.EmailField(_("adresse du lien"), blank=True)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING, db_index=True)
    at = models.DateTimeField(_("demandée le"), default=timezone.now)
    sent_at = models.DateTimeField(_("lien envoyé le"), null=True, blank=True)
    sent_count = models.PositiveSmallIntegerField(_("envois"), default=0)
    reminded_at = models.DateTimeField(_("rappelée le"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidée par"),
    )
    answer = models.CharField(_("réponse"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("reprise d’une fiche")
        verbose_name_plural = _("reprises de fiches")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "by"],
                condition=Q(state="pending", way="request"),
                name="claim_one_pending_a_person",
            ),
            models.UniqueConstraint(
                fields=["listing"], condition=Q(state="pending", way="link"), name="claim_one_pending_link"
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_at__isnull=False), name="claim_decided_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.get_state_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        """Neither answered, nor cancelled, nor closed."""
        return self.filter(state=Invitation.State.PENDING)

    def due(self, now: datetime) -> Self:
        """Those that nobody answered and whose next step is due."""
        return self.pending().filter(next_at__lte=now).order_by("next_at", "pk")


class Invitation(models.Model):
    """A person is asked to join: a team, a listing made for her, or the site in a role. One link, used once."""

    class Target(models.TextChoices):
        MEMBER = "member", _("équipe d’une startup")
        OWNER = "owner", _("fiche existante")
        MENTOR = "mentor", _("mentor")
        FUNDER = "funder", _("financeur")
        FOUNDER = "founder", _("startup")

    class Role(models.TextChoices):
        ADMIN = "admin", _("administre la fiche")
        MEMBER = "member", _("membre")

    class State(models.TextChoices):
        PENDING = "pending", _("Envoyée")
        ACCEPTED = "accepted", _("Acceptée")
        DECLINED = "declined", _("Déclinée")
        CANCELLED = "cancelled", _("Annulée")
        CLOSED = "closed", _("Sans réponse")

    target = models.CharField(_("invitée comme"), max_length=10, choices=Target)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("fiche")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=Role, default=Role.ADMIN)
    email = models.EmailField(_("adresse e-mail"), max_length=254)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=User.Language, default="fr")
    word = models.CharField(_("mot d’accueil"), max_length=500, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING, db_index=True)
    at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    sent_count = models.PositiveSmallIntegerField(_("envois"), default=1)
    sent_at = models.DateTimeField(_("dernier envoi"), default=timezone.now)
    chased_count = models.PositiveSmallIntegerField(_("relances"), default=0)
    next_at = models.DateTimeField(_("prochaine étape le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("acceptée par"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "listing"],
                condition=Q(state="pending", listing__isnull=False),
                name="invitation_one_pending_a_listing",
            ),
            models.UniqueConstraint(
                fields=["email", "target"],
                condition=Q(state="pending", listing__isnull=True),
                name="invitation_one_pending_a_role",
            ),
            models.CheckConstraint(
                condition=Q(target__in=["member", "owner"], listing__isnull=False)
                | Q(target__in=["mentor", "funder", "founder"], listing__isnull=True),
                name="invitation_names_a_listing_or_a_role",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(ended_at__isnull=False), name="invitation_ended_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_state_display()}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class OrphanChaseQuerySet(models.QuerySet["OrphanChase"]):
    def open(self) -> Self:
        """Still written to."""
        return self.filter(outcome=OrphanChase.Outcome.OPEN)


class OrphanChase(models.Model):
    """What is written to the address of a listing that nobody holds: four mails in six weeks, then silence."""

    class Outcome(models.TextChoices):
        OPEN = "", _("en cours")
        CLAIMED = "claimed", _("reprise")
        SILENT = "silent", _("sans réponse")
        STOPPED = "stopped", _("arrêtée")

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="chase", verbose_name=_("fiche"))
    started_at = models.DateTimeField(_("commencée le"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    sent_count = models.PositiveSmallIntegerField(_("courriels"), default=0)
    next_at = models.DateTimeField(_("prochaine étape le"), default=timezone.now)
    outcome = models.CharField(_("issue"), max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    objects = OrphanChaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("relance d’une fiche sans auteur")
        verbose_name_plural = _("relances des fiches sans auteur")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sent_count__lte=4), name="orphan_chase_four_mails_at_most"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ended_at__isnull=False), name="orphan_chase_ended_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.sent_count}"
