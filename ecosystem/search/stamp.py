"""Which state of the search index answers now."""

from pathlib import Path

from django.conf import settings

from ecosystem.search.index.store import IndexUnavailable, current_folder


def index_stamp() -> str:
    """Another text after each commit and each rebuild of the index; empty while there is none."""
    try:
        folder = current_folder(Path(settings.SEARCH_INDEX_DIR))
        return f"{folder.name}-{(folder / 'meta.json').stat().st_mtime_ns}"
    except (IndexUnavailable, OSError):
        return ""
