"""The site refuses to start on sample accounts outside DEBUG."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from ecosystem.accounts import checks
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parents[3]


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


def test_a_real_server_does_not_start_on_sample_accounts(tmp_path: Path) -> None:
    make = (
        "from django.core.management import call_command; call_command('migrate', verbosity=0); "
        "from ecosystem.accounts.models import User; User.objects.create_user('mentor@demo.test', 'escale-demo')"
    )
    start(tmp_path, make, DEBUG="1")
    served = "import ecosystem.config.wsgi; print('served')"
    assert start(tmp_path, served, DEBUG="1") == "served"
    assert "ImproperlyConfigured" in start(tmp_path, served)
    assert "mentor@demo.test" in start(tmp_path, served)


def start(folder: Path, code: str, **more: str) -> str:
    """The last words of a process of its own, on a database of its own."""
    env = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DATABASE_URL"}}
    env |= {
        "ESCALE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "SECRET_KEY": "x" * 50,
        **more,
    }
    env["DJANGO_SETTINGS_MODULE"] = "ecosystem.config.settings"
    script = f"import django; django.setup(); {code}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip()
