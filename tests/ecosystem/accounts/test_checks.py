"""The site refuses to start on sample accounts outside DEBUG."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from ecosystem.accounts import checks
from tests import prepared
from tests.factories import UserFactory
from tests.processes import python as start
from tests.processes import said


@pytest.fixture(autouse=True)
def _keep_the_connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.connections, "close_all", lambda: None)


@pytest.mark.django_db
def test_a_sample_account_stops_the_start_and_fails_the_check() -> None:
    UserFactory(email="Founder@Demo.Test")
    with pytest.raises(ImproperlyConfigured, match=r"founder@demo\.test"):
        checks.refuse_demo_accounts()
    found = [error.id for error in run_checks(databases=["default"])]
    assert "accounts.E001" in found


@pytest.mark.django_db
def test_other_accounts_start_the_site() -> None:
    UserFactory(email="founder@demo.test.example")
    checks.refuse_demo_accounts()
    assert checks.check_demo_accounts(databases=["default"]) == []


@pytest.mark.django_db
def test_a_development_machine_accepts_them(settings: Any) -> None:
    settings.DEBUG = True
    UserFactory(email="founder@demo.test")
    checks.refuse_demo_accounts()
    assert checks.check_demo_accounts(databases=["default"]) == []


@pytest.mark.django_db
def test_a_check_that_was_not_given_the_database_does_not_ask_it(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert checks.check_demo_accounts(databases=None) == []


def test_an_empty_database_is_no_fault(tmp_path: Path) -> None:
    """`migrate` runs the check before there is any table."""
    assert start(tmp_path, "from ecosystem.accounts.checks import demo_accounts; print(demo_accounts())") == "[]"


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose database holds a sample account."""
    folder = tmp_path_factory.mktemp("sampled")
    prepared.take_file(folder / "site.sqlite3")
    make = (
        "from django.core.management import call_command; call_command('migrate', verbosity=0); "
        "from ecosystem.accounts.models import User; User.objects.create_user('mentor@demo.test', 'escale-demo')"
    )
    start(folder, make, DEBUG="1")
    return folder


def test_a_real_server_does_not_start_on_sample_accounts(sampled: Path) -> None:
    served = "import ecosystem.config.wsgi; print('served')"
    assert start(sampled, served, DEBUG="1") == "served"
    assert "ImproperlyConfigured" in start(sampled, served)
    assert "mentor@demo.test" in start(sampled, served)


@pytest.mark.parametrize("command", ["worker --pool solo", "beat --pidfile="])
def test_a_real_worker_and_a_real_beat_do_not_start_on_sample_accounts(sampled: Path, command: str) -> None:
    """A closed port for a broker: had they started, they would say that they cannot reach it, and go on."""
    celery = ["-m", "celery", "-A", "ecosystem.config", *command.split()]
    words = said(celery, sampled, CELERY_BROKER_URL="redis://127.0.0.1:9/0")
    assert "mentor@demo.test" in words
    assert "127.0.0.1:9/0: " not in words


def test_sample_data_are_refused_outside_a_development_machine(tmp_path: Path) -> None:
    words = said(["manage.py", "demo"], tmp_path)
    assert words.startswith("CommandError: ")
    assert "DEBUG=1" in words
