"""What follows two yeses."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from ecosystem.accounts.models import Move
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def active(self) -> Self:
        return self.filter(state=Engagement.State.ACTIVE)


class Engagement(models.Model):
    """The mentoring of one need by one mentor; while it is active it takes one of her places."""

    class State(models.TextChoices):
        ACTIVE = "active", _("En cours")
        CLOSED = "closed", _("Terminé")

    need = models.ForeignKey(Need, models.PROTECT, related_name="engagements", verbose_name=_("besoin"))
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="engagements", verbose_name=_("mentor"))
    state: Any = FSMField(_("état"), max_length=10, choices=State.choices, default=State.ACTIVE)
    started_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("accompagnement")
        verbose_name_plural = _("accompagnements")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "mentor"], condition=Q(state="active"), name="engagement_active_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(state="active"), name="engagement_closed_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} · {self.mentor}"

    @transition(state, source=State.ACTIVE, target=State.CLOSED)
    def close(self) -> None:
        self.ended_at = timezone.now()


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def open(self) -> Self:
        return self.exclude(state__in=[Introduction.State.COMMITTED, Introduction.State.PASSED])


class Introduction(models.Model):
    """A startup introduced to a funder after both said yes; it moves along the funder's own funnel."""

    class State(models.TextChoices):
        NEW = "new", _("Nouvelle")
        INTERESTED = "interested", _("Intéressé")
        MET = "met", _("Rencontrés")
        DUE_DILIGENCE = "due_diligence", _("Étude approfondie")
        COMMITTED = "committed", _("Engagé")
        PASSED = "passed", _("Sans suite")

    need = models.ForeignKey(Need, models.PROTECT, related_name="introductions", verbose_name=_("besoin"))
    funder = models.ForeignKey(Funder, models.PROTECT, related_name="introductions", verbose_name=_("financeur"))
    state: Any = FSMField(_("état"), max_length=15, choices=State.choices, default=State.NEW)
    opened_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    moved_at = models.DateTimeField(_("dernier changement"), default=timezone.now)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mise en relation")
        verbose_name_plural = _("mises en relation")
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["need", "funder"], name="introduction_once")]

    def __str__(self) -> str:
        return f"{self.need} · {self.funder}"

    @transition(state, source=State.NEW, target=State.INTERESTED)
    def show_interest(self) -> None:
        self.moved_at = timezone.now()

    @transition(state, source=State.INTERESTED, target=State.MET)
    def meet(self) -> None:
        self.moved_at = timezone.now()

    @transition(state, source=State.MET, target=State.DUE_DILIGENCE)
    def study(self) -> None:
        self.moved_at = timezone.now()

    @transition(state, source=[State.MET, State.DUE_DILIGENCE], target=State.COMMITTED)
    def commit(self) -> None:
        self.moved_at = timezone.now()

    @transition(state, source=[State.NEW, State.INTERESTED, State.MET, State.DUE_DILIGENCE], target=State.PASSED)
    def drop(self) -> None:
        self.moved_at = timezone.now()


class IntroductionMove(Move):
    """An introduction's step along the funnel, dated and signed."""

    introduction = models.ForeignKey(
        Introduction, models.CASCADE, related_name="moves", verbose_name=_("mise en relation")
    )

    class Meta(Move.Meta):
        verbose_name = _("étape d’une mise en relation")
        verbose_name_plural = _("étapes des mises en relation")


class EngagementMove(Move):
    """An engagement's change of state, dated and signed."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="moves", verbose_name=_("accompagnement"))

    class Meta(Move.Meta):
        verbose_name = _("changement d’état d’un accompagnement")
        verbose_name_plural = _("changements d’état des accompagnements")
