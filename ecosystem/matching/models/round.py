"""One computation of proposals from the open needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from ecosystem.accounts.models import Move
from ecosystem.matching.models.parts import FUNDER_PARTS, MENTOR_PARTS, Part, parts_of
from startups.models import Need, NeedQuerySet

HEARTBEAT_TIMEOUT = timedelta(seconds=90)
MOST_RISK = 50
"""Percent: beyond one chance in two, promising a place that is not there is no longer a risk but a plan."""


class RoundQuerySet(models.QuerySet["Round"]):
    def computing(self) -> Self:
        return self.filter(state=Round.State.COMPUTING)

    def silent(self) -> Self:
        """Computing, but no sign of life for longer than a worker ever stays silent."""
        return self.computing().filter(heartbeat_at__lt=timezone.now() - HEARTBEAT_TIMEOUT)

    def unannounced(self) -> Self:
        """Sent, with mails still to write: also when the round was closed meanwhile."""
        return self.filter(published_at__isnull=False, announced_at__isnull=True)

    def of_their_own(self) -> Self:
        """Rounds that are not a scenario of another one."""
        return self.filter(source__isnull=True)

    def archives(self, year: int) -> Self:
        """Over, and begun before that year."""
        return self.filter(state__in=[Round.State.CLOSED, Round.State.CANCELLED], created_at__year__lt=year)

    def family(self, root_id: int) -> Self:
        """A round and its scenarios, the round first."""
        return self.filter(Q(pk=root_id) | Q(source=root_id)).order_by(F("source").asc(nulls_first=True), "pk")

    def rivals(self, round_: Round) -> Self:
        """The other rounds of its family that could be sent in its place, or that were."""
        others = self.family(round_.root_id).exclude(pk=round_.pk)
        return others.filter(Q(state=Round.State.READY) | Q(published_at__isnull=False))


def _weight(part: Part) -> Any:
    return models.PositiveSmallIntegerField(part.label, default=0, validators=[MaxValueValidator(100)])


def _weights_only_of(kind: str, parts: tuple[Part, ...]) -> Q:
    others = {f"weight_{part}": 0 for part in Part if part not in parts}
    return ~Q(kind=kind) | Q(**others)


class Round(models.Model):
    """Proposals for the open needs, by declared weights and rules; nothing is mailed before it is published."""

    class Kind(models.TextChoices):
        MENTORS = "mentors", _("Mentors")
        FUNDERS = "funders", _("Financeurs")

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        COMPUTING = "computing", _("En calcul")
        READY = "ready", _("Prête, en relecture")
        PUBLISHED = "published", _("Publiée")
        CLOSED = "closed", pgettext_lazy("tournée", "Close")
        FAILED = "failed", _("Échec")
        CANCELLED = "cancelled", _("Annulée")

    class Step(models.TextChoices):
        QUEUED = "queued", _("En file d’attente")
        SNAPSHOT = "snapshot", _("Lecture des fiches")
        SCORES = "rules_and_scores", _("Règles et scores")
        ASSIGNMENT = "assignment", _("Affectation optimale")
        CERTIFICATE = "certificate", _("Vérification de l’optimum")
        ALTERNATES = "alternates", _("Remplaçants")
        EXPLANATIONS = "explanations", _("Explications")
        STORAGE = "storage", _("Enregistrement")

    title = models.CharField(_("titre"), max_length=120)
    kind = models.CharField(_("pour"), max_length=10, choices=Kind)
    state: Any = FSMField(_("état"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)

    weight_expertise = _weight(Part.EXPERTISE)
    weight_sector = _weight(Part.SECTOR)
    weight_market = _weight(Part.MARKET)
    weight_stage = _weight(Part.STAGE)
    weight_language = _weight(Part.LANGUAGE)
    weight_text = _weight(Part.TEXT)
    weight_availability = _weight(Part.AVAILABILITY)
    weight_ticket = _weight(Part.TICKET)
    weight_place = _weight(Part.PLACE)
    weight_activity = _weight(Part.ACTIVITY)
    weight_circle = _weight(Part.CIRCLE)

    rule_language = models.BooleanField(_("Une langue en commun"), default=True)
    rule_conflict = models.BooleanField(_("Aucun conflit d’intérêts"), default=True)
    rule_refused_before = models.BooleanField(_("Pas de paire déjà refusée"), default=True)
    rule_stage = models.BooleanField(_("Stade accepté par la personne"), default=False)
    rule_refused_sector = models.BooleanField(_("Secteurs refusés par la personne"), default=True)
    rule_expertise = models.BooleanField(_("Le mentor connaît le sujet ou un sujet voisin"), default=True)
    rule_thesis = models.BooleanField(_("Thèse du financeur respectée"), default=True)

    fairness_memory = models.BooleanField(_("Mémoire d’équité"), default=True)
    expected_acceptance = models.BooleanField(_("Tenir compte des chances d’un oui"), default=False)
    over_acceptance_risk = models.PositiveSmallIntegerField(
        _("risque de trop de oui, en %"), default=0, validators=[MaxValueValidator(MOST_RISK)]
    )

    floor_percent = models.PositiveSmallIntegerField(
        _("plancher, part du meilleur score sur 100"), default=0, validators=[MaxValueValidator(100)]
    )
    alternates_count = models.PositiveSmallIntegerField(
        _("remplaçants par besoin"), default=3, validators=[MaxValueValidator(10)]
    )
    min_score = models.PositiveSmallIntegerField(_("score minimal"), default=20, validators=[MaxValueValidator(100)])
    answer_days = models.PositiveSmallIntegerField(
        _("jours pour répondre"), default=7, validators=[MaxValueValidator(60)]
    )
    as_of = models.DateField(_("situation au"), default=timezone.localdate)
    seed = models.PositiveIntegerField(_("graine"), default=1)

    step = models.CharField(_("étape"), max_length=20, choices=Step, blank=True)
    done_count = models.PositiveIntegerField(_("fait"), default=0)
    total_count = models.PositiveIntegerField(_("à faire"), default=0)
    begun_at = models.DateTimeField(_("calcul commencé le"), null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), null=True, blank=True)
    lease = models.CharField(max_length=36, blank=True, editable=False)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=0)
    cancel_requested = models.BooleanField(_("annulation demandée"), default=False)
    failure = models.CharField(_("cause de l’échec"), max_length=500, blank=True)

    input_digest = models.CharField(_("empreinte des données"), max_length=64, blank=True)
    objective = models.BigIntegerField(_("total, en centièmes"), null=True, blank=True)
    dual_bound = models.BigIntegerField(_("borne duale, en centièmes"), null=True, blank=True)
    stats = models.JSONField(_("mesures"), default=dict, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("créée par")
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    computed_at = models.DateTimeField(_("calculée le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    announced_at = models.DateTimeField(_("courriels écrits le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="scenarios", verbose_name=_("scénario de")
    )
    adopted = models.BooleanField(_("retenue"), default=False, editable=False)
    facts_digest = models.CharField(_("empreinte des fiches lues"), max_length=64, blank=True)
    frontier = models.JSONField(_("frontière"), default=dict, blank=True, editable=False)
    frontier_at = models.DateTimeField(_("dernier point de la frontière"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("tournée")
        verbose_name_plural = _("tournées")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weight_expertise=100
                    - F("weight_sector")
                    - F("weight_market")
                    - F("weight_stage")
                    - F("weight_language")
                    - F("weight_text")
                    - F("weight_availability")
                    - F("weight_ticket")
                    - F("weight_place")
                    - F("weight_activity")
                    - F("weight_circle")
                ),
                name="round_weights_sum_to_100",
                violation_error_message=_("Les poids doivent faire 100 au total."),
            ),
            models.CheckConstraint(condition=_weights_only_of("mentors", MENTOR_PARTS), name="round_mentor_weights"),
            models.CheckConstraint(condition=_weights_only_of("funders", FUNDER_PARTS), name="round_funder_weights"),
            models.CheckConstraint(condition=Q(floor_percent__lte=100), name="round_floor_is_a_share"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(state="published"), name="round_published_has_a_date"
            ),
            models.UniqueConstraint(
                Coalesce("source", "id", output_field=models.BigIntegerField()),
                condition=Q(adopted=True),
                name="round_one_adopted_in_a_family",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("matching:round", args=[self.pk])

    @property
    def root_id(self) -> int:
        """The round that this one is a scenario of, or itself: what its family has in common."""
        return self.source_id or self.pk

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.kind)

    @property
    def weights(self) -> dict[str, int]:
        """Weight by part, in the engine's order, for the parts of this kind."""
        return {part.value: getattr(self, f"weight_{part}") for part in self.parts}

    def open_needs(self) -> NeedQuerySet:
        """The needs that the round serves: matchable on its date, and wanting people of its kind."""
        needs = Need.objects.matchable(self.as_of)
        return needs.for_mentors() if self.kind == self.Kind.MENTORS else needs.for_funders()

    @property
    def gap(self) -> int | None:
        """Distance to the optimum, in hundredths of a point: 0 is proven optimal."""
        if self.objective is None or self.dual_bound is None:
            return None
        return int(self.dual_bound - self.objective)

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it, or several share it."""
        return bool(self.lease) or self.step not in {"", self.Step.QUEUED}

    @transition(state, source=State.DRAFT, target=State.COMPUTING)
    def start(self) -> None:
        self.step, self.done_count, self.total_count = self.Step.QUEUED, 0, 0
        self.cancel_requested, self.failure, self.attempt_count = False, "", 0
        self.heartbeat_at, self.lease, self.begun_at = timezone.now(), "", None

    @transition(state, source=State.COMPUTING, target=State.READY)
    def finish(self) -> None:
        self.computed_at = timezone.now()

    @transition(state, source=State.COMPUTING, target=State.FAILED)
    def fail(self) -> None:
        """Something went wrong: nothing was sent, and it can be started again."""

    @transition(state, source=State.COMPUTING, target=State.CANCELLED)
    def cancel(self) -> None:
        """A curator stopped it: nothing was sent, and it can be started again."""

    @transition(state, source=[State.FAILED, State.CANCELLED, State.READY], target=State.DRAFT)
    def reopen(self) -> None:
        """Back to the settings; the proposals that nobody has seen are thrown away, and it is kept no more."""
        self.adopted = False
        self.frontier, self.frontier_at = {}, None

    @transition(state, source=State.READY, target=State.PUBLISHED)
    def publish(self) -> None:
        self.published_at = timezone.now()

    @transition(state, source=State.PUBLISHED, target=State.READY)
    def unpublish(self) -> None:
        """Everything that left was taken back before anyone answered."""
        self.published_at = self.announced_at = None

    @transition(state, source=State.PUBLISHED, target=State.CLOSED)
    def close(self) -> None:
        self.closed_at = timezone.now()


class RoundMove(Move):
    """A round's change of state, dated and signed."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="moves", verbose_name=_("tournée"))

    class Meta(Move.Meta):
        verbose_name = _("changement d’état d’une tournée")
        verbose_name_plural = _("changements d’état des tournées")


class UnservedNeed(models.Model):
    """A need that a round left without anyone, or with fewer people than it wants, and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="unserved", verbose_name=_("tournée"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="unserved", verbose_name=_("besoin"))
    reason = models.CharField(_("raison"), max_length=40)
    facts = models.JSONField(_("faits"), default=dict, blank=True)
    missing_count = models.PositiveSmallIntegerField(_("personnes manquantes"), default=1)

    class Meta:
        verbose_name = _("besoin sans proposition")
        verbose_name_plural = _("besoins sans proposition")
        ordering = ["need__startup__sort_name", "need_id"]
        constraints = [models.UniqueConstraint(fields=["round", "need"], name="unserved_need_once_in_a_round")]

    def __str__(self) -> str:
        return f"{self.need} : {self.reason}"
