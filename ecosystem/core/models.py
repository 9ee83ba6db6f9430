"""The outbox: a mail is a row written in the same transaction as the event that it tells (docs/adr/0002)."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STUCK_AFTER = timedelta(minutes=15)  # no task of this site works for so long without ending


class MailQuerySet(models.QuerySet["Mail"]):
    def queued(self) -> Self:
        return self.filter(state=Mail.State.QUEUED)

    def inbox_of(self, reader_id: int) -> Self:
        """What a person reads in her messages: all that was written to her account and may be known by now."""
        may_be_known = Q(not_before=None) | Q(not_before__lte=timezone.now())
        return self.filter(may_be_known, reader_id=reader_id).exclude(state=Mail.State.DROPPED)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def mark_read(self) -> int:
        """Note that they were read; those that were already keep their moment."""
        return self.unread().update(read_at=timezone.now())


class Mail(models.Model):
    """One mail to one person about one event: the key makes it impossible to write it twice."""

    class State(models.TextChoices):
        QUEUED = "queued", _("en attente")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("parti")
        FAILED = "failed", _("échoué")
        HELD = "held", _("attend un résumé")
        GATHERED = "gathered", _("parti dans un résumé")
        MUTED = "muted", _("refusé par la personne")
        DROPPED = "dropped", _("devenu sans objet")

    key = models.CharField(_("clé de l’événement"), max_length=200, unique=True)
    to = models.EmailField(_("destinataire"))
    language = models.CharField(_("langue"), max_length=5, default="fr")
    template = models.CharField(_("modèle"), max_length=100)
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"))
    html = models.TextField("HTML", blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.QUEUED)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=0)
    failure = models.CharField(_("erreur"), max_length=300, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("compte"),
    )
    about = models.CharField(_("objet du site"), max_length=60, blank=True, db_index=True)
    url = models.CharField(_("page"), max_length=300, blank=True)
    digest = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="gathered", verbose_name=_("résumé")
    )
    not_before = models.DateTimeField(_("pas avant le"), null=True, blank=True)
    created_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["reader", "read_at"], name="mail_of_reader"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at__isnull=False) | ~Q(state="sent"), name="mail_sent_has_a_date")
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class MailTextQuerySet(models.QuerySet["MailText"]):
    def of(self, template: str, language: str) -> Self:
        """Its versions, the newest first."""
        return self.filter(template=template, language=language).order_by("-version")


class MailText(models.Model):
    """One version of the words of a kind of mail: the newest counts, and none is ever changed or removed."""

    template = models.CharField(_("modèle"), max_length=100)
    language = models.CharField(_("langue"), max_length=5)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"), max_length=8000)
    is_original = models.BooleanField(_("version d’origine"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    at = models.DateTimeField(_("le"), auto_now_add=True)

    objects = MailTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte de courriel")
        verbose_name_plural = _("textes de courriels")
        ordering = ["template", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["template", "language", "version"], name="mail_text_one_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language}, {self.version})"


class MailChoice(models.Model):
    """How often an address wants a kind of mail, or all kinds (no template): its own word counts before the general."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("tout de suite")
        DAILY = "daily", _("un résumé par jour")
        WEEKLY = "weekly", _("un résumé par semaine")
        NEVER = "never", _("jamais")

    address = models.EmailField(_("adresse"))
    template = models.CharField(_("modèle"), max_length=100, blank=True)
    rhythm = models.CharField(_("rythme"), max_length=8, choices=Rhythm)
    at = models.DateTimeField(_("le"), auto_now=True)

    class Meta:
        verbose_name = _("choix d’un destinataire")
        verbose_name_plural = _("choix des destinataires")
        ordering = ["address", "template"]
        constraints = [models.UniqueConstraint(fields=["address", "template"], name="mail_choice_one_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.address}, {self.template or _('tout')} : {self.get_rhythm_display()}"


class TaskRunQuerySet(models.QuerySet["TaskRun"]):
    def under_way(self) -> Self:
        return self.filter(state__in=[TaskRun.State.RUNNING, TaskRun.State.WAITING])

    def stuck(self) -> Self:
        """Begun long ago, and silent since: whoever ran them is dead."""
        return self.under_way().filter(started_at__lt=timezone.now() - STUCK_AFTER)

    def latest_of_their_task(self) -> Self:
        last = TaskRun.objects.order_by().values("task").annotate(last=models.Max("pk")).values("last")
        return self.filter(pk__in=last)

    def unresolved(self) -> Self:
        """Failed or stuck, not set aside, and the same work was not begun again since."""
        again = TaskRun.objects.filter(
            task=models.OuterRef("task"), arguments=models.OuterRef("arguments"), pk__gt=models.OuterRef("pk")
        )
        bad = models.Q(state=TaskRun.State.FAILED) | models.Q(pk__in=TaskRun.objects.stuck().values("pk"))
        return self.filter(bad, ~models.Exists(again), set_aside_at__isnull=True)


class TaskRun(models.Model):
    """One run of a task by a worker; runs of one day that found nothing to do share the last one's row."""

    class State(models.TextChoices):
        RUNNING = "running", _("en cours")
        WAITING = "waiting", _("nouvel essai à venir")
        DONE = "done", _("réussie")
        FAILED = "failed", _("échouée")

    task = models.CharField(_("tâche"), max_length=150)
    arguments = models.CharField(_("arguments"), max_length=200, default="[]")
    request_id = models.CharField(_("numéro de la demande"), max_length=64, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.RUNNING)
    attempt_count = models.PositiveSmallIntegerField(_("essais"), default=1)
    run_count = models.PositiveIntegerField(_("exécutions"), default=1)
    found_count = models.IntegerField(_("résultat"), null=True, blank=True)
    failure = models.CharField(_("erreur"), max_length=300, blank=True)
    trace = models.TextField(_("détail technique"), blank=True)
    worker = models.CharField(_("ouvrier"), max_length=100, blank=True)
    started_at = models.DateTimeField(_("commencée le"), db_index=True)
    ended_at = models.DateTimeField(_("finie le"), null=True, blank=True)
    seconds = models.FloatField(_("durée, en secondes"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("classée le"), null=True, blank=True)

    objects = TaskRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("exécution d’une tâche")
        verbose_name_plural = _("exécutions des tâches")
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["task", "arguments", "id"], name="task_run_same_work"),
            models.Index(fields=["state", "started_at"], name="task_run_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | ~models.Q(state__in=["done", "failed"]),
                name="task_run_ended_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}{self.arguments}"

    @property
    def is_stuck(self) -> bool:
        under_way = self.state in {self.State.RUNNING, self.State.WAITING}
        return under_way and self.started_at < timezone.now() - STUCK_AFTER


class DataVersion(models.Model):
    """One row, whose number rises each time that something public was written (core/versions.py)."""

    number = models.PositiveBigIntegerField(_("numéro"), default=0)

    class Meta:
        verbose_name = _("version des données")
        verbose_name_plural = _("version des données")

    def __str__(self) -> str:
        return str(self.number)
