"""What the team asks of one round by hand: pairs imposed or set aside, and rules of balance."""

from __future__ import annotations

from typing import Any, Self, cast

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models.round import Round
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

MOST_OF_A_RULE = 50


class RoundPairQuerySet(models.QuerySet["RoundPair"]):
    def imposed(self) -> Self:
        return self.filter(kind=RoundPair.Kind.IMPOSED)

    def set_aside(self) -> Self:
        return self.filter(kind=RoundPair.Kind.SET_ASIDE)

    def with_names(self) -> Self:
        return self.select_related("need__startup", "mentor", "funder", "by")


class RoundPair(models.Model):
    """A need and a person that the team imposes on a round, or sets aside from it, with its reason and signature."""

    class Kind(models.TextChoices):
        IMPOSED = "imposed", _("Imposée")
        SET_ASIDE = "set_aside", _("Écartée")

    round = models.ForeignKey(Round, models.CASCADE, related_name="pairs", verbose_name=_("tournée"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="round_pairs", verbose_name=_("besoin"))
    mentor = models.ForeignKey(
        Mentor, models.CASCADE, null=True, blank=True, related_name="round_pairs", verbose_name=_("mentor")
    )
    funder = models.ForeignKey(
        Funder, models.CASCADE, null=True, blank=True, related_name="round_pairs", verbose_name=_("financeur")
    )
    kind = models.CharField(_("choix"), max_length=10, choices=Kind)
    reason = models.CharField(_("motif"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    made_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    objects = RoundPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("paire choisie à la main")
        verbose_name_plural = _("paires choisies à la main")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor__isnull=False, funder__isnull=True) | Q(mentor__isnull=True, funder__isnull=False),
                name="round_pair_of_exactly_one_of_mentor_and_funder",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="round_pair_has_a_reason"),
            models.UniqueConstraint(fields=["round", "need", "mentor"], name="round_pair_once_mentor"),
            models.UniqueConstraint(fields=["round", "need", "funder"], name="round_pair_once_funder"),
        ]

    def __str__(self) -> str:
        return f"{self.need} · {self.person}"

    @property
    def person(self) -> Mentor | Funder:
        """The mentor or the funder: the database holds that there is exactly one."""
        return cast(Mentor | Funder, self.mentor or self.funder)

    @property
    def person_id(self) -> int:
        return cast(int, self.mentor_id or self.funder_id)


class BalanceRule(models.Model):
    """At least so many pairs with these people, in the whole round or for each need."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="balance_rules", verbose_name=_("tournée"))
    name = models.CharField(_("nom"), max_length=120)
    least = models.PositiveSmallIntegerField(
        _("au moins"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_RULE)]
    )
    of_each_need = models.BooleanField(_("pour chaque besoin"), default=False)
    mentors: Any = models.ManyToManyField(Mentor, blank=True, related_name="balance_rules", verbose_name=_("mentors"))
    funders: Any = models.ManyToManyField(
        Funder, blank=True, related_name="balance_rules", verbose_name=_("financeurs")
    )

    class Meta:
        verbose_name = _("règle d’équilibre")
        verbose_name_plural = _("règles d’équilibre")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="balance_rule_name_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(least__gte=1, least__lte=MOST_OF_A_RULE), name="balance_rule_asks_for_1_to_50"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> Any:
        """The mentors, or the funders, as the round is for."""
        return self.mentors if self.round.kind == Round.Kind.MENTORS else self.funders
