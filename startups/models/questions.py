"""What a need is asked further, by the family of its subject: written by the team, in both languages."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Skill


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        """Those that forms ask; one that was put aside keeps the answers that it got."""
        return self.filter(is_asked=True)

    def of_family(self, family: int | None) -> Self:
        """Those of one family of subjects, and of no other."""
        return self.asked().filter(family=family)


class Question(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation wraps its manager
    """One question that a family of subjects asks; nobody has to answer it, and no answer is never an agreement."""

    class Kind(models.TextChoices):
        ONE = "one", _("une réponse parmi d’autres")
        MANY = "many", _("plusieurs réponses")
        NUMBER = "number", _("un nombre")
        TEXT = "text", _("une phrase")

    family = models.ForeignKey(
        Skill,
        models.CASCADE,
        related_name="questions",
        verbose_name=_("famille de sujets"),
        limit_choices_to={"parent__isnull": True},
    )
    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    label = models.CharField(_("question"), max_length=120)
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind, default=Kind.MANY)
    unit = models.CharField(_("unité"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    is_asked = models.BooleanField(_("posée"), default=True)

    objects = QuestionQuerySet.as_manager()  # type: ignore[django-manager-missing]  # modeltranslation wraps it

    class Meta:
        verbose_name = _("question d’un sujet")
        verbose_name_plural = _("questions des sujets")
        ordering: ClassVar = ["family__position", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class Choice(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation wraps its manager
    """One answer that a question offers; its identifier is what a need keeps."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    slug = models.SlugField(_("identifiant"), max_length=60)
    label = models.CharField(_("réponse"), max_length=80)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("réponse proposée")
        verbose_name_plural = _("réponses proposées")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "slug"], name="choice_once_a_question"),
        ]

    def __str__(self) -> str:
        return self.label
