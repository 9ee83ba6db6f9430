"""Which code and words answer now."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.autoreload import file_changed

DRAWS = {".py", ".html", ".txt", ".mo", ".css", ".js", ".svg"}


@cache
def release() -> int:
    """When the newest of the files that draw an answer was written."""
    folders = [settings.BASE_DIR / name for name in ("ecosystem", "startups", "mentors", "funders")]
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in DRAWS)
    return max((path.stat().st_mtime_ns for path in files), default=0)


def forget_release(file_path: Path, **_facts: object) -> None:
    """On a development machine, a template that was just changed shows at once."""
    release.cache_clear()


file_changed.connect(forget_release)
