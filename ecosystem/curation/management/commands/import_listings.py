"""`manage.py import_listings`: a file of listings into the directory, with a report."""

import csv
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from ecosystem.accounts.models import User
from ecosystem.curation.importing import KINDS, Sink, import_listings
from ecosystem.curation.mapping import read_mapping
from ecosystem.curation.reading import FileRefused
from ecosystem.curation.report import Entry, Outcome, Progress, Report

SHOWN = 20
LABELS = {
    "startup": gettext_lazy("Startups"),
    "mentor": gettext_lazy("Mentors"),
    "funder": gettext_lazy("Financeurs"),
    "tradeshow": gettext_lazy("Salons"),
    "deal": gettext_lazy("Opérations"),
    "tradeshows": gettext_lazy("salons nouveaux"),
    "needs": gettext_lazy("besoins ouverts"),
    "needs_updated": gettext_lazy("besoins mis à jour"),
    "skills": gettext_lazy("sujets de mentors"),
    "read": gettext_lazy("lecture"),
    "write": gettext_lazy("écriture"),
}


class Command(BaseCommand):
    help = (
        "Import startups, mentors, funders or trade shows from a CSV or XLSX file. Each row is taken or refused with "
        "its line and the reason; running it again adds nothing twice. "
        "Exit code: 0 everything was taken, 1 some rows were refused, 2 the file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", choices=sorted(KINDS), metavar="KIND", help="startups, mentors, funders, tradeshows"
        )
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file, 50 MB at most")
        parser.add_argument("--mapping", type=Path, help='a JSON file {"column": "field"} that corrects the guess')
        parser.add_argument("--dry-run", action="store_true", help="try everything and keep nothing")
        parser.add_argument("--deals", type=Path, help="past deals of the funders, matched by the funder's identifier")
        parser.add_argument("--source", default="", help="where the identifiers come from (default: the file's name)")
        parser.add_argument("--report", type=Path, help="write a CSV of the refused rows and of the warnings here")
        parser.add_argument("--by", default="", help="e-mail of the curator who signs the import")
        state = parser.add_mutually_exclusive_group()
        state.add_argument("--publish", action="store_true", help="publish the new listings at once")
        state.add_argument("--draft", action="store_false", dest="publish", help="leave them as drafts (default)")
        needs = parser.add_mutually_exclusive_group()
        needs.add_argument("--needs", action="store_true", default=None, help="open a funding need for each startup")
        needs.add_argument("--no-needs", action="store_false", dest="needs", help="never open needs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mapping = read_mapping(options["mapping"]) if options["mapping"] else None
            with _written(options["report"]) as sink, closing(Bars(hidden=options["verbosity"] < 1)) as bars:
                report = import_listings(
                    options["kind"],
                    options["file"],
                    mapping,
                    options["dry_run"],
                    _signer(options["by"]),
                    bars.show,
                    publish=options["publish"],
                    source=options["source"],
                    needs=options["needs"],
                    deals=options["deals"],
                    sink=sink,
                )
        except FileRefused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self._tell(report)
        if report.deals:
            self._tell(report.deals)
        if not report.is_clean:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        """The counts, the notes and the first lines that were refused."""
        if report.dry_run:
            self.stdout.write(_("Essai : rien n’a été enregistré."))
        for note in report.notes:
            self.stdout.write(note)
        self.stdout.write(
            _(
                "%(file)s, lignes lues : %(rows)d ; créées : %(created)d ; mises à jour : %(updated)d ; "
                "inchangées : %(unchanged)d ; refusées : %(refused)d ; avec un avertissement : %(warned)d."
            )
            % {
                "file": LABELS[report.kind],
                "rows": report.rows,
                **{str(outcome): report.counts[outcome] for outcome in Outcome},
                "warned": report.warned_rows,
            }
        )
        for what, count in sorted(report.made.items()):
            self.stdout.write(f"  {LABELS[what]} : {count}")
        for stage, seconds in report.seconds.items():
            self.stdout.write(f"  {LABELS[stage]} : {seconds:.2f} s")
        for warning, count in report.warnings.most_common(SHOWN):
            self.stdout.write(f"  {count} × {warning}")
        refused = [entry for entry in report.entries if entry.state == Outcome.REFUSED]
        for entry in refused[:SHOWN]:
            self.stderr.write(_("Ligne %(line)d refusée : %(reason)s") % {"line": entry.line, "reason": entry.reason})
        if report.refused > SHOWN:
            more = _("… autres lignes refusées : %(count)d (--report les écrit toutes).")
            self.stderr.write(more % {"count": report.refused - SHOWN})
        if report.stopped:
            self.stderr.write(report.stopped)


def _signer(email: str) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise FileRefused(_("Aucun compte n’a l’adresse « %(email)s ».") % {"email": email})
    return user


@contextmanager
def _written(path: Path | None) -> Iterator[Sink | None]:
    """The report's file, a line at a time."""
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise FileRefused(_("Le rapport ne peut pas être écrit dans « %(path)s ».") % {"path": str(path)}) from error
    with file:
        rows = csv.writer(file)
        rows.writerow(["file", "line", "state", "reason"])

        def write(entry: Entry) -> None:
            rows.writerow([entry.part, entry.line, entry.state, entry.reason])

        yield write


class Bars:
    """A progress bar on the error stream, one for each file."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.part = ""
        self.bar: tqdm[Any] | None = None

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, progress: Progress) -> None:
        if self.part != progress.part:
            self.close()
            self.part = progress.part
            self.bar = tqdm(desc=progress.part, unit=" rows", unit_scale=True, file=sys.stderr, disable=self.hidden)
        if self.bar is not None:
            # Nobody knows how many rows a file has before its end: what was read of it tells about how many.
            self.bar.total = round(progress.rows / progress.fraction) if progress.fraction else None
            self.bar.update(progress.rows - self.bar.n)
