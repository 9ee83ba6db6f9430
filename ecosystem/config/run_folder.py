"""The pid files of `var/run`: what `make run` started, so that the next start finds what a kill -9 left behind."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
RUN = VAR / "run"
SHORT_RUN = Path(tempfile.gettempdir()) / f"escale-{os.getuid()}-{sha256(os.fsencode(ROOT)).hexdigest()[:8]}"
"""Where the Redis of this folder has its socket when the path of RUN is too long for one."""


class CannotServe(Exception):
    """Something outside the project stands in the way, said in one sentence."""


def record(name: str, pid: int) -> None:
    (RUN / f"{name}.pid").write_text(str(pid))


def forget_everything() -> None:
    for path in RUN.glob("*.pid"):
        path.unlink(missing_ok=True)


def recorded_pid(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


def command_of(pid: int) -> str:
    """The command line of a living process, whole (`-ww`: not cut at 80 columns), or an empty string."""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def is_ours(pid: int) -> bool:
    """A pid file may name a stranger's process after a restart: only our own commands count.

    A Redis is ours by the socket that it shows in its title: other projects have their own.
    """
    words = command_of(pid) if pid > 1 else ""
    return any(mark in words for mark in ("ecosystem.config", f"{RUN}/", f"{SHORT_RUN}/"))


def stop(pid: int, patience: float) -> None:
    """Ask a process to end, wait, then kill it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while is_ours(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        if is_ours(pid):
            os.kill(pid, signal.SIGKILL)


def refuse_a_second_start() -> None:
    """One site a folder: two would share the database's files and the queue."""
    pid = recorded_pid(RUN / "serve.pid")
    if pid > 1 and pid != os.getpid() and "ecosystem.config.serve" in command_of(pid):
        raise CannotServe(f"Escale already runs from this folder (process {pid}): stop that one first with Ctrl-C.")


def stop_leftovers() -> None:
    """Stop what the folder names: Redis after those who write to it, the terminal's relays after what they relay."""
    order = {"redis": 1, "relay": 2}
    for path in sorted(RUN.glob("*.pid"), key=lambda path: order.get(path.stem.split("-")[0], 0)):
        pid = recorded_pid(path)
        if is_ours(pid):
            print(f"Stopping what an interrupted run left behind: {path.stem} (process {pid})", flush=True)
            stop(pid, patience=1.0 if path.stem.startswith("relay") else 8.0)
        path.unlink(missing_ok=True)
