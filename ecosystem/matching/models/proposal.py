"""A need and a person, with a score that is explained part by part, and two answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, cast

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from ecosystem.accounts.models import Move, User
from ecosystem.engagements.models import Engagement, Introduction
from ecosystem.matching.models.parts import Part
from ecosystem.matching.models.round import Round
from ecosystem.matching.models.sending import Sending
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def chosen(self) -> Self:
        """The pairs of the assignment, without the alternates."""
        return self.filter(rank=0)

    def alternates(self) -> Self:
        return self.filter(rank__gt=0)

    def in_review(self) -> Self:
        """The pairs of the assignment that nobody has sent or set aside yet."""
        return self.chosen().filter(state=Proposal.State.DRAFTED)

    def validated(self) -> Self:
        """In review, and somebody of the team said that they may leave."""
        return self.in_review().filter(reviewed_at__isnull=False)

    def sent(self) -> Self:
        return self.filter(state=Proposal.State.SENT)

    def refusing(self) -> Self:
        """Those that keep their two sides apart: one said no, or gave the match back, and did not think again."""
        ended = [Proposal.State.DECLINED, Proposal.State.GIVEN_BACK]
        return self.filter(state__in=ended, reconsidered_at__isnull=True)

    def overdue(self, on: date) -> Self:
        return self.sent().filter(expires_on__lt=on)

    def of_person(self, user: User) -> Self:
        """Those put to the person as a mentor or as a funder."""
        return self.filter(Q(mentor__user=user) | Q(funder__user=user))

    def of_startup_team(self, user: User) -> Self:
        return self.filter(need__startup__members__user=user)

    def seen(self) -> Self:
        """Everything that left the team's hands: never a draft, nor one that was set aside before it was sent."""
        return self.filter(sent_at__isnull=False)

    def pointless(self) -> Self:
        """Sent, and nothing more can come of it: the need is over, or has expired before the person answered."""
        over = Q(need__state__in=[Need.State.SERVED, Need.State.CLOSED])
        return self.sent().filter(over | Q(need__state=Need.State.EXPIRED, person_answer=""))

    def awaited(self) -> Self:
        """Sent, and an answer can still come to something."""
        return self.sent().exclude(pk__in=Proposal.objects.pointless().values("pk"))

    def with_parties(self) -> Self:
        return self.select_related("round", "need__startup", "need__topic", "mentor__user", "funder__user")

    def held(self, pk: int) -> Proposal:
        """Held until the end of the transaction, then read: a merge that ended meanwhile changed its parties."""
        self.select_for_update().values_list("pk").get(pk=pk)
        return self.with_parties().get(pk=pk)


def _points(part: Part) -> Any:
    return models.PositiveSmallIntegerField(part.label, default=0, validators=[MaxValueValidator(10_000)])


