"""An import through the staff page: its file, what its columns mean, and what became of each line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.files import private_storage
from ecosystem.directory.models.listing import Listing

SILENT_AFTER = timedelta(minutes=3)
"""A worker writes at least once a batch; a dry run, which keeps nothing, is left in peace longer."""
SILENT_TRIAL_AFTER = timedelta(minutes=20)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def silent(self) -> Self:
        """Under way, and without a sign of life: nobody works at them any more."""
        now = timezone.now()
        writing = Q(state__in=ImportRun.WRITING, beat_at__lt=now - SILENT_AFTER)
        return self.filter(writing | Q(state=ImportRun.State.TRYING, beat_at__lt=now - SILENT_TRIAL_AFTER))

    def with_old_file(self) -> Self:
        """Those whose file serves no more: they can no longer be undone or begun."""
        before = timezone.now() - timedelta(days=settings.IMPORT_UNDO_DAYS)
        return self.filter(created_at__lt=before).exclude(file="").exclude(state__in=ImportRun.UNDER_WAY)


class ImportRun(models.Model):
    """A file on its way into the directory: columns confirmed, tried without keeping anything, written, undone.

    One run at a time writes, so that no two files meet; `lease` names the worker that is at it.
    """

    class State(models.TextChoices):
        COLUMNS = "columns", _("Colonnes à confirmer")
        TRYING = "trying", _("Essai à blanc en cours")
        TRIED = "tried", _("Essayé")
        IMPORTING = "importing", _("Import en cours")
        DONE = "done", _("Importé")
        STOPPED = "stopped", _("Arrêté")
        FAILED = "failed", _("Échoué")
        UNDOING = "undoing", _("Annulation en cours")
        UNDONE = "undone", _("Annulé")

    WRITING = ("importing", "undoing")
    UNDER_WAY = ("trying", "importing", "undoing")

    kind = models.CharField(_("type de fiche"), max_length=10, choices=Listing.Kind)
    file = models.FileField(_("fichier"), upload_to="imports/%Y/", storage=private_storage, blank=True)
    name = models.CharField(_("nom du fichier"), max_length=160)
    source = models.CharField(_("source"), max_length=60)
    columns = models.JSONField(_("colonnes"), default=list)
    mapping = models.JSONField(_("correspondance"), default=dict)
    mended = models.JSONField(_("lignes corrigées"), default=dict, blank=True)
    publish = models.BooleanField(_("publier les fiches nouvelles"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.COLUMNS, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    created_at = models.DateTimeField(_("déposé le"), default=timezone.now)
    began_at = models.DateTimeField(_("commencé le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    beat_at = models.DateTimeField(_("signe de vie"), null=True, blank=True)
    lease = models.CharField(max_length=64, blank=True, editable=False)
    stop_asked = models.BooleanField(_("arrêt demandé"), default=False)
    is_writing = models.BooleanField(default=False, editable=False)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    done_count = models.PositiveIntegerField(_("lignes faites"), default=0)
    total_count = models.PositiveIntegerField(_("lignes"), default=0)
    counts = models.JSONField(_("résultat"), default=dict, blank=True)
    notes = models.JSONField(_("remarques"), default=list, blank=True)
    seconds = models.FloatField(_("durée, en secondes"), default=0)
    failure = models.CharField(_("cause de l’échec"), max_length=500, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_writing"],
                condition=Q(is_writing=True),
                name="import_one_writes_at_a_time",
                violation_error_message=_("Un autre import est en cours. Attendez qu’il finisse."),
            ),
            models.CheckConstraint(
                condition=Q(is_writing=True, state__in=["importing", "undoing"])
                | (Q(is_writing=False) & ~Q(state__in=["importing", "undoing"])),
                name="import_writing_says_so",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def may_be_changed(self) -> bool:
        """Nothing was written yet: its columns may be corrected, and it may be tried again."""
        return self.state in {self.State.COLUMNS, self.State.TRIED}

    @property
    def may_be_mended(self) -> bool:
        """It was tried and nothing is written: its lines may be corrected, or left out."""
        return self.state == self.State.TRIED and self.began_at is None

    @property
    def ref(self) -> str:
        """What the history of the listings calls it."""
        return f"import:{self.pk}"

    def undo_until(self) -> datetime:
        """The last moment at which it can be undone."""
        return (self.ended_at or self.created_at) + timedelta(days=settings.IMPORT_UNDO_DAYS)

    @property
    def may_be_undone(self) -> bool:
        """It wrote something, and not too long ago."""
        written = self.state in {self.State.DONE, self.State.STOPPED, self.State.FAILED} and self.began_at is not None
        return written and timezone.now() < self.undo_until()


class ImportLine(models.Model):
    """What became of one line: in a trial what would, after an import what did, and what an undo gave back.

    `cells` is what a line of a trial that asks to be read says, to be corrected there.
    """

    class State(models.TextChoices):
        CREATED = "created", _("créée")
        UPDATED = "updated", _("mise à jour")
        UNCHANGED = "unchanged", _("inchangée")
        REFUSED = "refused", _("refusée")
        LEFT = "left", _("laissée de côté")

    class Undone(models.TextChoices):
        REMOVED = "removed", _("retirée")
        RESTORED = "restored", _("remise comme avant")
        PARTLY = "partly", _("remise en partie")
        KEPT = "kept", _("gardée")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("ligne"))
    state = models.CharField(_("résultat"), max_length=10, choices=State)
    name = models.CharField(_("nom lu"), max_length=120, blank=True)
    said = models.CharField(_("valeur lue"), max_length=120, blank=True)
    reasons = models.JSONField(_("explications"), default=list, blank=True)
    has_reasons = models.BooleanField(_("à lire"), default=False)
    ref = models.CharField(_("identifiant"), max_length=120, blank=True)
    cells = models.JSONField(_("cellules"), default=list, blank=True)
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="import_lines", verbose_name=_("fiche")
    )
    is_new = models.BooleanField(_("fiche créée"), default=False)
    changes = models.JSONField(_("changements"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    former = models.JSONField(_("origines d’avant"), default=dict, blank=True)
    extras = models.JSONField(_("autres écritures"), default=list, blank=True, encoder=DjangoJSONEncoder)
    undone = models.CharField(_("annulation"), max_length=10, choices=Undone, blank=True)
    undone_why = models.CharField(_("pourquoi"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ligne d’un import")
        verbose_name_plural = _("lignes des imports")
        ordering = ["line"]
        indexes = [models.Index(fields=["run", "state", "line"], name="import_line_of_state")]
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="import_line_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line}"
