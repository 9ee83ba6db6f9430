"""A run from its file to its end: each step is taken once, by one worker, and may be taken up again after a death."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.core.errors import Refused
from ecosystem.curation.imports.columns import missing_fields, read_columns
from ecosystem.curation.imports.errors import AnotherImportWrites, ImportMoved, LeaseLost, StopAsked
from ecosystem.curation.reading import FileRefused
from ecosystem.directory.models import ImportLine, ImportRun
from ecosystem.directory.models.imports import SILENT_AFTER, SILENT_TRIAL_AFTER

logger = logging.getLogger(__name__)
State = ImportRun.State
MAX_ATTEMPTS = 5


def receive_file(file: File[bytes], *, kind: str, by: User, source: str = "", publish: bool = False) -> ImportRun:
    """Keep the file in private, guess its columns; one that cannot be read raises FileRefused and nothing stays."""
    name = Path(file.name or "").name[:160] or _("fichier")
    named = " ".join((source or Path(name).stem).split())[:60]
    run = ImportRun(kind=kind, name=name, source=named, by=by, publish=publish)
    run.file.save(f"{timezone.now():%H%M%S}{Path(name).suffix[:8].lower()}", file, save=False)
    try:
        run.columns, run.mapping = read_columns(kind, Path(run.file.path))
    except FileRefused:
        run.file.delete(save=False)
        raise
    run.save()
    return run


@transaction.atomic
def ask_for_trial(run: ImportRun, mapping: dict[str, str], *, publish: bool) -> None:
    """Confirm the columns and have the whole file tried; nothing is kept of a trial but what it says."""
    locked = locked_run(run)
    if not locked.may_be_changed:
        raise ImportMoved
    if missing := missing_fields(locked.kind, mapping):
        raise FileRefused(_("Dites quelle colonne donne : %(fields)s.") % {"fields": ", ".join(missing)})
    locked.mapping, locked.publish = mapping, publish
    start(locked, State.TRYING)


@transaction.atomic
def ask_for_import(run: ImportRun) -> None:
    """Have a tried file written; asked twice, it is asked once."""
    locked = locked_run(run)
    if locked.state not in {State.TRIED, State.STOPPED, State.FAILED}:
        raise ImportMoved
    if locked.began_at is None:
        locked.lines.exclude(state=ImportLine.State.LEFT).delete()
        locked.began_at, locked.done_count = timezone.now(), 0
    start_writing(locked, State.IMPORTING)


@transaction.atomic
def correct_columns(run: ImportRun) -> None:
    """Back to the columns, while nothing is written."""
    locked = locked_run(run)
    if locked.state not in {State.TRIED, State.FAILED} or locked.began_at is not None:
        raise ImportMoved
    locked.state = State.COLUMNS
    locked.save()


def ask_to_stop(run: ImportRun) -> bool:
    """Ask the worker to end at its next batch: what was written before stays, and may be undone."""
    return bool(ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.UNDER_WAY).update(stop_asked=True))


def start_writing(locked: ImportRun, state: str) -> None:
    """Take the one place of those that write."""
    locked.is_writing = True
    try:
        with transaction.atomic():
            start(locked, state)
    except IntegrityError as error:
        raise AnotherImportWrites from error


def start(locked: ImportRun, state: str) -> None:
    """Hand a locked run to the next free worker, with nothing left of the former attempt."""
    locked.state, locked.stop_asked, locked.lease, locked.attempts, locked.failure = state, False, "", 0, ""
    locked.beat_at, locked.ended_at = timezone.now(), None
    locked.save()


def locked_run(run: ImportRun) -> ImportRun:
    """The run as it stands now, held until the transaction ends."""
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def claim(run_id: int, state: str, lease: str) -> ImportRun | None:
    """Take a run that waits for a worker, or whose worker fell silent; None when there is nothing to take."""
    silent = timezone.now() - (SILENT_TRIAL_AFTER if state == State.TRYING else SILENT_AFTER)
    free = Q(lease="") | Q(lease=lease) | Q(beat_at__lt=silent)
    found = ImportRun.objects.filter(free, pk=run_id, state=state, attempts__lt=MAX_ATTEMPTS)
    if not found.update(lease=lease, beat_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    return ImportRun.objects.get(pk=run_id)


def work(run: ImportRun, act: Callable[[], dict[str, Any]], *, done: str, stopped: str) -> bool:
    """Do the work of a claimed run and write how it ended; True when it went to its end."""
    try:
        facts = act()
    except LeaseLost:
        logger.warning("Import %s was taken over: this worker stops.", run.pk)
        return False
    except StopAsked:
        return end(run, stopped) and False
    except Refused as error:
        end(run, State.FAILED, failure=str(error)[:500])
        return False
    except Exception as error:
        said = _("Erreur inattendue : %(error)s") % {"error": f"{type(error).__name__}: {error}"}
        end(run, State.FAILED, failure=said[:500])
        raise
    return end(run, done, **facts)


def end(run: ImportRun, state: str, **facts: Any) -> bool:
    """The run is over, unless another worker has it; the place of those that write is free again."""
    mine = ImportRun.objects.filter(pk=run.pk, lease=run.lease, state__in=ImportRun.UNDER_WAY)
    return bool(
        mine.update(state=state, is_writing=False, lease="", stop_asked=False, ended_at=timezone.now(), **facts)
    )


def sign_of_life(run: ImportRun, **facts: Any) -> None:
    """Say where the work is; StopAsked when somebody wants its end, LeaseLost when another worker has it."""
    mine = ImportRun.objects.filter(pk=run.pk, lease=run.lease, state__in=ImportRun.UNDER_WAY)
    if not mine.update(beat_at=timezone.now(), **facts):
        raise LeaseLost
    if mine.filter(stop_asked=True).exists():
        raise StopAsked


def give_up_or_retry(run: ImportRun) -> bool:
    """A run whose worker died is taken up again, some times, then fails; True when it is worth another try."""
    silent = ImportRun.objects.silent().filter(pk=run.pk)
    if run.attempts < MAX_ATTEMPTS:
        return silent.exists()
    silent.update(
        state=State.FAILED,
        is_writing=False,
        lease="",
        ended_at=timezone.now(),
        failure=_("Le travail s’est interrompu plusieurs fois. Ce qui était écrit est gardé ; relancez-le."),
    )
    return False


@transaction.atomic
def forget_file(run: ImportRun) -> bool:
    """The file of a run that can no longer be undone goes; what it did is still told."""
    run.file.delete(save=False)
    ImportRun.objects.filter(pk=run.pk).update(file="", mended={})
    ImportLine.objects.filter(run=run).update(former={}, extras=[], cells=[])
    return True
