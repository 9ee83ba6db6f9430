"""Work of the curation that runs in workers."""

from celery import Task, shared_task

from ecosystem.core.queue import enqueue
from ecosystem.core.rows import for_each
from ecosystem.curation.imports import runs, undoing, writing
from ecosystem.directory.models import ImportRun

TASKS: dict[str, str] = {
    ImportRun.State.TRYING: "ecosystem.curation.tasks.try_import",
    ImportRun.State.IMPORTING: "ecosystem.curation.tasks.write_import",
    ImportRun.State.UNDOING: "ecosystem.curation.tasks.undo_import",
}


@shared_task(bind=True)
def try_import(self: Task[[int], bool], run_id: int) -> bool:
    """Try a file without keeping anything."""
    return writing.try_import(run_id, lease=str(self.request.id))


@shared_task(bind=True)
def write_import(self: Task[[int], bool], run_id: int) -> bool:
    """Write a file, once, whatever the number of deliveries."""
    done = writing.write_import(run_id, lease=str(self.request.id))
    enqueue("ecosystem.directory.tasks.index_changes")
    return done


@shared_task(bind=True)
def undo_import(self: Task[[int], bool], run_id: int) -> bool:
    """Take back what a file wrote."""
    done = undoing.undo_import(run_id, lease=str(self.request.id))
    enqueue("ecosystem.directory.tasks.index_changes")
    return done


@shared_task
def watch_imports() -> int:
    """Start again the runs whose worker died, or that no worker was told of."""
    silent = [run for run in ImportRun.objects.silent() if runs.give_up_or_retry(run)]
    for run in silent:
        enqueue(TASKS[ImportRun.State(run.state)], run.pk)
    return len(silent)


@shared_task
def prune_imports() -> int:
    """Throw away the files of runs that can no longer be undone."""
    return for_each(ImportRun.objects.with_old_file(), runs.forget_file)
