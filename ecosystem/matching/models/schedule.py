"""When people who do not answer are reminded; one row, which the team may change."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.core.workdays import next_office_moment

ONLY = 1


class AnswerSchedule(models.Model):
    """Working days after which an unanswered proposal is reminded, then told for the last time, and office hours."""

    reminder_days = models.PositiveSmallIntegerField(
        _("relance, en jours ouvrés"), default=3, validators=[MinValueValidator(1), MaxValueValidator(58)]
    )
    last_chance_days = models.PositiveSmallIntegerField(
        _("dernière relance, en jours ouvrés"), default=5, validators=[MinValueValidator(2), MaxValueValidator(59)]
    )
    opens_at = models.TimeField(_("premiers courriels à"), default=time(9))
    closes_at = models.TimeField(_("derniers courriels à"), default=time(18))

    class Meta:
        verbose_name = _("échelle des relances")
        verbose_name_plural = _("échelle des relances")
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY), name="answer_schedule_is_one"),
            models.CheckConstraint(
                condition=Q(reminder_days__lt=F("last_chance_days")),
                name="answer_schedule_reminds_first",
                violation_error_message=_("La dernière relance vient après la première."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="answer_schedule_opens_first",
                violation_error_message=_("Les derniers courriels partent après les premiers."),
            ),
        ]

    def __str__(self) -> str:
        return f"J+{self.reminder_days}, J+{self.last_chance_days}"

    @classmethod
    def current(cls) -> AnswerSchedule:
        """The team's schedule, or the one that the site begins with."""
        return cls._default_manager.filter(pk=ONLY).first() or cls(pk=ONLY)

    def leaves_at(self, moment: datetime) -> datetime:
        """When a mail of that moment may leave: now in office hours, else at the next opening."""
        if not settings.MAIL_OFFICE_HOURS:
            return moment
        return next_office_moment(moment, self.opens_at, self.closes_at)
