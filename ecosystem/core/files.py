"""Files that nobody reads by their address: a view lets each reader in, and sends them as attachments."""

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse


class PrivateStorage(FileSystemStorage):
    """Outside of what the web server shows; a file there has no address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location=options.pop("location", None) or settings.PRIVATE_ROOT, **options)

    def url(self, name: str | None) -> str:
        """There is none: asking for it is a mistake of the page."""
        raise ValueError("A private file has no address.")


def private_storage() -> PrivateStorage:
    """Where models keep their private files; named by them, so that tests may move it."""
    return PrivateStorage()


def attachment(file: Any, *, name: str, content_type: str) -> FileResponse:
    """The file to be saved, never shown inside the site nor kept by a cache."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
