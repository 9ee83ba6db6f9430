"""Files that nobody reads by their address: a view lets each reader in, and sends them as attachments."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import plain_cell

MOST_BYTES = 20 * 1024 * 1024
TAIL = 2048
TOO_HEAVY = _("Ce fichier pèse plus de 20 Mo. Allégez-le, puis renvoyez-le.")
NOT_A_PDF = _("Ce fichier n’est pas un PDF que nous savons lire. Exportez votre présentation en PDF.")


class PrivateStorage(FileSystemStorage):
    """Outside of what the web server shows; a file there has no address."""

    @property
    def base_location(self) -> str:
        """Read at each use, so that tests may move it."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """There is none: asking for it is a mistake of the page."""
        raise ValueError("A private file has no address.")


def private_storage() -> PrivateStorage:
    """Where models keep their private files."""
    return PrivateStorage()


def attachment(file: Any, *, name: str, content_type: str) -> FileResponse:
    """The file to be saved, never shown inside the site nor kept by a cache."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def csv_file(name: str, rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """Rows as a CSV to be saved, read by spreadsheets without asking, and in which no cell is a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    csv.writer(response).writerows([plain_cell(str(value)) for value in row] for row in rows)
    return response


def refuse_unless_pdf(upload: File[bytes]) -> None:
    """Small enough, and a PDF by what it holds, whatever its name says; ValidationError tells what is wrong."""
    size = upload.size or 0
    if size > MOST_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    upload.seek(0)
    begins = upload.read(5) == b"%PDF-"
    upload.seek(max(0, size - TAIL))
    ends = b"%%EOF" in upload.read(TAIL)
    upload.seek(0)
    if not (begins and ends):
        raise ValidationError(NOT_A_PDF, code="not_a_pdf")
