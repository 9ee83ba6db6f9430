"""Which state of the data and of the search index answers now."""

from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from ecosystem.core.kept import moment
from ecosystem.core.release import release
from ecosystem.core.versions import version_for
from ecosystem.search.index.store import IndexUnavailable, current_folder


def index_stamp() -> str:
    """Another text after each commit and each rebuild of the index; empty while there is none."""
    try:
        folder = current_folder(Path(settings.SEARCH_INDEX_DIR))
        return f"{folder.name}-{(folder / 'meta.json').stat().st_mtime_ns}"
    except (IndexUnavailable, OSError):
        return ""


def public_tag(request: HttpRequest, *asked: object) -> str:
    """Names the answer to what a visitor asked, before it is drawn; weak, since servers may compress it."""
    parts = (release(), version_for(request), index_stamp(), moment(), *asked)
    return f'W/"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'