class Proposal(models.Model):
    """One need, one mentor or funder; points are hundredths and the parts always sum to the score."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("En relecture")
        SENT = "sent", _("Envoyée")
        ACCEPTED = "accepted", _("Acceptée")
        DECLINED = "declined", _("Déclinée")
        EXPIRED = "expired", _("Expirée")
        WITHDRAWN = "withdrawn", _("Retirée")
        GIVEN_BACK = "given_back", _("Rendue")

    class Answer(models.TextChoices):
        PENDING = "", _("attendue")
        YES = "yes", _("oui")
        NO = "no", _("non")

    class Side(models.TextChoices):
        PERSON = "person", _("mentor ou financeur")
        STARTUP = "startup", _("startup")

    class DeclineReason(models.TextChoices):
        NO_TIME = "no_time", _("Pas de temps en ce moment")
        NOT_MY_FIELD = "not_my_field", _("Ce n’est pas mon expertise")
        CONFLICT = "conflict", _("Conflit d’intérêts")
        ALREADY_MET = "already_met", _("Nous avons déjà échangé")
        OTHER = "other", _("Autre motif")

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposals", verbose_name=_("tournée"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="proposals", verbose_name=_("besoin"))
    mentor = models.ForeignKey(
        Mentor, models.CASCADE, null=True, blank=True, related_name="proposals", verbose_name=_("mentor")
    )
    funder = models.ForeignKey(
        Funder, models.CASCADE, null=True, blank=True, related_name="proposals", verbose_name=_("financeur")
    )
    rank = models.PositiveSmallIntegerField(_("rang de remplaçant"), default=0)
    score = models.PositiveSmallIntegerField(_("score, en centièmes"), validators=[MaxValueValidator(10_000)])
    priority = models.PositiveSmallIntegerField(
        _("priorité du besoin, en centièmes"), default=0, validators=[MaxValueValidator(500)]
    )
    chance = models.PositiveSmallIntegerField(
        _("chance d’un oui, en dix-millièmes"), null=True, blank=True, validators=[MaxValueValidator(10_000)]
    )
    imposed = models.BooleanField(_("imposée par l’équipe"), default=False)
    points_expertise = _points(Part.EXPERTISE)
    points_sector = _points(Part.SECTOR)
    points_market = _points(Part.MARKET)
    points_stage = _points(Part.STAGE)
    points_language = _points(Part.LANGUAGE)
    points_text = _points(Part.TEXT)
    points_availability = _points(Part.AVAILABILITY)
    points_ticket = _points(Part.TICKET)
    points_place = _points(Part.PLACE)
    points_activity = _points(Part.ACTIVITY)
    points_circle = _points(Part.CIRCLE)
    evidence = models.JSONField(_("preuves"), default=dict, blank=True)
    team_word = models.CharField(_("mot de l’équipe"), max_length=500, blank=True)

    reviewed_at = models.DateTimeField(_("validée le"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("validée par"),
    )
    sending = models.ForeignKey(
        Sending, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("envoi")
    )

    state: Any = FSMField(_("état"), max_length=10, choices=State.choices, default=State.DRAFTED, db_index=True)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    expires_on = models.DateField(_("réponse avant le"), null=True, blank=True)
    person_answer = models.CharField(_("réponse de la personne"), max_length=3, choices=Answer, blank=True)
    person_answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    startup_answer = models.CharField(_("réponse de la startup"), max_length=3, choices=Answer, blank=True)
    startup_answered_at = models.DateTimeField(_("répondu par la startup le"), null=True, blank=True)
    declined_by_side = models.CharField(_("déclinée par"), max_length=10, choices=Side, blank=True)
    decline_reason = models.CharField(_("motif"), max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.CharField(_("précision"), max_length=500, blank=True)
    reminded_at = models.DateTimeField(_("relancée le"), null=True, blank=True)
    last_chance_at = models.DateTimeField(_("relancée pour la dernière fois le"), null=True, blank=True)
    given_back_by_side = models.CharField(_("rendue par"), max_length=10, choices=Side, blank=True)
    reconsidered_at = models.DateTimeField(_("refus repris le"), null=True, blank=True)
    engagement = models.OneToOneField(
        Engagement, models.SET_NULL, null=True, blank=True, related_name="proposal", verbose_name=_("accompagnement")
    )
    introduction = models.OneToOneField(
        Introduction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("mise en relation"),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["round", "rank", "-score"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor__isnull=False, funder__isnull=True) | Q(mentor__isnull=True, funder__isnull=False),
                name="proposal_to_exactly_one_of_mentor_and_funder",
            ),
            models.CheckConstraint(
                condition=Q(
                    score=F("points_expertise")
                    + F("points_sector")
                    + F("points_market")
                    + F("points_stage")
                    + F("points_language")
                    + F("points_text")
                    + F("points_availability")
                    + F("points_ticket")
                    + F("points_place")
                    + F("points_activity")
                    + F("points_circle")
                ),
                name="proposal_parts_sum_to_the_score",
            ),
            models.UniqueConstraint(fields=["round", "need", "mentor"], name="proposal_once_in_a_round_mentor"),
            models.UniqueConstraint(fields=["round", "need", "funder"], name="proposal_once_in_a_round_funder"),
            models.UniqueConstraint(
                fields=["need", "mentor"],
                condition=Q(state__in=["sent", "accepted"]),
                name="proposal_open_once_per_need_and_mentor",
            ),
            models.UniqueConstraint(
                fields=["need", "funder"],
                condition=Q(state__in=["sent", "accepted"]),
                name="proposal_open_once_per_need_and_funder",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(person_answer="yes", startup_answer="yes"),
                name="proposal_accepted_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "withdrawn"]) | Q(sent_at__isnull=False),
                name="proposal_sent_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} · {self.person}"

    @property
    def person(self) -> Mentor | Funder:
        """The mentor or the funder: the database holds that there is exactly one."""
        return cast(Mentor | Funder, self.mentor or self.funder)

    @property
    def score_points(self) -> float:
        return self.score / 100

    @property
    def value(self) -> int:
        """What the assignment compared, in hundredths: the score by the chance, rounded half up, and the priority."""
        expected = self.score if self.chance is None else (self.score * self.chance + 5_000) // 10_000
        return expected + self.priority

    def answer_of(self, side: str) -> str:
        return self.person_answer if side == self.Side.PERSON else self.startup_answer

    @transition(state, source=State.DRAFTED, target=State.SENT)
    def send(self) -> None:
        self.sent_at = timezone.now()

    @transition(state, source=State.SENT, target=State.ACCEPTED)
    def accept(self) -> None:
        """Both have said yes."""

    @transition(state, source=State.SENT, target=State.DECLINED)
    def decline(self) -> None:
        """One of the two has said no."""

    @transition(state, source=State.SENT, target=State.EXPIRED)
    def expire(self) -> None:
        """Nobody answered in time."""

    @transition(state, source=State.WITHDRAWN, target=State.DRAFTED)
    def bring_back(self) -> None:
        """It was set aside before anybody saw it, and is in review again."""

    @transition(state, source=[State.DRAFTED, State.SENT], target=State.WITHDRAWN)
    def withdraw(self) -> None:
        """The team took it back."""

    @transition(state, source=State.ACCEPTED, target=State.GIVEN_BACK)
    def give_back(self) -> None:
        """One of the two ended what both had agreed to."""

    @transition(state, source=State.DECLINED, target=State.SENT)
    def reconsider(self) -> None:
        """Whoever had said no thought again: both are asked anew."""
        self.sent_at, self.reconsidered_at = timezone.now(), timezone.now()
        self.person_answer, self.person_answered_at = "", None
        self.startup_answer, self.startup_answered_at = "", None
        self.declined_by_side = self.decline_reason = self.decline_note = ""
        self.reminded_at = self.last_chance_at = None


class ProposalMove(Move):
    """A proposal's change of state or one of its two answers, dated and signed."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="moves", verbose_name=_("proposition"))
    on_behalf_of = models.CharField(_("au nom de"), max_length=10, choices=Proposal.Side, blank=True)

    @property
    def label(self) -> str:
        """The state that it came to, in words; an answer alone leaves the state as it was."""
        return str(_("réponse")) if self.from_state == self.to_state else str(Proposal.State(self.to_state).label)

    class Meta(Move.Meta):
        verbose_name = _("changement d’état d’une proposition")
        verbose_name_plural = _("changements d’état des propositions")
