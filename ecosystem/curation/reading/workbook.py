"""XLSX, weighed before it is inflated, checked whole, then read a row at a time from its first sheet."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from ecosystem.curation.reading.limits import (
    MAX_COLUMNS,
    MAX_INFLATED,
    MAX_RATIO,
    MAX_ROWS,
    MAX_STRINGS,
    SMALL_INFLATED,
    FileRefused,
    Row,
    Table,
    check_columns,
    checked_row,
    megabytes,
)

CHUNK = 500
HIGHEST_WHOLE = 2**53
BLOCK = 1024 * 1024
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]{0,200}?\br\s*=\s*["'](\d{1,40})["']""")


def check_archive(path: Path) -> None:
    """Refuse a broken archive, and one that would inflate beyond reason: zipfile inflates no more than was declared."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            inflated = sum(entry.file_size for entry in entries)
            strings = sum(entry.file_size for entry in entries if entry.filename.lower().endswith("sharedstrings.xml"))
            ratio = inflated / max(1, sum(entry.compress_size for entry in entries))
            is_swollen = inflated > SMALL_INFLATED and ratio > MAX_RATIO
            if inflated > MAX_INFLATED or strings > MAX_STRINGS or is_swollen or len(entries) > 5_000:
                raise FileRefused(
                    _("Ce classeur pèserait %(size)d Mo une fois décompressé : il est refusé. Envoyez un CSV.")
                    % {"size": megabytes(inflated)}
                )
            broken = archive.testzip()
            if broken is None:
                _check_rows(archive, entries)
    except FileRefused:
        raise
    except Exception as error:  # zipfile raises many kinds for a damaged archive, and none of them is a bug here
        raise FileRefused(_("Ce classeur est tronqué ou abîmé. Enregistrez-le de nouveau.")) from error
    if broken is not None:
        raise FileRefused(_("Ce classeur est tronqué ou abîmé. Enregistrez-le de nouveau."))


def _check_rows(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse a sheet that numbers a row beyond Excel's last one: its reader would count all the missing ones."""
    for entry in entries:
        if not re.search(r"worksheets/[^/]*\.xml$", entry.filename.lower()):
            continue
        with archive.open(entry) as file:
            end = b""
            while block := file.read(BLOCK):
                highest = max((int(number) for number in _ROW.findall(end + block)), default=0)
                if highest > MAX_ROWS:
                    raise FileRefused(too_many_rows())
                end = block[-300:]


def too_many_rows() -> str:
    return _(
        "Ce classeur annonce une ligne au-delà de la %(limit)d, la dernière d’Excel. Enregistrez-le de nouveau."
    ) % {"limit": MAX_ROWS}


def as_text(value: Any) -> str:
    """A cell as a person reads it: dates in ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < HIGHEST_WHOLE:
        return str(int(value))
    return str(value)


@contextmanager
def open_workbook(path: Path) -> Iterator[Table]:
    """The table of the first sheet; formulas give the value that was last computed."""
    check_archive(path)
    with path.open("rb") as file:  # openpyxl would judge a path by its extension
        yield from _opened(file)


def _opened(file: BinaryIO) -> Iterator[Table]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not draw
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet: Any = book.worksheets[0]
            total = sheet.max_row
            sheet.reset_dimensions()  # what the sheet says of its own size may be wrong
    except Exception as error:  # openpyxl raises whatever its XML reader meets
        raise FileRefused(_("Ce classeur ne contient pas de feuille lisible.")) from error
    try:
        cells = _Cells(sheet)
        columns = _header(cells)
        rows = _rows(cells, len(columns))
        yield Table(columns, rows, lambda: min(1.0, cells.line / total) if total else 0.0)
    finally:
        book.close()


class _Cells:
    """The rows as text, numbered, fetched by chunks; `broken` says why the sheet could not be read to its end."""

    def __init__(self, sheet: Any) -> None:
        self.line = 0
        self.broken = ""
        self.texts = self._read(iter(sheet.iter_rows(values_only=True)))

    def _read(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[list[str]]:
        while chunk := self._chunk(rows):
            for values in chunk:
                if self.line >= MAX_ROWS:
                    self.broken = too_many_rows()
                    return
                self.line += 1
                if values:  # a row that the sheet leaves out costs its number and nothing else
                    yield [as_text(value) for value in values[: MAX_COLUMNS + 1]]

    def _chunk(self, rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        chunk: list[tuple[Any, ...]] = []
        if self.broken:
            return chunk
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # dates out of range, headers and footers
                for values in islice(rows, CHUNK):
                    chunk.append(values)  # noqa: PERF402 - what was read before a fault is kept
        except Exception:  # openpyxl raises whatever its XML reader meets
            self.broken = _("La feuille est illisible à partir de cette ligne.")
        return chunk


def _header(cells: _Cells) -> list[str]:
    for values in cells.texts:
        if any(value.strip() for value in values):
            return check_columns(values)
    raise FileRefused(
        _("Ce classeur ne contient pas de feuille lisible.") if cells.broken else _("Le fichier est vide.")
    )


def _rows(cells: _Cells, width: int) -> Iterator[Row]:
    for values in cells.texts:
        if any(value.strip() for value in values):
            yield checked_row(cells.line, values, width)
    if cells.broken:
        yield Row(cells.line + 1, [], fault=cells.broken)
