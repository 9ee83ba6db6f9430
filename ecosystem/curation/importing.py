"""Importing a file: read, understand, write by batches, report; the command and the staff page both call it."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, reset_queries, transaction
from django.utils.translation import gettext as _

from ecosystem.accounts.models import User
from ecosystem.curation.keeping import Keeper, Told
from ecosystem.curation.mapping import ColumnMap, Given, map_columns
from ecosystem.curation.reading import FileRefused, Row, Table, open_table
from ecosystem.curation.report import Entry, Outcome, Progress, Report
from ecosystem.curation.rows.cells import Cells, RowRefused
from ecosystem.curation.rows.kinds import READERS, AnyRow, says_needs, wants_needs
from ecosystem.curation.terms import read_vocabulary
from ecosystem.curation.writing.batches import Job, Result, Writer, write_batch
from ecosystem.curation.writing.deals import DealWriter
from ecosystem.curation.writing.followers import Needs, Skills
from ecosystem.curation.writing.listings import ListingWriter
from ecosystem.curation.writing.owned import kept_warning
from ecosystem.curation.writing.tradeshows import TradeShowWriter
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Startup

logger = logging.getLogger(__name__)

BATCH = 1_000
KINDS = {
    "startup": "startup",
    "startups": "startup",
    "mentor": "mentor",
    "mentors": "mentor",
    "funder": "funder",
    "funders": "funder",
    "tradeshow": "tradeshow",
    "tradeshows": "tradeshow",
}
OnProgress = Callable[[Progress], None]
Sink = Callable[[Entry], None]


def import_listings(
    kind: str,
    path: Path,
    mapping: Given | None = None,
    dry_run: bool = False,
    by: User | None = None,
    on_progress: OnProgress | None = None,
    *,
    publish: bool = False,
    source: str = "",
    needs: bool | None = None,
    deals: Path | None = None,
    sink: Sink | None = None,
    keeper: Keeper | None = None,
) -> Report:
    """Import a file of listings of one kind; each row is taken or refused with its reason, and a second run adds none.

    A file that cannot be read, or whose name column is missing, raises FileRefused and writes nothing. With `dry_run`
    everything is tried and nothing kept. `deals` is a second file, the track record of the funders of the first;
    `source` names where the references come from, else the file's name does.
    """
    if kind not in KINDS:
        raise FileRefused(_("Type de fiche inconnu : « %(kind)s ».") % {"kind": kind[:40]})
    if deals is not None and KINDS[kind] != "funder":
        raise FileRefused(_("Un fichier d’opérations n’accompagne que des financeurs."))
    with ExitStack() as stack:
        # Both files are opened before anything is written: a wrong second one refuses the whole request.
        parts = [_open(stack, KINDS[kind], path, mapping, sink)]
        report = parts[0].report
        if deals is not None:
            parts.append(_open(stack, "deal", deals, None, sink))
            report.deals = parts[1].report
        if dry_run:
            stack.enter_context(_undone())
        vocabulary = read_vocabulary()
        named = " ".join((source or path.stem).split())[:60]
        references: dict[str, int] = {}
        for part in parts:
            part.report.dry_run = dry_run
            job = Job(part.report.kind, named, part.report, vocabulary, by, publish, _wants_needs(part, needs))
            job.references = references  # the second file speaks of the listings of the first
            _import(part, job, on_progress, keeper or Keeper())
            if part.report.stopped:
                break
    return report


@dataclass(slots=True)
class _Part:
    """One file of a request, open."""

    report: Report
    table: Table
    columns: ColumnMap


def _open(stack: ExitStack, kind: str, path: Path, mapping: Given | None, sink: Sink | None) -> _Part:
    table = stack.enter_context(open_table(path))
    columns = map_columns(kind, table.columns, mapping)
    read = {name: column.title for name, column in columns.columns.items()}
    return _Part(Report(kind, sink, notes=[*table.notes, *columns.notes], columns=read), table, columns)


@contextmanager
def _undone() -> Iterator[None]:
    """Everything in the block is tried on the real database and none of it stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _wants_needs(part: _Part, asked: bool | None) -> bool:
    """A need a startup: when the file says what is sought, or when asked for and the file says something of it."""
    if part.report.kind != "startup" or asked is False:
        return False
    if asked and not says_needs(part.columns):
        part.report.notes.append(
            _("Aucune colonne ne dit de levée (montant, stade ou date) : aucun besoin n’est créé.")
        )
        return False
    return bool(asked) or wants_needs(part.columns)


