"""What `make run` does before the site opens: tables, sample data, search index, and one round by a real worker.

Each step finds its own work done and does nothing, so that a second start takes seconds and loses nothing.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from ecosystem.config.run_folder import ROOT, RUN, VAR, record

FIRST_ROUND = "Mentors, décembre"


def step(text: str) -> None:
    print(f"== {text}", flush=True)


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """One Celery worker for the first round; the site's own worker starts with the site."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "ecosystem.config", "worker"]
    with (VAR / "first-worker.log").open("w") as output:
        process = subprocess.Popen(
            [*command, "--pool", "prefork", "--concurrency", "1", "--hostname", "first@%h"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    record("first-worker", process.pid)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        (RUN / "first-worker.pid").unlink(missing_ok=True)


def first_round() -> None:
    """Compute the first round through the broker; a later start shows the last one and computes nothing."""
    rounds = apps.get_model("matching", "Round")._default_manager
    if rounds.filter(title=FIRST_ROUND, computed_at__isnull=False).exists():
        step("The last round that was computed here")
        call_command("run_round", kind="mentors", title=FIRST_ROUND, once=True)
    elif settings.CELERY_BROKER_URL:
        step("One round of matching, computed by a Celery worker")
        with worker():
            call_command("run_round", kind="mentors", title=FIRST_ROUND)
    else:
        step("One round of matching, computed in this process")
        call_command("run_round", kind="mentors", title=FIRST_ROUND)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")
    django.setup()
    try:
        step("Tables")
        call_command("migrate", verbosity=0, interactive=False)
        step("Sample data")
        call_command("demo")
        step("Search index")
        call_command("rebuild_search")
        step("Open files")
        call_command("write_open_data")
        first_round()
    except CommandError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
