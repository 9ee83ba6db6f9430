"""The controlled vocabulary: what people choose from, in both languages."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

_T = TypeVar("_T", bound=models.Model, covariant=True)


class Stage(models.TextChoices):
    """How far a startup has come, in order."""

    IDEA = "idea", _("Idée")
    PROTOTYPE = "prototype", _("Prototype")
    SEED = "seed", _("Amorçage")
    SERIES_A = "series_a", _("Série A")
    GROWTH = "growth", _("Croissance")


class SpokenLanguage(models.TextChoices):
    """Languages in which people can work together."""

    FR = "fr", _("Français")
    EN = "en", _("Anglais")
    DE = "de", _("Allemand")
    ES = "es", _("Espagnol")
    IT = "it", _("Italien")
    PT = "pt", _("Portugais")
    NL = "nl", _("Néerlandais")
    AR = "ar", _("Arabe")
    ZH = "zh", _("Chinois")
    JA = "ja", _("Japonais")


class MeetingFormat(models.TextChoices):
    """How people meet."""

    ONSITE = "onsite", _("Sur place")
    REMOTE = "remote", _("En visio")
    HYBRID = "hybrid", _("Les deux en alternance")


class FinancingInstrument(models.TextChoices):
    """What a funder brings."""

    EQUITY = "equity", _("Capital")
    CONVERTIBLE = "convertible", _("Obligations convertibles")
    LOAN = "loan", _("Prêt")
    GRANT = "grant", _("Subvention")
    GUARANTEE = "guarantee", _("Garantie")


class TermQuerySet(models.QuerySet[_T]):
    def leaves(self) -> Self:
        """Terms that a listing may carry: those of the second level."""
        return self.filter(parent__isnull=False)

    def roots(self) -> Self:
        return self.filter(parent__isnull=True)


class Term(models.Model):
    """A word of a two-level list, named in French and in English; aliases are what imports may call it."""

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=100)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    aliases = models.JSONField(_("autres noms"), default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return str(self.name)


class Sector(Term):  # type: ignore[django-manager-missing]  # modeltranslation wraps its manager
    """A line of business; a listing carries sectors of the second level."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("secteur parent")
    )

    objects = TermQuerySet.as_manager()  # type: ignore[django-manager-missing]  # modeltranslation wraps it

    class Meta(Term.Meta):
        verbose_name = _("secteur")
        verbose_name_plural = _("secteurs")


class Skill(Term):  # type: ignore[django-manager-missing]  # modeltranslation wraps its manager
    """A go-to-market subject: what a need asks for and what a mentor brings; `is_funding` sends the need to funders."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("famille")
    )
    is_funding = models.BooleanField(_("concerne le financement"), default=False)

    objects = TermQuerySet.as_manager()  # type: ignore[django-manager-missing]  # modeltranslation wraps it

    class Meta(Term.Meta):
        verbose_name = _("sujet")
        verbose_name_plural = _("sujets")
