"""The suite's own guards bite."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from django.template import Context, Origin, Template

from tests.browser import Work
from tests.environment import is_of
from tests.undefined import ROOT, UndefinedVariable


def template(source: str, path: Path) -> Template:
    return Template(source, origin=Origin(name=str(path)))


def test_an_undefined_variable_in_our_template_fails() -> None:
    page = template("{% if missing %}x{% endif %}{{ missing.name }}", ROOT / "ecosystem" / "page.html")
    with pytest.raises(UndefinedVariable, match=r"missing\.name .* ecosystem/page\.html"):
        page.render(Context())


def test_an_undefined_variable_in_a_template_of_somebody_else_is_empty_as_ever() -> None:
    page = template("<{{ missing }}{{ missing|default:'d' }}>", Path("/elsewhere/page.html"))
    assert page.render(Context()) == "<d>"


@pytest.mark.undefined_variables_allowed
def test_a_test_may_allow_undefined_variables() -> None:
    assert template("<{{ missing }}>", ROOT / "page.html").render(Context()) == "<>"


def test_the_live_site_is_at_work_while_another_thread_answers() -> None:
    work, begun, go_on = Work(), threading.Event(), threading.Event()

    def answer() -> None:
        work.begin()
        begun.set()
        go_on.wait()
        work.end()

    work.begin()
    assert work.is_done(), "a request of the test's own client is over when its call is"
    thread = threading.Thread(target=answer)
    thread.start()
    begun.wait()
    assert not work.is_done()
    go_on.set()
    thread.join()
    assert work.is_done()


def test_a_warning_fails() -> None:
    import warnings  # noqa: PLC0415 - the subject of this test

    with pytest.raises(UserWarning, match="careful"):
        warnings.warn("careful", UserWarning, stacklevel=1)


@pytest.mark.parametrize(
    ("title", "environment", "expected"),
    [
        ("redis-server unixsocket:{folder}/redis-main.sock", "", True),
        ("celery -A ecosystem.config worker", "{folder}", True),
        ("redis-server *:6379", "", False),
        ("celery -A ecosystem.config worker", "{folder}0", False),
    ],
)
def test_only_what_a_killed_run_started_is_ended(tmp_path: Path, title: str, environment: str, expected: bool) -> None:
    env = {**os.environ, "ESCALE_TEST_FOLDER": environment.format(folder=tmp_path)}
    words = title.format(folder=tmp_path).split()
    waiting = [sys.executable, "-c", "print('here', flush=True); input()", *words]
    process = subprocess.Popen(waiting, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # until it speaks, the system may still show it without title or environment
    try:
        assert is_of(tmp_path, psutil.Process(process.pid)) == expected
    finally:
        process.kill()
        process.communicate()
