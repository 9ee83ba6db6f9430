"""Tables from files: CSV or XLSX, streamed, within limits; a file that cannot be read is refused with its reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from ecosystem.curation.reading.limits import FileRefused, Row, Table, check_size
from ecosystem.curation.reading.text import open_text
from ecosystem.curation.reading.workbook import SIGNATURE, open_workbook

__all__ = ["FileRefused", "Row", "Table", "open_table"]


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The table of a file, whatever its name says; anything that is not one raises FileRefused."""
    size = check_size(path)
    try:
        with path.open("rb") as file:
            signature = file.read(len(SIGNATURE))
    except OSError as error:
        raise FileRefused(_("Le fichier « %(name)s » ne peut pas être lu.") % {"name": path.name}) from error
    opened = open_workbook(path) if signature == SIGNATURE else open_text(path, size)
    with opened as table:
        yield table
