"""The listing: one public entry of the directory, whatever its kind."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from django_fsm import RETURN_VALUE, FSMField, transition

from ecosystem.accounts.models import Move, User
from ecosystem.core.text import fold, sort_key
from ecosystem.directory.models.terms import Sector

_L = TypeVar("_L", bound="Listing", covariant=True)


class ListingQuerySet(models.QuerySet[_L]):
    def public(self) -> Self:
        """What everyone may see: published listings only."""
        return self.filter(state=Listing.State.PUBLISHED)

    def listed(self) -> Self:
        """What the directory, the search and the API show: without those who are seen only by whom they meet."""
        return self.public().filter(is_discreet=False)

    def live(self) -> Self:
        """Neither archived nor merged into another."""
        return self.exclude(state__in=Listing.GONE)

    def waiting(self) -> Self:
        """Submitted and not yet read by a curator, the longest wait first."""
        return self.filter(state=Listing.State.SUBMITTED).order_by("submitted_at", "pk")

    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def freshest(self) -> Self:
        return self.order_by("-updated_at", "-pk")

    def matching_text(self, *texts: str) -> Self:
        """Every word of one of the texts, folded, stands somewhere in the listing: the answer without the index."""
        any_of_them = Q()
        for text in texts:
            words = Q()
            for word in fold(text).split():
                words &= Q(search_text__contains=word)
            any_of_them |= words
        return self.filter(any_of_them)


class Listing(models.Model):
    """A public entry: startup, mentor, funder or trade show; its state moves only along the transitions below."""

    class Kind(models.TextChoices):
        STARTUP = "startup", _("startup")
        MENTOR = "mentor", _("mentor")
        FUNDER = "funder", _("financeur")
        TRADESHOW = "tradeshow", _("salon")

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        SUBMITTED = "submitted", _("En relecture")
        CHANGES_REQUESTED = "changes_requested", _("Correction demandée")
        PUBLISHED = "published", _("Publiée")
        HIDDEN = "hidden", _("Masquée")
        ARCHIVED = "archived", _("Archivée")
        MERGED = "merged", _("Fusionnée")

    class Check(models.TextChoices):
        REVIEW = "review", _("à la relecture")
        CONFIRMED = "confirmed", _("d’un clic")
        EDITED = "edited", _("en la modifiant")
        CALL = "call", _("au téléphone")

    KIND: ClassVar[str] = ""
    GONE: ClassVar[tuple[str, ...]] = ("archived", "merged")

    kind = models.CharField(_("type"), max_length=10, choices=Kind, editable=False)
    slug = models.SlugField(_("adresse de la page"), max_length=140)
    name = models.CharField(_("nom"), max_length=120)
    sort_name = models.CharField(max_length=140, editable=False, db_index=True)
    search_text = models.TextField(editable=False, blank=True)
    language = models.CharField(_("langue de la fiche"), max_length=2, choices=User.Language, default="fr")
    tagline = models.CharField(_("en une phrase"), max_length=200, blank=True)
    description = models.TextField(_("présentation"), max_length=6000, blank=True)
    tagline_alt = models.CharField(_("en une phrase, dans l’autre langue"), max_length=200, blank=True)
    description_alt = models.TextField(_("présentation, dans l’autre langue"), max_length=6000, blank=True)
    website = models.URLField(_("site web"), max_length=300, blank=True)
    contact_email = models.EmailField(_("e-mail de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=30, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    parent_siren = models.CharField(_("SIREN de la maison mère"), max_length=9, blank=True)
    city = models.CharField(_("commune"), max_length=100, blank=True)
    region = models.CharField(_("département ou région"), max_length=100, blank=True)
    country = CountryField(_("pays"), blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="listings", verbose_name=_("secteurs"))
    state: Any = FSMField(_("état"), max_length=20, choices=State.choices, default=State.DRAFT, db_index=True)
    is_discreet = models.BooleanField(
        _("montrée aux seules startups proposées"),
        default=False,
        help_text=_("Publiée et proposée, mais absente de l’annuaire, de la recherche et de l’API."),
    )
    source = models.CharField(_("source"), max_length=60, blank=True)
    source_ref = models.CharField(_("référence dans la source"), max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("créée par")
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    submitted_at = models.DateTimeField(_("soumise le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("vérifiée par"),
    )
    verified_how = models.CharField(_("vérifiée"), max_length=10, choices=Check, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("fusionnée dans"),
    )

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche")
        verbose_name_plural = _("fiches")
        indexes = [
            models.Index(fields=["kind", "state", "sort_name"]),
            models.Index(fields=["kind", "state", "-updated_at"]),
            models.Index(fields=["updated_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="listing_slug_unique_in_its_kind"),
            models.UniqueConstraint(
                fields=["kind", "siren"],
                condition=~Q(siren="") & ~Q(state__in=["archived", "merged"]),
                name="listing_siren_unique_among_live",
                violation_error_message=_("Une fiche existe déjà avec ce SIREN."),
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "source_ref"],
                condition=~Q(source_ref=""),
                name="listing_source_ref_unique",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(state="published"), name="listing_published_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="listing_merged_names_the_other",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self) -> None:
        """Fill the derived columns; bulk imports call it for each row before they write."""
        self.kind = self.kind or self.KIND
        self.sort_name = sort_key(self.name, length=140)
        words = [self.name, self.tagline, self.description, self.city, self.tagline_alt, self.description_alt]
        self.search_text = fold(" ".join(words))

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}s:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return bool(self.state == self.State.PUBLISHED)

    @property
    def kept_back(self) -> frozenset[str]:
        """The fields that the public page leaves out because their author wants it so."""
        return frozenset()

    @property
    def shown_tagline(self) -> str:
        """The sentence in the reader's language where it exists, else in the author's."""
        return self.tagline_alt if self._alt_wanted(self.tagline_alt) else self.tagline

    @property
    def shown_description(self) -> str:
        return self.description_alt if self._alt_wanted(self.description_alt) else self.description

    @property
    def shown_language(self) -> str:
        """The language of what is shown, for the `lang` attribute."""
        if not self._alt_wanted(self.tagline_alt or self.description_alt):
            return self.language
        return "en" if self.language == "fr" else "fr"

    def _alt_wanted(self, text: str) -> bool:
        return bool(text) and (get_language() or "fr")[:2] != self.language

    @transition(state, source=[State.DRAFT, State.CHANGES_REQUESTED], target=State.SUBMITTED)
    def submit(self) -> None:
        self.submitted_at = timezone.now()

    @transition(state, source=State.SUBMITTED, target=State.CHANGES_REQUESTED)
    def request_changes(self) -> None:
        """The owner is asked to mend what the curator names."""

    @transition(state, source=[State.SUBMITTED, State.HIDDEN], target=State.PUBLISHED)
    def publish(self) -> None:
        self.published_at = self.published_at or timezone.now()
        self.verified_at = timezone.now()
        self.verified_how = self.Check.REVIEW

    @transition(state, source=State.PUBLISHED, target=State.HIDDEN)
    def hide(self) -> None:
        """The page answers 404 until it is published again."""

    @transition(state, source=[State.PUBLISHED, State.HIDDEN], target=State.ARCHIVED)
    def archive(self) -> None:
        """The listing leaves the directory for good; its history stays."""

    @transition(
        state,
        source=[State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.HIDDEN],
        target=State.MERGED,
    )
    def merge(self, kept: Listing) -> None:
        """The listing was another's twin: its address leads there."""
        self.merged_into = kept

    @transition(state, source=State.MERGED, target=RETURN_VALUE(*State.values))
    def unmerge(self, former: str) -> str:
        """The merge is undone: the listing is what it was."""
        self.merged_into = None
        return former


class ListingMove(Move):
    """A listing's change of state, dated and signed."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="moves", verbose_name=_("fiche"))
    fields = models.JSONField(_("champs à corriger"), default=list, blank=True)

    class Meta(Move.Meta):
        verbose_name = _("changement d’état d’une fiche")
        verbose_name_plural = _("changements d’état des fiches")
