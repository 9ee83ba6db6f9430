"""What a file may be before anybody opens it, and the one way of refusing it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ecosystem.core.errors import Refused

WORKBOOK = b"PK\x03\x04"
"""What every XLSX begins with."""
MAX_COLUMNS = 1_000
MAX_ROWS = 1_048_576
"""Excel's own limit."""
MAX_RECORD_LINES = 500
MAX_LINE = 1_000_000
MAX_INFLATED = 100 * 1024 * 1024
MAX_STRINGS = 40 * 1024 * 1024
MAX_RATIO = 100
SMALL_INFLATED = 10 * 1024 * 1024


class FileRefused(Refused):
    """A file, or a request about it, that cannot be imported at all: nothing was written."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its cells, or the fault that makes it unreadable; the note warns and changes nothing."""

    line: int
    values: list[str]
    fault: str = ""
    note: str = ""


@dataclass(slots=True)
class Table:
    """Named columns, then rows read one at a time; `fraction` says how much of the file was read, from 0 to 1."""

    columns: list[str]
    rows: Iterator[Row]
    fraction: Callable[[], float]
    notes: list[str] = field(default_factory=list)
    """How the file was read, where a person may wonder."""


def megabytes(size: int) -> int:
    return max(1, round(size / (1024 * 1024)))


def check_size(path: Path) -> int:
    """The file's size in bytes; an absent, empty or too heavy file is refused before it is read."""
    try:
        is_file, size = path.is_file(), path.stat().st_size
    except (OSError, ValueError) as error:
        raise FileRefused(_("Le fichier « %(name)s » est introuvable.") % {"name": path.name}) from error
    if not is_file:
        raise FileRefused(_("« %(name)s » n’est pas un fichier.") % {"name": path.name})
    if size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(
            _("Le fichier pèse %(size)d Mo ; la limite est de %(limit)d Mo. Coupez-le en plusieurs fichiers.")
            % {"size": megabytes(size), "limit": megabytes(settings.UPLOAD_MAX_BYTES)}
        )
    if not size:
        raise FileRefused(_("Le fichier est vide."))
    return size


def check_columns(columns: list[str]) -> list[str]:
    """The header, cleaned; a file without a header or with thousands of columns is refused."""
    while columns and not columns[-1].strip():
        columns = columns[:-1]
    if not columns:
        raise FileRefused(_("Le fichier n’a pas de ligne d’en-tête."))
    if len(columns) > MAX_COLUMNS:
        raise FileRefused(
            _("Le fichier a %(count)d colonnes ; la limite est de %(limit)d.")
            % {"count": len(columns), "limit": MAX_COLUMNS}
        )
    return [" ".join(name.replace("\x00", "").split()) for name in columns]


def checked_row(line: int, values: list[str], width: int) -> Row:
    """A row as wide as the header: missing cells are empty, cells too many are a fault, unreadable ones a note."""
    if len(values) > width and any(value.strip() for value in values[width:]):
        fault = _("Trop de cellules (%(count)d, pour %(width)d en tête) : il manque sans doute des guillemets.")
        return Row(line, [], fault=fault % {"count": len(values), "width": width})
    note = ""
    text = "".join(values)
    if "\x00" in text or "\ufffd" in text:
        note = _("Des caractères illisibles ont été laissés de côté.")
        values = [value.replace("\x00", "").replace("\ufffd", "") for value in values]
    return Row(line, [value.strip() for value in values[:width]] + [""] * (width - len(values)), note=note)
