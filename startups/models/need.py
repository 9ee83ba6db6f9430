"""What a startup asks for."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from django_fsm import FSMField, transition
from multiselectfield import MultiSelectField

from ecosystem.accounts.models import Move
from ecosystem.directory.models import Listing, MeetingFormat, Sector, Skill, SpokenLanguage
from startups.models.startup import Startup


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> Self:
        return self.filter(state=Need.State.OPEN)

    def public(self) -> Self:
        """Open needs that visitors may read: of a published startup, without discretion, and not returned."""
        seen = self.open().filter(startup__state=Listing.State.PUBLISHED, is_public=True)
        return seen.exclude(review=Need.Review.RETURNED)

    def matchable(self, on: date) -> Self:
        """Only an open need, within its deadline, of a published startup enters a round, unless it was returned."""
        in_time = Q(deadline_on__isnull=True) | Q(deadline_on__gte=on)
        live = self.open().filter(in_time, startup__state=Listing.State.PUBLISHED)
        return live.exclude(review=Need.Review.RETURNED).exclude(startup__in=Startup.objects.out_of_matching())

    def to_triage(self) -> Self:
        """Open, and not read by the team since they were opened or written anew."""
        return self.open().filter(review=Need.Review.WAITING, startup__state=Listing.State.PUBLISHED)

    def overdue(self, on: date) -> Self:
        return self.open().filter(deadline_on__lt=on)

    def for_mentors(self) -> Self:
        return self.filter(mentors_wanted__gt=0)

    def for_funders(self) -> Self:
        return self.filter(funders_wanted__gt=0)


class Need(models.Model):
    """A dated, typed request of a startup; its state moves only along the transitions below."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        OPEN = "open", _("Ouvert")
        SERVED = "served", _("Servi")
        CLOSED = "closed", _("Clos")
        EXPIRED = "expired", _("Expiré")

    class Review(models.TextChoices):
        WAITING = "", _("à lire")
        KEPT = "kept", _("gardé")
        RETURNED = "returned", _("à reprendre")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="needs", verbose_name=_("startup"))
    title = models.CharField(_("besoin, en une phrase"), max_length=160)
    details = models.TextField(_("contexte et attentes"), max_length=3000, blank=True)
    topic = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("sujet")
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="needs", verbose_name=_("secteurs visés"))
    countries = CountryField(_("pays visés"), multiple=True, blank=True)
    languages = MultiSelectField(_("langues possibles"), choices=SpokenLanguage.choices, max_length=40, blank=True)
    formats = MultiSelectField(_("format"), choices=MeetingFormat.choices, max_length=30, blank=True)
    mentors_wanted = models.PositiveSmallIntegerField(
        _("mentors souhaités"), default=1, validators=[MaxValueValidator(5)]
    )
    funders_wanted = models.PositiveSmallIntegerField(
        _("financeurs souhaités"), default=0, validators=[MaxValueValidator(20)]
    )
    amount = models.PositiveBigIntegerField(_("montant recherché"), null=True, blank=True)
    currency = models.CharField(_("devise"), max_length=3, default="EUR")
    deadline_on = models.DateField(_("échéance"), null=True, blank=True)
    is_public = models.BooleanField(_("visible sur la fiche publique"), default=True)
    answers = models.JSONField(_("réponses aux questions du sujet"), default=dict, blank=True)
    importance = models.JSONField(_("ce qui compte"), default=dict, blank=True)
    review = models.CharField(
        _("lecture de l’équipe"), max_length=10, choices=Review, default=Review.WAITING, blank=True
    )
    draft_key = models.CharField(max_length=36, null=True, blank=True, unique=True, editable=False)
    state: Any = FSMField(_("état"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("ouvert le"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentors_wanted__gt=0) | Q(funders_wanted__gt=0),
                name="need_wants_somebody",
                violation_error_message=_("Demandez au moins un mentor ou un financeur."),
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | ~Q(state="open"), name="need_open_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("startups:need", args=[self.pk])

    @transition(state, source=State.DRAFT, target=State.OPEN)
    def open(self) -> None:
        self.opened_at = timezone.now()

    @transition(state, source=[State.CLOSED, State.EXPIRED, State.SERVED], target=State.OPEN)
    def reopen(self) -> None:
        """Somebody is missing again: rounds may serve it anew; the team reads anew what its startup opens again."""
        self.review = self.review if self.state == self.State.SERVED else self.Review.WAITING
        self.opened_at, self.closed_at = timezone.now(), None

    @transition(state, source=State.OPEN, target=State.SERVED)
    def serve(self) -> None:
        """Enough people have said yes on both sides."""

    @transition(state, source=[State.OPEN, State.SERVED], target=State.CLOSED)
    def close(self) -> None:
        self.closed_at = timezone.now()

    @transition(state, source=State.OPEN, target=State.EXPIRED)
    def expire(self) -> None:
        self.closed_at = timezone.now()


class NeedMove(Move):
    """A need's change of state, dated and signed."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="moves", verbose_name=_("besoin"))

    class Meta(Move.Meta):
        verbose_name = _("changement d’état d’un besoin")
        verbose_name_plural = _("changements d’état des besoins")

    @property
    def label(self) -> str:
        """The state that the need came to, in words."""
        return str(Need.State(self.to_state).label)
