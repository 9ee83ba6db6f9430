"""A migrated database, made once for each set of migrations: later runs start from a copy of it.

What is kept is a file for SQLite and a dump for PostgreSQL. `migrate` still runs on the copy: it finds nothing left to
do, and would do what was missing.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

KEPT = Path(__file__).resolve().parent.parent / "var" / "cache" / "tests"


@cache
def kept(ending: str) -> Path:
    """Where the database of these very migrations is, or will be: theirs and those of the libraries."""
    digest = sha256()
    for app in apps.get_app_configs():
        if settings.MIGRATION_MODULES.get(app.label, app.label) is None:
            continue
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name} ".encode() + path.read_bytes())
    return KEPT / f"migrated-{digest.hexdigest()[:16]}.{ending}"


def take() -> None:
    """Let this process's test database begin as a copy, if there is one."""
    if connection.vendor == "sqlite":
        take_file(Path(connection.settings_dict["TEST"]["NAME"]))
    elif kept("sql").exists():
        source = f"kept_{connection.settings_dict['TEST']['NAME']}"
        _postgres("psql", "-d", "postgres", "-c", f'CREATE DATABASE "{source}"')
        _postgres("psql", "-v", "ON_ERROR_STOP=1", "-d", source, "-f", str(kept("sql")))
        connection.settings_dict["TEST"]["TEMPLATE"] = source


def take_file(database: Path) -> None:
    if kept("sqlite3").exists():
        shutil.copyfile(kept("sqlite3"), database)


def keep() -> None:
    """Keep the test database that was just migrated, in one step, in the place of that of other migrations."""
    wanted = kept("sqlite3" if connection.vendor == "sqlite" else "sql")
    if wanted.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    part, name = wanted.with_suffix(f".{os.getpid()}"), str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as source:
            source.execute("VACUUM INTO ?", [str(part)])
    else:
        _postgres("pg_dump", "-d", name, "-f", str(part))
    for old in KEPT.glob(f"migrated-*{wanted.suffix}"):
        old.unlink(missing_ok=True)
    part.replace(wanted)


def _postgres(program: str, *words: str) -> None:
    """A program of the PostgreSQL that this run started."""
    given = connection.settings_dict
    command = [f"{os.environ['ESCALE_TEST_POSTGRES']}/{program}"]
    command += ["-h", given["HOST"] or given["OPTIONS"]["host"], "-U", given["USER"]]
    quiet = ["-q", "-X"] if program == "psql" else []
    subprocess.run([*command, *quiet, *words], check=True, stdout=subprocess.DEVNULL)
