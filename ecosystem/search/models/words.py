"""The words of the search: expressions that mean the same, and what is sought, counted by day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext_lazy as _

EXPRESSION_MAX, EXPRESSIONS_MAX = 80, 12
WORDS_MAX = 60


class Synonym(models.Model):
    """Expressions that mean the same, one a line: whoever seeks one finds what the others find."""

    terms = models.TextField(_("expressions"), max_length=EXPRESSIONS_MAX * (EXPRESSION_MAX + 2))
    changed_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        verbose_name = _("synonymes")
        verbose_name_plural = _("synonymes")
        ordering: ClassVar = ["terms", "pk"]

    def __str__(self) -> str:
        return " = ".join(self.expressions)

    @property
    def expressions(self) -> list[str]:
        return list(filter(None, map(str.strip, self.terms.splitlines())))


class SearchCountQuerySet(models.QuerySet["SearchCount"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def by_words(self) -> models.QuerySet[SearchCount, Any]:
        """For each text, how often it was sought, how often in vain, and the last day."""
        asked, empty = Sum("asked_count"), Sum("empty_count")
        return self.order_by().values("words").annotate(asked=asked, empty=empty, last_on=Max("day"))


class SearchCount(models.Model):
    """How often a text was sought on a day, and how often in vain: words and numbers, never who nor at what hour."""

    day = models.DateField(_("jour"))
    words = models.CharField(_("recherche"), max_length=WORDS_MAX)
    asked_count = models.PositiveIntegerField(_("fois"), default=0)
    empty_count = models.PositiveIntegerField(_("fois sans résultat"), default=0)

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("recherches d’un jour")
        verbose_name_plural = _("recherches par jour")
        ordering: ClassVar = ["-day", "words"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "words"], name="search_count_once_a_day"),
            models.CheckConstraint(condition=Q(empty_count__lte=models.F("asked_count")), name="search_count_in_vain"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words}: {self.asked_count}"
