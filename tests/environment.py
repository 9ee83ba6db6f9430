"""What the settings read from the environment in a test run (pytest plugin, loaded before Django's settings)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

IS_MAIN = "PYTEST_XDIST_WORKER" not in os.environ


def _private_folder() -> Path:
    """One short folder a run, shared by its xdist workers and removed by the process that made it."""
    folder = Path(tempfile.mkdtemp(prefix="escale-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if IS_MAIN:
    os.environ["ESCALE_TEST_FOLDER"] = str(_private_folder())

FOLDER = Path(os.environ["ESCALE_TEST_FOLDER"])

if IS_MAIN:
    for name in ("DEBUG", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "MAIL_DIR", "SITE_URL", "STATIC_ROOT"):
        os.environ.pop(name, None)
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/escale.sqlite3"
    os.environ["CONN_MAX_AGE"] = "0"
    os.environ["SECRET_KEY"] = "only-for-the-tests-" + "0123456789" * 4
    os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"

# Each xdist worker has its own files, as it has its own database.
os.environ["ESCALE_VAR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "main"))
