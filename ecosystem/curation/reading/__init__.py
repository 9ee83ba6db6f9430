"""Tables from files: CSV or XLSX, streamed, within limits; a file that cannot be read is refused with its reason.

What reads workbooks loads numpy: only who opens one pays for it, never a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.utils.translation import gettext as _

from ecosystem.curation.reading.limits import WORKBOOK, FileRefused, Row, Table, check_size
from ecosystem.curation.reading.text import open_text

__all__ = ["FileRefused", "Row", "Table", "open_table"]


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The table of a file, whatever its name says; anything that is not one raises FileRefused."""
    size = check_size(path)
    try:
        with path.open("rb") as file:
            signature = file.read(len(WORKBOOK))
    except OSError as error:
        raise FileRefused(_("Le fichier « %(name)s » ne peut pas être lu.") % {"name": path.name}) from error
    reading = import_module("ecosystem.curation.reading.workbook") if signature == WORKBOOK else None
    opened = reading.open_workbook(path) if reading else open_text(path, size)
    with opened as table:
        yield table
