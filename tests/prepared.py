"""A migrated SQLite file, made once for each set of migrations and copied by every later run."""

import os
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.apps import apps

KEPT = Path(__file__).resolve().parent.parent / "var" / "cache" / "tests"


@cache
def kept_database() -> Path:
    """Where the file of these very migrations is, or will be: theirs and those of the libraries."""
    digest = sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name} ".encode() + path.read_bytes())
    return KEPT / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def take(database: Path) -> None:
    """Start from the kept file; `migrate` then finds nothing left to do, and would do what was missing."""
    if kept_database().exists():
        shutil.copyfile(kept_database(), database)


def keep(database: Path) -> None:
    """Keep a file that was just migrated, in one step, in the place of those of other migrations."""
    kept = kept_database()
    if kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(database)) as source:
        source.execute("VACUUM INTO ?", [str(part)])
    for old in KEPT.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    part.replace(kept)
