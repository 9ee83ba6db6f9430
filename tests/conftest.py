"""What every test stands on: the settings of a test run, one database file a worker, a clean cache and language."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests import prepared
from tests.environment import FOLDER

hypothesis.settings.register_profile("escale", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("escale")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_a_test_run(django_test_environment: None) -> None:
    """Cheap passwords, and static files as they are: `make check` proves the hashed ones."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """SQLite in a file, as in production, so that other threads and processes see the same rows."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(FOLDER / "test.sqlite3")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The file goes with its folder at the end of the run."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def _migrated_before(django_db_modify_db_settings: None) -> None:
    prepared.take()


@pytest.fixture(scope="session")
def django_db_setup(_migrated_before: None, django_db_setup: None) -> None:
    """The migrations run once for each set of them: later runs start from a copy."""
    prepared.keep()


@pytest.fixture(autouse=True)
def _clean_cache_and_language() -> Iterator[None]:
    translation.activate(settings.LANGUAGE_CODE)
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _the_office_never_closes_on_a_whole_journey(request: pytest.FixtureRequest) -> None:
    """What a browser or a real worker does is the same at night and on Sundays; office hours have their own tests."""
    if any(request.node.get_closest_marker(name) for name in ("browser", "worker", "postgres")):
        request.getfixturevalue("settings").MAIL_OFFICE_HOURS = False


@pytest.fixture(scope="session", autouse=True)
def _sync_playwright_beside_the_orm() -> None:
    """Playwright's event loop lives in the test's thread; Django must not take it for an async view."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
