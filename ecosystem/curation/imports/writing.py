"""The dry run and the import of a run: the same reading, kept or not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils.translation import override

from ecosystem.curation.importing import import_listings
from ecosystem.curation.imports.columns import by_place
from ecosystem.curation.imports.errors import StopAsked
from ecosystem.curation.imports.runs import claim, sign_of_life, work
from ecosystem.curation.keeping import Keeper, Told
from ecosystem.curation.reading import FileRefused, Row
from ecosystem.curation.report import Outcome, Report
from ecosystem.curation.writing.batches import Job
from ecosystem.directory.models import ImportLine, ImportRun, Listing

State = ImportRun.State
MOST_TRIED = 200_000
"""Lines of a trial that are kept to be shown."""
MOST_MENDED = 5_000
"""Lines of a trial whose cells are kept, to be corrected."""
LEFT = ImportLine.State.LEFT


def try_import(run_id: int, lease: str) -> bool:
    """Try the whole file, keep nothing of it in the directory, and note what each line would do."""
    run = claim(run_id, State.TRYING, lease)
    if run is None:
        return False

    def act() -> dict[str, Any]:
        keeper = TrialKeeper(run)
        began = perf_counter()
        report = _import(run, keeper, dry_run=True)
        with transaction.atomic():
            sign_of_life(run)
            run.lines.exclude(state=LEFT).delete()
            ImportLine.objects.bulk_create(_without_ghosts(keeper.lines), batch_size=1000)
        facts = {"seconds": perf_counter() - began, "total_count": report.rows, "notes": report.notes}
        return {**facts, "counts": _counts(report)}

    return work(run, act, done=State.TRIED, stopped=State.COLUMNS)


def write_import(run_id: int, lease: str) -> bool:
    """Write the file, from the line where an earlier worker died: each batch stays with its lines, or not at all."""
    run = claim(run_id, State.IMPORTING, lease)
    if run is None:
        return False

    def act() -> dict[str, Any]:
        began = perf_counter()
        report = _import(run, RunKeeper(run), dry_run=False)
        return {"seconds": run.seconds + perf_counter() - began, "notes": report.notes}

    return work(run, act, done=State.DONE, stopped=State.STOPPED)


def _import(run: ImportRun, keeper: Keeper, *, dry_run: bool) -> Report:
    with override(run.by.language if run.by else "fr"):
        report = import_listings(
            run.kind,
            Path(run.file.path),
            by_place(run.columns, run.mapping),
            dry_run,
            run.by,
            publish=run.publish,
            source=run.source,
            keeper=keeper,
        )
    if report.stopped:
        raise FileRefused(report.stopped)
    return report


def _counts(report: Report) -> dict[str, int]:
    made = {f"made_{what}": count for what, count in report.made.items()}
    return {**{str(outcome): report.counts[outcome] for outcome in Outcome}, "warned": report.warned_rows, **made}


def _without_ghosts(lines: list[ImportLine]) -> list[ImportLine]:
    """The lines of a trial, without the listings that it made and that are gone."""
    wanted = sorted({line.listing_id for line in lines if line.listing_id})
    real: set[int] = set()
    for start in range(0, len(wanted), 500):
        real.update(Listing.objects.filter(pk__in=wanted[start : start + 500]).values_list("pk", flat=True))
    for line in lines:
        if line.listing_id not in real:
            line.listing_id = None
    return lines


class PageKeeper(Keeper):
    """Reads the lines as somebody corrected them on the page, without those that she left out."""

    def __init__(self, run: ImportRun) -> None:
        self.run_row = run
        self.run = str(run.pk)
        self.done = set(run.lines.filter(state=LEFT).values_list("line", flat=True))

    def skips(self, line: int) -> bool:
        return line in self.done

    def mended(self, row: Row) -> Row:
        cells = self.run_row.mended.get(str(row.line))
        return row if cells is None else Row(row.line, cells)


class TrialKeeper(PageKeeper):
    """Remembers what each line would do; the database forgets it all at the end."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self.lines: list[ImportLine] = []
        self.room = MOST_MENDED

    def keep(self, told: Sequence[Told], fraction: float) -> None:
        if ImportRun.objects.filter(pk=self.run_row.pk, stop_asked=True).exists():
            raise StopAsked
        room = MOST_TRIED - len(self.lines)
        for one in told[:room]:
            line = trial_line(self.run_row, one)
            if one.cells and self.room:
                line.cells = [cell.replace("\x00", "") for cell in one.cells]
                self.room -= 1
            self.lines.append(line)


class RunKeeper(PageKeeper):
    """Writes each line with its batch, so that a worker that dies leaves exactly what is written."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        written = set(run.lines.exclude(state=LEFT).values_list("line", flat=True))
        self.done |= written
        self.total = len(written)

    def begin(self, job: Job, columns: Sequence[str]) -> None:
        """What an earlier worker met in the file is met."""
        known = self.run_row.lines.filter(listing__isnull=False).values_list("listing", "ref")
        for pk, ref in known:
            job.seen.add(pk)
            if ref:
                job.references[ref] = pk

    @contextmanager
    def batch(self) -> Iterator[None]:
        """The run's own row is held: two workers never write the same batch, nor one that was stopped."""
        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=self.run_row.pk)
            sign_of_life(self.run_row)
            yield

    def keep(self, told: Sequence[Told], fraction: float) -> None:
        ImportLine.objects.bulk_create([written_line(self.run_row, one) for one in told], batch_size=1000)
        self.total += len(told)
        expected = max(self.run_row.total_count, self.total)
        self.run_row.counts = _added(self.run_row.counts if self.total > len(told) else {}, told)
        ImportRun.objects.filter(pk=self.run_row.pk).update(
            done_count=self.total, total_count=expected, counts=self.run_row.counts
        )


def _added(counts: dict[str, int], told: Sequence[Told]) -> dict[str, int]:
    """The counts with those of one more batch."""
    found = {**{str(outcome): 0 for outcome in Outcome}, "warned": 0, **counts}
    for one in told:
        found[one.outcome] += 1
        found["warned"] += bool(one.reasons) and one.outcome is not Outcome.REFUSED
        for what, count in (one.result.made if one.result else {}).items():
            found[f"made_{what}"] = found.get(f"made_{what}", 0) + count
    return found


def trial_line(run: ImportRun, one: Told) -> ImportLine:
    """What a line would do; the listing that it would create does not exist."""
    result = one.result
    known = result.listing if result and not result.is_new and one.outcome is not Outcome.CREATED else None
    return ImportLine(
        run=run,
        line=one.line,
        state=one.outcome,
        name=one.name,
        said=one.said,
        reasons=one.reasons,
        has_reasons=bool(one.reasons),
        ref=one.ref,
        listing_id=known,
        is_new=bool(result and result.is_new),
        changes=result.changes if result and not result.is_new else {},
    )


def written_line(run: ImportRun, one: Told) -> ImportLine:
    """What a line did, with all that an undo needs."""
    line = trial_line(run, one)
    if one.result is not None and one.outcome is not Outcome.REFUSED:
        line.listing_id = one.result.listing
        line.former, line.extras = one.result.former, one.result.extras
    return line