def _writer(job: Job) -> Writer[Any]:
    match job.kind:
        case "startup":
            return ListingWriter(Startup, job, Needs(job) if job.needs else None)
        case "mentor":
            return ListingWriter(Mentor, job, Skills(job))
        case "funder":
            return ListingWriter(Funder, job)
        case "tradeshow":
            return TradeShowWriter(job)
    return DealWriter(job)


@dataclass(slots=True)
class _Read:
    """A line of the file, with what it says or with the reason why it is refused."""

    line: int
    name: str
    cells: Sequence[str] = ()
    row: AnyRow | None = None
    refusal: str = ""
    said: str = ""


def _import(part: _Part, job: Job, on_progress: OnProgress | None, keeper: Keeper) -> None:
    """All rows of one file, by batches; a database that stops answering ends the import and says so."""
    report = part.report
    cells = Cells(part.columns.columns, job.vocabulary)
    writer = _writer(job)
    job.run = keeper.run
    keeper.begin(job, part.table.columns)
    batches = _batches(keeper.mended(row) for row in part.table.rows if not keeper.skips(row.line))
    while True:
        with report.timed("read"):
            understood = [_understand(row, report.kind, cells) for row in next(batches, [])]
        if not understood:
            break
        try:
            with report.timed("write"), keeper.batch():
                results = write_batch(writer, [read.row for read in understood if read.row is not None])
                told = _told(understood, results)
                keeper.keep(told, part.table.fraction())
        except DatabaseError as error:
            _stop(report, understood, error)
            break
        _tell(report, told)
        reset_queries()  # under DEBUG Django keeps the text of every statement
        if on_progress:
            on_progress(Progress(report.kind, report.rows, part.table.fraction()))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _understand(row: Row, kind: str, cells: Cells) -> _Read:
    """The row's line with what it says, or with the reason why it is refused."""
    if row.fault:
        return _Read(row.line, "", refusal=row.fault)
    cells.turn_to(row.line, row.values)
    if row.note:
        cells.warnings.append(row.note)
    name = cells.shown("company" if kind == "deal" else "name")
    try:
        return _Read(row.line, name, row.values, READERS[kind](cells))
    except RowRefused as refusal:
        return _Read(row.line, name, row.values, refusal=str(refusal), said=refusal.said)


def _told(understood: list[_Read], results: list[Result]) -> list[Told]:
    """What became of each line of a batch, in the order of the file."""
    waiting = iter(results)
    told = []
    for read in understood:
        if read.row is None:
            told.append(Told(read.line, Outcome.REFUSED, read.name, read.said, [read.refusal], cells=read.cells))
            continue
        result = next(waiting)
        warnings = [*read.row.warnings, kept_warning(result.kept)] if result.kept else read.row.warnings
        reasons = [result.reason] if result.outcome is Outcome.REFUSED else warnings
        ref = getattr(read.row, "source_ref", "")
        cells = read.cells if reasons else ()
        told.append(Told(read.line, result.outcome, read.name, "", reasons, ref, cells, result))
    return told


def _tell(report: Report, told: list[Told]) -> None:
    """Report a batch in the order of the file."""
    for one in told:
        if one.result is not None:
            report.made.update(one.result.made)
        if one.outcome is Outcome.REFUSED:
            report.refuse(one.line, one.reasons[0])
        else:
            report.take(one.line, one.outcome, one.reasons)


def _stop(report: Report, understood: list[_Read], error: DatabaseError) -> None:
    """None of the batch was written; what came before stays, and a new run takes up the rest."""
    report.stopped = _(
        "La base de données ne répond plus : l’import s’est arrêté à la ligne %(line)d. Relancez-le."
    ) % {"line": understood[0].line}
    for read in understood:
        report.refuse(read.line, read.refusal or report.stopped)
    logger.error("The import stopped at line %d: %s", understood[0].line, error)
