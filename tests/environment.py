"""What the settings read from the environment in a test run (pytest plugin, loaded before Django's settings)."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

PREFIX = "escale-test-"
IS_MAIN = "PYTEST_XDIST_WORKER" not in os.environ


def is_of(folder: Path, process: psutil.Process) -> bool:
    """A pid may be a stranger's by now: our Redis shows the folder in its title, our worker in its environment."""
    in_title = f"{folder}/" in " ".join(process.cmdline())
    return in_title or process.environ().get("ESCALE_TEST_FOLDER") == str(folder)


def _sweep() -> None:
    """Remove the folders of runs that were killed, and end the Redis and the workers that such a run left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if not owner.isdigit() or psutil.pid_exists(int(owner)):
            continue
        for pid_file in folder.glob("*.pid"):
            with suppress(OSError, ValueError, psutil.Error):
                server = psutil.Process(int(pid_file.read_text()))
                if is_of(folder, server):
                    for process in [*server.children(recursive=True), server]:
                        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _private_folder() -> Path:
    """One short folder a run, shared by its xdist workers and removed by the process that made it."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if IS_MAIN:
    _sweep()
    os.environ["ESCALE_TEST_FOLDER"] = str(_private_folder())

FOLDER = Path(os.environ["ESCALE_TEST_FOLDER"])

if IS_MAIN:
    for name in (
        "DEBUG", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "MAIL_DIR", "SITE_URL", "STATIC_ROOT",
        "TRUSTED_PROXIES",
    ):  # fmt: skip
        os.environ.pop(name, None)
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/escale.sqlite3"
    os.environ["CONN_MAX_AGE"] = "0"
    os.environ["SECRET_KEY"] = "only-for-the-tests-" + "0123456789" * 4
    os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"

# Each xdist worker has its own files, as it has its own database.
os.environ["ESCALE_VAR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "main"))
